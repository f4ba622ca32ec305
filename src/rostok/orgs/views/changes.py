"""Forms that change the tree: each calls one service."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.pages import Crumbs, FormPage, Text, visible_or_404
from rostok.kernel.periods import DAY, after_last_day
from rostok.orgs import permissions, queries, services
from rostok.orgs.followers import standing_at
from rostok.orgs.forms import (
    CloseForm,
    CorrectForm,
    CreateForm,
    EndFlagForm,
    FlagForm,
    RenameForm,
)
from rostok.orgs.kinds import kinds_of_value, kinds_under
from rostok.orgs.models import OrgFlag, OrgUnit


class UnitFormPage(FormPage):
    """A form about a unit that the actor may change; another unit does not exist for them."""

    permission = permissions.EDIT

    @cached_property
    def unit(self) -> OrgUnit:
        unit: OrgUnit | None = (
            queries.units_to_edit(self.actor).filter(pk=self.kwargs["pk"]).first()
        )
        if unit is None:
            raise Http404
        return unit

    def get_lead(self) -> Text:
        return str(self.unit)

    def get_crumbs(self) -> Crumbs:
        return [
            (_("Организации"), reverse("orgs:list")),
            (str(self.unit), self.unit.get_absolute_url()),
        ]

    def success_url(self, _done: Any) -> str:
        return self.unit.get_absolute_url()


class CreatePage(UnitFormPage):
    form_class = CreateForm
    heading = _("Добавить территорию или организацию")
    submit_title = _("Добавить")
    done_message = _("Запись добавлена.")

    @cached_property
    def unit(self) -> OrgUnit:
        """The parent: here the right on the unit itself is enough."""
        unit: OrgUnit = visible_or_404(
            self.actor, permissions.EDIT, OrgUnit.objects.all(), pk=self.kwargs["pk"]
        )
        if not kinds_under(unit):
            raise Http404
        return unit

    def form_options(self) -> dict[str, Any]:
        return {**super().form_options(), "parent": self.unit}

    def get_lead(self) -> Text:
        return f"Входит в: {self.unit}"

    def save(self, form: Any) -> OrgUnit:
        values = dict(form.cleaned_data)
        kind, org_kind = kinds_of_value(values.pop("kind"))
        return services.create_unit(
            self.actor, kind=kind, org_kind=org_kind, parent=self.unit, **values
        )

    def success_url(self, done: OrgUnit) -> str:
        return done.get_absolute_url()


class RenamePage(UnitFormPage):
    form_class = RenameForm
    heading = _("Переименовать")
    done_message = _("Новое название сохранено, прежнее осталось в истории.")

    def get_initial(self) -> dict[str, Any]:
        return {
            "title": self.unit.title,
            "short_title": self.unit.short_title,
            "on": clock.today(),
            "version": self.unit.version,
        }

    def save(self, form: Any) -> OrgUnit:
        return services.rename_unit(self.actor, unit=self.unit, **form.cleaned_data)


class CorrectPage(UnitFormPage):
    form_class = CorrectForm
    heading = _("Исправить сведения")
    done_message = _("Сведения исправлены.")

    def get_initial(self) -> dict[str, Any]:
        names = ("title", "short_title", "code", "org_kind", "opened_on", "time_zone", "version")
        return {name: getattr(self.unit, name) for name in names}

    def form_options(self) -> dict[str, Any]:
        return {**super().form_options(), "unit": self.unit}

    def save(self, form: Any) -> OrgUnit:
        return services.correct_unit(self.actor, unit=self.unit, **form.cleaned_data)


class ClosePage(UnitFormPage):
    """Says beforehand how much stands there."""

    template_name = "orgs/close.html"
    form_class = CloseForm
    heading = _("Закрыть")
    submit_title = _("Закрыть")
    done_message = _("Закрытие записано.")

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.unit.version}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "standing": standing_at(self.unit, clock.today())}

    def save(self, form: Any) -> OrgUnit:
        values = form.cleaned_data
        return services.close_unit(
            self.actor,
            unit=self.unit,
            closed_on=values["last_day"] + DAY,
            dismiss=values["dismiss"],
            version=values["version"],
        )


class FlagPage(UnitFormPage):
    form_class = FlagForm
    heading = _("Отметить признак")
    done_message = _("Признак отмечен.")

    def save(self, form: Any) -> OrgFlag:
        values = form.cleaned_data
        return services.set_flag(
            self.actor,
            unit=self.unit,
            flag=values["flag"],
            start=values["start"],
            end=after_last_day(values["last_day"]),
        )


class EndFlagPage(UnitFormPage):
    model = OrgFlag
    form_class = EndFlagForm
    heading = _("Снять признак")
    submit_title = _("Снять")
    done_message = _("Признак снят.")

    @cached_property
    def flag(self) -> OrgFlag:
        rows = OrgFlag.objects.filter(unit__in=queries.units_to_edit(self.actor))
        flag: OrgFlag | None = (
            rows.select_related("unit__parent").filter(pk=self.kwargs["pk"]).first()
        )
        if flag is None:
            raise Http404
        return flag

    @property
    def unit(self) -> OrgUnit:
        return self.flag.unit

    def get_lead(self) -> Text:
        return str(self.flag)

    def save(self, form: Any) -> OrgFlag:
        end = form.cleaned_data["last_day"] + DAY
        return services.end_flag(self.actor, flag=self.flag, end=end)
