"""Forms that start from an organisation: engage a newcomer, announce a vacancy."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.pages import Crumbs, FormPage, ObjectPage, PageAction, Text
from rostok.staff import permissions, queries, services
from rostok.staff.forms import AddPersonForm, LastDayForm, VacancyForm
from rostok.staff.models import Vacancy
from rostok.staff.views.people import list_crumbs


class OrganisationFormPage(ObjectPage, FormPage):
    permission = permissions.EDIT

    def get_queryset(self) -> Any:
        return queries.organisations_to_staff(self.actor)

    def get_lead(self) -> Text:
        return str(self.object)

    def get_crumbs(self) -> Crumbs:
        return [*list_crumbs(), (str(self.object), self.object.get_absolute_url())]


class AddPersonPage(OrganisationFormPage):
    heading = _("Принять на работу")
    form_class = AddPersonForm
    submit_title = _("Принять")
    done_message = _("Человек внесён в список работников.")

    def get_actions(self) -> list[PageAction]:
        """Whoever works elsewhere is asked for, not entered again."""
        return [PageAction(_("Запросить перевод"), reverse("staff:ask_transfer"))]

    def get_initial(self) -> dict[str, Any]:
        return {"start": clock.today()}

    def save(self, form: Any) -> Any:
        return services.add_person(self.actor, organisation=self.object, **form.cleaned_data)


class OpenVacancyPage(OrganisationFormPage):
    heading = _("Открыть вакансию")
    form_class = VacancyForm
    submit_title = _("Открыть")
    done_message = _("Вакансия открыта.")

    def get_initial(self) -> dict[str, Any]:
        return {"start": clock.today(), "rate": 1}

    def save(self, form: Any) -> Any:
        return services.open_vacancy(self.actor, organisation=self.object, **form.cleaned_data)


class CloseVacancyPage(ObjectPage, FormPage):
    permission = permissions.EDIT
    model = Vacancy
    heading = _("Закрыть вакансию")
    form_class = LastDayForm
    submit_title = _("Закрыть")
    done_message = _("Вакансия закрыта.")

    def get_lead(self) -> Text:
        return str(self.object)

    def get_crumbs(self) -> Crumbs:
        return [(str(self.object.organisation), self.object.get_absolute_url())]

    def get_initial(self) -> dict[str, Any]:
        return {"last_day": clock.today()}

    def save(self, form: Any) -> Any:
        return services.close_vacancy(self.actor, vacancy=self.object, **form.cleaned_data)
