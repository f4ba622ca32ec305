"""Handing over and reorganisation: a form, what will happen, and only then the act."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.errors import RuleViolation, StaleForm
from rostok.kernel.pages import (
    ActionPage,
    ContentPage,
    Text,
    put_on_form,
    refuse_impossible_days,
)
from rostok.kernel.stale import reopened
from rostok.orgs import permissions, queries, services
from rostok.orgs.followers import people_of
from rostok.orgs.models import OrgUnit, Succession, SuccessionKind, UnitKind
from rostok.orgs.models.units import OrgUnitQuerySet
from rostok.orgs.reorganisation_forms import (
    JoinForm,
    MergeForm,
    MoveForm,
    SeparateForm,
    SplitForm,
)
from rostok.orgs.services import Reorganisation
from rostok.orgs.views.changes import UnitFormPage


class PreviewedPage(UnitFormPage):
    """A form answered with what would happen; a second «confirm» does it.

    The preview does the act and takes it back at once, so that it counts and refuses the same.
    """

    template_name = "orgs/previewed.html"
    submit_title = _("Показать, что произойдёт")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        if "back" in request.POST:
            return self.show(form)
        confirmed = "confirmed" in request.POST
        try:
            refuse_impossible_days(form)
            with transaction.atomic():
                done = self.save(form)
                lines = self.consequences(done)
                transaction.set_rollback(not confirmed)
        except RuleViolation as refusal:
            form = reopened(form, self.form) if isinstance(refusal, StaleForm) else form
            put_on_form(form, refusal)
            return self.show(form, status=422)
        if not confirmed:
            return self.answer(form=form, preview=lines, cancel_url=self.cancel_url())
        messages.success(request, str(self.done_message))
        return redirect(self.success_url(done))

    def consequences(self, done: Any) -> list[Text]:
        """What the act has just done, in lines."""
        raise NotImplementedError


class MovePage(PreviewedPage):
    form_class = MoveForm
    heading = _("Передать другой территории")
    done_message = _("Передача записана.")

    def form_options(self) -> dict[str, Any]:
        parents = queries.parents_to_move_to(self.actor, self.unit)
        return {**super().form_options(), "parents": parents}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.unit.version, "on": clock.today()}

    def get_lead(self) -> Text:
        return f"{self.unit}. Сейчас входит в: {self.unit.parent}"

    def save(self, form: Any) -> OrgUnit:
        values = {name: form.cleaned_data[name] for name in ("parent", "on", "ground", "version")}
        return services.move_unit(self.actor, unit=self.unit, **values)

    def consequences(self, done: OrgUnit) -> list[Text]:
        counts = queries.what_stands_below(done, clock.today())
        return [
            f"«{done}» входит в «{done.parent}», прежде — в «{self.unit.parent}».",
            _("В реестре на прошлую дату она останется на прежней территории."),
            _("Показатели, и прошлых лет при пересчёте, считают её на новой территории."),
            _("Прежняя территория перестаёт видеть организацию и её работников."),
            *(f"{title}: {number}" for title, number in counts),
        ]


class ReorganisePage(ContentPage):
    """Four acts, each in a phrase: which one is it."""

    permission = permissions.REORGANISE
    template_name = "orgs/reorganise.html"
    heading = _("Реорганизовать")

    @property
    def unit(self) -> OrgUnit:
        return queries.unit_to_reorganise(self.actor, self.kwargs["pk"])

    def get_lead(self) -> Text:
        return str(self.unit)

    def get_crumbs(self) -> Any:
        unit = self.unit
        return [(_("Организации"), reverse("orgs:list")), (str(unit), unit.get_absolute_url())]

    def context(self) -> dict[str, Any]:
        return {**super().context(), "unit": self.unit}


class ActPage(PreviewedPage):
    permission = permissions.REORGANISE
    done_message = _("Реорганизация записана.")

    @property
    def unit(self) -> OrgUnit:
        return queries.unit_to_reorganise(self.actor, self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.unit.version, "day": clock.today()}

    def siblings(self) -> OrgUnitQuerySet:
        """What it may join: open organisations beside it, and their branches."""
        return queries.beside(self.actor, self.unit)

    def consequences(self, done: Reorganisation) -> list[Text]:
        ends = {row.predecessor for row in done.successions if row.predecessor.closed_on}
        lines: list[Text] = [f"«{unit}» работает по {unit.last_day:%d.%m.%Y}." for unit in ends]
        begun = [unit for unit in done.successors if unit.opened_on == done.day]
        lines += [f"Начинает работать «{unit}» с {done.day:%d.%m.%Y}." for unit in begun]
        names = ", ".join(f"«{unit}»" for unit in done.successors)
        lines.append(f"Переходит к {names}:")
        lines += [f"{title}: {number}" for title, number in done.counts.items() if number]
        return [*lines, _("Признаки прежней организации («Точка роста» и другие) не переходят.")]

    def success_url(self, done: Reorganisation) -> str:
        return done.successors[0].get_absolute_url()


class JoinPage(ActPage):
    form_class = JoinForm
    heading = _("Присоединить к другой")

    def form_options(self) -> dict[str, Any]:
        within = queries.units_to_reorganise(self.actor)
        return {**super().form_options(), "siblings": self.siblings(), "within": within}

    def save(self, form: Any) -> Reorganisation:
        return services.join_unit(self.actor, unit=self.unit, **form.cleaned_data)


class MergePage(ActPage):
    form_class = MergeForm
    heading = _("Слить в новую организацию")

    def form_options(self) -> dict[str, Any]:
        siblings = self.siblings().filter(kind=UnitKind.ORGANISATION)
        return {**super().form_options(), "siblings": siblings, "unit": self.unit}

    def save(self, form: Any) -> Reorganisation:
        values = form.cleaned_data
        return services.merge_units(
            self.actor,
            units=[self.unit, *values["others"]],
            new=form.new_unit("new_"),
            day=values["day"],
            ground=values["ground"],
        )


class PeoplePage(ActPage):
    def form_options(self) -> dict[str, Any]:
        people = people_of(self.actor, self.unit, clock.today())
        return {**super().form_options(), "unit": self.unit, "people": people}


class SplitPage(PeoplePage):
    form_class = SplitForm
    heading = _("Разделить на две")

    def save(self, form: Any) -> Reorganisation:
        values = {name: form.cleaned_data[name] for name in ("day", "ground", "version")}
        return services.split_unit(self.actor, unit=self.unit, parts=form.parts(), **values)


class SeparatePage(PeoplePage):
    form_class = SeparateForm
    heading = _("Выделить новую")

    def save(self, form: Any) -> Reorganisation:
        values = {name: form.cleaned_data[name] for name in ("day", "ground", "version")}
        return services.separate_unit(self.actor, unit=self.unit, part=form.part(), **values)


class UndoReorganisationPage(ActionPage):
    permission = permissions.REORGANISE
    model = Succession
    heading = _("Отменить реорганизацию")
    submit_title = _("Отменить реорганизацию")
    done_message = _("Реорганизация отменена: всё как до неё.")

    def get_queryset(self) -> Any:
        return queries.successions_to_undo(self.actor)

    def get_lead(self) -> Text:
        row = self.object
        return f"{row.get_kind_display().capitalize()} с {row.day:%d.%m.%Y}: {row}"

    def get_consequences(self) -> list[Text]:
        begun = _("Организация, начатая этим актом, исчезает из реестра.")
        return [
            _("Прежние организации снова работают, люди, роли и вакансии возвращаются в них."),
            *([] if self.object.kind == SuccessionKind.JOINING else [begun]),
            _("Отменить нельзя, если сведения о перешедших с тех пор изменили."),
        ]

    def act(self) -> OrgUnit:
        return services.undo_reorganisation(self.actor, act=self.object.act)[0]
