"""Forms about one employment: correct it, end it, record an absence."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rostok.kernel.pages import Crumbs, FormPage, ObjectPage, Text
from rostok.staff import permissions, services
from rostok.staff.forms import AbsenceForm, EditEmploymentForm, EndEmploymentForm, LastDayForm
from rostok.staff.models import Absence, Employment
from rostok.staff.views.people import list_crumbs


class EmploymentFormPage(ObjectPage, FormPage):
    permission = permissions.EDIT
    model = Employment

    def get_lead(self) -> Text:
        work = self.object
        return f"{work.person}, {work.post}, {work.organisation}"

    def get_crumbs(self) -> Crumbs:
        return [*list_crumbs(), (str(self.object.person), self.object.get_absolute_url())]

    def success_url(self, _done: Any) -> str:
        return str(self.object.get_absolute_url())


class EditEmploymentPage(EmploymentFormPage):
    heading = _("Исправить место работы")
    form_class = EditEmploymentForm
    done_message = _("Исправлено.")

    def get_initial(self) -> dict[str, Any]:
        names = ("post", "kind", "rate", "start", "version")
        return {
            **{name: getattr(self.object, name) for name in names},
            "subjects": ", ".join(subject.title for subject in self.object.subjects.all()),
        }

    def save(self, form: Any) -> Any:
        return services.edit_employment(self.actor, employment=self.object, **form.cleaned_data)


class EndEmploymentPage(EmploymentFormPage):
    heading = _("Записать увольнение")
    form_class = EndEmploymentForm
    submit_title = _("Записать")
    done_message = _("Увольнение записано.")

    def save(self, form: Any) -> Any:
        return services.end_employment(self.actor, employment=self.object, **form.cleaned_data)

    def success_url(self, done: Any) -> str:
        """The card may be out of reach once the person has left."""
        return f"{list_crumbs()[0][1]}?within={done.organisation_id}"


class AbsencePage(EmploymentFormPage):
    heading = _("Записать длительное отсутствие")
    form_class = AbsenceForm
    submit_title = _("Записать")
    done_message = _("Отсутствие записано.")

    def save(self, form: Any) -> Any:
        return services.record_absence(self.actor, employment=self.object, **form.cleaned_data)


class EndAbsencePage(ObjectPage, FormPage):
    permission = permissions.EDIT
    model = Absence
    heading = _("Записать выход на работу")
    form_class = LastDayForm
    submit_title = _("Записать")
    done_message = _("Выход на работу записан.")

    def get_lead(self) -> Text:
        return str(self.object)

    def get_crumbs(self) -> Crumbs:
        work = self.object.employment
        return [*list_crumbs(), (str(work.person), work.get_absolute_url())]

    def get_initial(self) -> dict[str, Any]:
        return {"last_day": self.object.last_day}

    def save(self, form: Any) -> Any:
        return services.end_absence(self.actor, absence=self.object, **form.cleaned_data)

    def success_url(self, _done: Any) -> str:
        return str(self.object.employment.get_absolute_url())
