"""One indicator: its passport, years and territories."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from rostok.indicators import permissions
from rostok.indicators.catalogue import is_context
from rostok.indicators.formula_words import formula_words, title_of
from rostok.indicators.lists import TerritoryTable
from rostok.indicators.queries import IndicatorRow, values_below
from rostok.indicators.views.base import OneIndicatorPage, Tab
from rostok.indicators.wording import UNIT_WORDS, target_words, value_words
from rostok.kernel.access import holds
from rostok.kernel.measures import measures
from rostok.kernel.pages import ListPage, PageAction, Text
from rostok.orgs.models import UnitKind

LEVELS = (UnitKind.MUNICIPALITY, UnitKind.ORGANISATION)
LEVEL_TITLES = {
    "": _("Ниже на ступень"),
    "municipality": _("Муниципалитеты"),
    "organisation": _("Организации"),
}


class IndicatorPage(OneIndicatorPage, ListPage):
    """Passport, the number and its years, territories down to organisations."""

    template_name = "indicators/indicator.html"
    table_class = TerritoryTable

    def get_heading(self) -> Text:
        return str(self.indicator.title)

    @property
    def export_name(self) -> str:  # type: ignore[override]
        return f"{self.indicator.code} {self.unit.short_title} {self.year}"

    @cached_property
    def level(self) -> str:
        asked = self.request.GET.get("level", "")
        return asked if asked in LEVELS else ""

    def get_queryset(self) -> Any:
        return values_below(
            self.actor, self.system, self.unit, self.indicator.code, self.year, self.level
        )

    def get_table_options(self) -> dict[str, Any]:
        unplanned = () if self.row.has_plan else ("target", "state")
        return {"indicator": self.indicator, "exclude": unplanned}

    def get_actions(self) -> list[PageAction]:
        actions = []
        if self.may_open_members():
            url = self.address("indicators:members", self.indicator.code)
            actions.append(PageAction(_("Кто за числом"), url, "primary"))
        if not is_context(self.indicator) and holds(self.actor, permissions.SET_TARGETS, self.unit):
            url = self.address("indicators:target", self.indicator.code)
            actions.append(PageAction(_("Изменить план"), url))
        return actions

    def context(self) -> dict[str, Any]:
        code = self.indicator.code
        planned = self.system.current_version.section("measures").by_name
        return {
            **super().context(),
            "tabs": self.year_tabs("indicators:indicator", code),
            "level_tabs": [
                Tab(
                    title,
                    self.address("indicators:indicator", code, level=level),
                    level == self.level,
                )
                for level, title in LEVEL_TITLES.items()
            ],
            "unit_words": UNIT_WORDS[self.indicator.unit],
            "years": years_in_words(self.row),
            "formula_words": formula_words(self.question.formula, planned),
            "sources": [
                (title_of(name, planned), name in measures)
                for name in self.question.formula.measures()
            ],
            "members_url": self.address("indicators:members", code),
        }


def years_in_words(row: IndicatorRow) -> list[tuple[int | str, str, str]]:
    """(year, fact, plan) for the table beside the chart."""
    targets = dict(row.target_points)
    unit, better = row.indicator.unit, row.indicator.better
    return [
        (year, value_words(value, unit), target_words(targets.get(year), unit, better))
        for year, value in row.points
    ]
