"""The card of a person and the forms that change it."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import holds
from rostok.kernel.pages import Crumbs, DetailPage, FormPage, ObjectPage, PageAction, Text
from rostok.people.merging import undoable
from rostok.people.models import Person
from rostok.people.permissions import VIEW_SENSITIVE
from rostok.people.queries import years_between
from rostok.privacy.permissions import KEEP
from rostok.privacy.queries import disputed_parts
from rostok.privacy.viewing import note_card
from rostok.staff import permissions, queries, services
from rostok.staff.forms import CardForm, CategoryForm, EditPersonForm, SensitiveForm, StartForm
from rostok.staff.kept import kept_by
from rostok.staff.models import OPEN_TRANSFERS, StaffCard
from rostok.staff.transfers import transfers_for


def list_crumbs() -> list[tuple[Text, str]]:
    return [(_("Педагоги"), reverse("staff:list"))]


class PersonPage(DetailPage):
    permission = permissions.VIEW
    model = Person
    template_name = "staff/person.html"

    def get_crumbs(self) -> Crumbs:
        return list_crumbs()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A card merged into another leads to the one that stands for it, if that may be seen."""
        retired = Person.objects.filter(pk=self.kwargs["pk"]).exclude(merged_into=None).first()
        if retired is not None:
            return redirect(get_object_or_404(self.get_queryset(), pk=retired.current.pk))
        closed = holds(self.actor, VIEW_SENSITIVE, self.object)
        note_card(self.actor, self.object, closed=closed)
        return super().get(request, *args, **kwargs)

    @cached_property
    def may_edit(self) -> bool:
        return holds(self.actor, permissions.EDIT, self.object)

    def get_actions(self) -> list[PageAction]:
        if not self.may_edit:
            return []
        return [
            self.action(_("Записать категорию"), "staff:category"),
            self.action(_("Добавить место работы"), "staff:start"),
            self.action(_("Исправить имя"), "staff:edit"),
        ]

    def action(self, title: Text, name: str) -> PageAction:
        return PageAction(title, reverse(name, args=[self.object.pk]))

    def context(self) -> dict[str, Any]:
        person, today = self.object, clock.today()
        card = StaffCard.objects.filter(person=person).first()
        sensitive = queries.sensitive_for(self.actor, person)
        born = sensitive.birth_date if sensitive else None
        since = card.pedagogical_since if card else None
        return {
            **super().context(),
            "today": today,
            "may_edit": self.may_edit,
            "editable": self.editable_employments(),
            "merges": self.merges_to_undo(),
            "transfer": self.open_transfer(),
            "employments": queries.employments_of(person),
            "categories": person.categories.all(),
            "card": card,
            "experience": years_between(since, today) if since else None,
            "sensitive": sensitive,
            "may_edit_sensitive": self.may_edit and sensitive is not None,
            "age": years_between(born, today) if born else None,
            "disputed": disputed_parts(person),
            "may_keep": self.actor.may(KEEP) and holds(self.actor, KEEP, person),
        }

    def merges_to_undo(self) -> Any:
        mine = kept_by(self.actor, permissions.EDIT).filter(pk=self.object.pk)
        return undoable().filter(survivor__in=mine.values("pk")).select_related("merged")

    def open_transfer(self) -> Any:
        """A transfer of the person that the actor's side knows of."""
        rows = transfers_for(self.actor).filter(person=self.object, state__in=OPEN_TRANSFERS)
        return rows.first() if self.may_edit else None

    def editable_employments(self) -> set[int]:
        """A school keeps the records of its own employments, not of another's."""
        rows: Any = self.object.employments.all()
        return set(rows.visible_to(self.actor, permissions.EDIT).values_list("pk", flat=True))


class PersonFormPage(ObjectPage, FormPage):
    """A form about a person whose records the actor keeps."""

    permission = permissions.EDIT
    model = Person

    def get_lead(self) -> Text:
        return str(self.object)

    def get_crumbs(self) -> Crumbs:
        return [*list_crumbs(), (str(self.object), self.object.get_absolute_url())]

    def success_url(self, _done: Any) -> str:
        return str(self.object.get_absolute_url())


class EditPersonPage(PersonFormPage):
    heading = _("Исправить имя")
    form_class = EditPersonForm
    done_message = _("Исправлено.")

    def get_initial(self) -> dict[str, Any]:
        names = ("last_name", "first_name", "patronymic", "gender", "version")
        return {name: getattr(self.object, name) for name in names}

    def save(self, form: Any) -> Any:
        return services.edit_person(self.actor, person=self.object, **form.cleaned_data)


class CardPage(PersonFormPage):
    heading = _("Образование и стаж")
    form_class = CardForm
    done_message = _("Сохранено.")

    def get_initial(self) -> dict[str, Any]:
        card = StaffCard.objects.filter(person=self.object).first() or StaffCard()
        return {"education": card.education, "pedagogical_since": card.pedagogical_since}

    def save(self, form: Any) -> Any:
        return services.set_staff_card(self.actor, person=self.object, **form.cleaned_data)


class SensitivePage(PersonFormPage):
    """Open to those who may both edit the person and see what is closed to others."""

    heading = _("Дата рождения, СНИЛС, телефон")
    form_class = SensitiveForm
    done_message = _("Сохранено.")

    def get_queryset(self) -> Any:
        visible: Any = super().get_queryset()
        return visible.visible_to(self.actor, VIEW_SENSITIVE)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note_card(self.actor, self.object, closed=True)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        found = queries.sensitive_for(self.actor, self.object)
        return {"birth_date": found.birth_date, "phone": found.phone} if found else {}

    def save(self, form: Any) -> Any:
        return services.set_sensitive(self.actor, person=self.object, **form.cleaned_data)


class CategoryPage(PersonFormPage):
    heading = _("Записать квалификационную категорию")
    form_class = CategoryForm
    done_message = _("Категория записана.")

    def save(self, form: Any) -> Any:
        return services.set_category(self.actor, person=self.object, **form.cleaned_data)


class StartEmploymentPage(PersonFormPage):
    heading = _("Добавить место работы")
    form_class = StartForm
    submit_title = _("Добавить")
    done_message = _("Место работы добавлено.")

    def form_options(self) -> dict[str, Any]:
        organisations = queries.organisations_to_staff(self.actor)
        return {**super().form_options(), "organisations": organisations}

    def save(self, form: Any) -> Any:
        return services.start_employment(self.actor, person=self.object, **form.cleaned_data)
