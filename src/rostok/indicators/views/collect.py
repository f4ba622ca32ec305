"""Gathering: who has sent and who has not, what is asked, one indicator over all units."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.indicators import permissions, services
from rostok.indicators.catalogue import indicators_of
from rostok.indicators.models import Collected, DataForm, Level, SourceChoice
from rostok.indicators.models.reported import OPEN_STATES
from rostok.indicators.pack import Indicator
from rostok.indicators.reported.forms import CollectForm, SourceForm
from rostok.indicators.reported.lists import FormTable
from rostok.indicators.reported.reads import (
    acceptable_forms,
    collected_titles,
    completeness_below,
    counted_by_group,
    forms_gathered,
    reminder_text,
)
from rostok.indicators.reported.rows import FormRow
from rostok.indicators.reported.unit_rows import rows_of_units
from rostok.indicators.reported.words import GROUPS
from rostok.indicators.views.base import OneIndicatorPage, SystemPage, Tab
from rostok.indicators.views.reported import saved_row
from rostok.kernel.access import holds
from rostok.kernel.pages import Crumbs, FormPage, ListPage, PageAction, Text
from rostok.orgs.models import UnitKind

UNITS_ON_PAGE = 50
Rows = list[tuple[FormRow, bool]]


class CollectPage(SystemPage, ListPage):
    """Completeness by territory, the forms by state, a reminder ready to be copied."""

    template_name = "indicators/reported/collect.html"
    table_class = FormTable

    def get_heading(self) -> Text:
        return _("Сбор показателей")

    def get_lead(self) -> Text:
        return f"{self.unit.title_then}, {self.year} год"

    @property
    def export_name(self) -> str:  # type: ignore[override]
        return f"Отчётность {self.unit.short_title_then} {self.year}"

    @cached_property
    def group(self) -> str:
        asked = self.request.GET.get("state", "")
        return asked if asked in GROUPS else ""

    @cached_property
    def forms(self) -> Any:
        return forms_gathered(self.actor, self.system, self.year, self.unit)

    def get_queryset(self) -> Any:
        return self.forms.filter(state__in=GROUPS[self.group][1]) if self.group else self.forms

    def get_table_options(self) -> dict[str, Any]:
        return {"above": True, "exclude": ("year",)}

    def get_crumbs(self) -> Crumbs:
        title = f"Показатели, {self.year} год"
        return [*super().get_crumbs(), (title, self.address("indicators:dashboard"))]

    @cached_property
    def is_owner(self) -> bool:
        return holds(self.actor, permissions.COLLECT, self.system.root)

    def get_actions(self) -> list[PageAction]:
        accept = self.accepting()
        if not self.is_owner:
            return accept
        query = f"?system={self.system.key}&year={self.year}"
        load = reverse("kernel:import_upload", args=["indicators.reported"]) + query
        return [
            *accept,
            PageAction(_("Назначить сбор"), self.address("indicators:assign"), "primary"),
            PageAction(_("Загрузить таблицу"), load),
        ]

    def accepting(self) -> list[PageAction]:
        """To the forms of the territory that wait for the actor's acceptance."""
        if not self.actor.may(permissions.COLLECT):
            return []
        number = acceptable_forms(self.actor, self.system, self.year, self.unit).count()
        url = self.address("indicators:accept_many")
        return [PageAction(f"Принять формы: {number}", url)] if number else []

    def context(self) -> dict[str, Any]:
        counts = counted_by_group(self.forms)
        late = self.forms.filter(state__in=OPEN_STATES)
        titles = {"": _("Все"), **{name: title for name, (title, _states) in GROUPS.items()}}
        return {
            **super().context(),
            "tabs": self.year_tabs("indicators:collect"),
            "state_tabs": [
                Tab(
                    title,
                    self.address("indicators:collect", state=name),
                    name == self.group,
                    str(counts[name or "all"]),
                )
                for name, title in titles.items()
            ],
            "counts": counts,
            "territories": completeness_below(self.actor, self.system, self.year, self.unit),
            "reminder": reminder_text(self.year, late),
            "collected": [
                (
                    title,
                    level,
                    self.address("indicators:reported", code),
                    self.address("indicators:stop", code),
                )
                for code, title, level in collected_titles(self.system, self.year)
            ],
            "is_owner": self.is_owner,
        }


class AssignPage(SystemPage, FormPage):
    """What is asked for a year, of whom, by when."""

    permission = permissions.COLLECT
    form_class = CollectForm
    submit_title = _("Назначить")
    done_message = _("Сбор назначен: формы открыты.")

    def get_heading(self) -> Text:
        return _("Назначить сбор")

    def get_lead(self) -> Text:
        return f"{self.system}, {self.year} год"

    def get_crumbs(self) -> Crumbs:
        return [
            *super().get_crumbs(),
            (_("Сбор показателей"), self.address("indicators:collect")),
        ]

    def form_options(self) -> dict[str, Any]:
        if not holds(self.actor, permissions.COLLECT, self.system.root):
            raise Http404
        indicators = indicators_of(self.system, self.year)
        return {
            **super().form_options(),
            "indicators": [(one.code, named(one)) for one in indicators],
            "levels": levels_below(self.system.root.kind),
        }

    def get_initial(self) -> dict[str, Any]:
        asked = Collected.objects.filter(system=self.system, year=self.year)
        codes = list(asked.values_list("code", flat=True))
        return {"level": Level.ORGANISATION, "codes": codes or self.codes_by_pack()}

    def codes_by_pack(self) -> list[str]:
        """What the regulation itself says is reported."""
        return [
            one.code
            for one in indicators_of(self.system, self.year)
            if isinstance(one, Indicator) and one.value.kind == "reported"
        ]

    def save(self, form: Any) -> Any:
        return services.assign_collection(
            self.actor, system=self.system, year=self.year, **form.cleaned_data
        )

    def success_url(self, _done: Any) -> str:
        return self.address("indicators:collect")


def named(indicator: Any) -> str:
    number = getattr(indicator, "printed_number", None)
    return f"{number}. {indicator.title}" if number else str(indicator.title)


def levels_below(kind: str) -> list[tuple[str, Any]]:
    """Levels that a system rooted at such a unit has."""
    order = [UnitKind.REGION, UnitKind.MUNICIPALITY, UnitKind.ORGANISATION]
    first = order.index(UnitKind(kind)) if kind in order else 0
    labels = dict(Level.choices)
    return [(level.value, labels[level.value]) for level in reversed(order[first:])]


class UnitsPage(OneIndicatorPage):
    """One indicator, its units as rows: for whoever fills in for all their organisations."""

    template_name = "indicators/reported/units.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without JavaScript: all that was changed on the page, refusals at their rows."""
        self.own, self.parts = self.after_saving(self.own), self.after_saving(self.parts)
        if any(row.error for row, _can in [*self.own, *self.parts]):
            return self.answer(status=422)
        messages.success(request, "Сохранено.")
        return redirect(request.get_full_path())

    def after_saving(self, rows: Rows) -> Rows:
        data = self.request.POST
        return [(saved_row(self.actor, row, data) if can else row, can) for row, can in rows]

    def get_heading(self) -> Text:
        return _("Отчётные значения")

    def get_lead(self) -> Text:
        return f"{self.indicator.title}. {self.unit.title_then}, {self.year} год"

    def get_crumbs(self) -> Crumbs:
        url = self.address("indicators:indicator", self.indicator.code)
        return [*super().get_crumbs(), (str(self.indicator.title), url)]

    @cached_property
    def forms(self) -> Any:
        forms: Any = DataForm.objects.visible_to(self.actor, permissions.VIEW)
        return forms.filter(system=self.system, year=self.year).with_places()

    @cached_property
    def page_of_parts(self) -> Any:
        below = self.forms.filter(unit__parent=self.unit).order_by("unit__sort_key", "pk")
        return Paginator(below, UNITS_ON_PAGE).get_page(self.request.GET.get("page"))

    @cached_property
    def own(self) -> Rows:
        forms = list(self.forms.filter(unit=self.unit))
        return rows_of_units(self.actor, forms, self.indicator)

    @cached_property
    def parts(self) -> Rows:
        return rows_of_units(self.actor, list(self.page_of_parts), self.indicator)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "tabs": self.year_tabs("indicators:reported", self.indicator.code),
            "own": self.own,
            "rows": self.parts,
            "typed_here": any(can for _row, can in [*self.own, *self.parts]),
            "page_obj": self.page_of_parts,
        }


class SourcePage(OneIndicatorPage, FormPage):
    """The official source of the indicator in the year."""

    permission = permissions.CHOOSE_SOURCE
    form_class = SourceForm
    submit_title = _("Выбрать")
    done_message = _("Официальный источник выбран, значения пересчитаны.")

    def get_heading(self) -> Text:
        return _("Официальный источник")

    def get_lead(self) -> Text:
        return f"{self.indicator.title}. {self.system}, {self.year} год"

    def get_crumbs(self) -> Crumbs:
        return [*super().get_crumbs(), (str(self.indicator.title), self.success_url(None))]

    @cached_property
    def choice(self) -> SourceChoice | None:
        if not holds(self.actor, permissions.CHOOSE_SOURCE, self.system.root):
            raise Http404
        where = {"system": self.system, "year": self.year, "code": self.indicator.code}
        return SourceChoice.objects.filter(**where).first()

    def get_initial(self) -> dict[str, Any]:
        choice = self.choice
        now = self.row.now
        return {
            "source": choice.source if choice else (now.source if now else ""),
            "ground": "",
            "version": choice.version if choice else None,
        }

    def save(self, form: Any) -> Any:
        return services.choose_source(
            self.actor,
            system=self.system,
            code=self.indicator.code,
            year=self.year,
            **form.cleaned_data,
        )

    def success_url(self, _done: Any) -> str:
        return self.address("indicators:indicator", self.indicator.code)
