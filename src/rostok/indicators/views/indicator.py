"""One indicator: its passport, years and territories."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from rostok.indicators import permissions
from rostok.indicators.catalogue import is_context
from rostok.indicators.formula_words import formula_words, title_of
from rostok.indicators.lists import TerritoryTable
from rostok.indicators.models import HIDDEN, SourceChoice, state_words
from rostok.indicators.queries import IndicatorRow, own_target, values_below
from rostok.indicators.reported.book import REPORTED
from rostok.indicators.views.base import OneIndicatorPage, Tab
from rostok.indicators.wording import UNIT_WORDS, difference_words, target_words, value_words
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
        return f"{self.indicator.code} {self.unit.short_title_then} {self.year}"

    @cached_property
    def level(self) -> str:
        asked = self.request.GET.get("level", "")
        return asked if asked in LEVELS else ""

    def get_queryset(self) -> Any:
        code = self.indicator.code
        rows = values_below(self.actor, self.system, self.below, code, self.year, self.level)
        if code not in self.curtain.sensitive:
            return rows
        return [self.curtain.shown(row) for row in rows]

    def get_table_options(self) -> dict[str, Any]:
        unplanned = () if self.row.has_plan else ("target", "state")
        return {"indicator": self.indicator, "exclude": unplanned}

    def get_actions(self) -> list[PageAction]:
        actions = [
            PageAction(_("Что изменилось за год"), self.address("indicators:compare_years")),
        ]
        if self.may_open_members():
            url = self.address("indicators:members", self.indicator.code)
            actions.append(PageAction(_("Кто за числом"), url, "primary"))
        if not is_context(self.indicator) and holds(self.actor, permissions.SET_TARGETS, self.unit):
            url = self.address("indicators:target", self.indicator.code)
            actions.append(PageAction(_("Изменить план"), url))
            if own_target(self.system, self.unit, self.indicator.code, self.year):
                url = self.address("indicators:return_target", self.indicator.code)
                actions.append(PageAction(_("Вернуть план положения"), url))
        return actions

    def source_url(self) -> str:
        """Where the owner of the system chooses the source; nothing for others."""
        if not holds(self.actor, permissions.CHOOSE_SOURCE, self.system.root):
            return ""
        return self.address("indicators:source", self.indicator.code)

    def by_sources(self) -> dict[str, Any]:
        """The official value and the other one, what each is called, and the difference."""
        row, now = self.row, self.row.now
        is_reported = now is not None and now.source == REPORTED
        beside = row.other_value is not None
        titles = (_("Сообщили"), _("Посчитано системой"))
        where = {"system": self.system, "year": self.year, "code": self.indicator.code}
        return {
            "fact_title": f"{titles[not is_reported]}, официально" if beside else _("Факт"),
            "other_title": titles[is_reported],
            "other_words": value_words(row.other_value, row.indicator.unit) if beside else "",
            "difference_words": difference_of(row),
            "official_words": SOURCE_WORDS.get(now.source if now else "", _("не определён")),
            "chosen": SourceChoice.objects.filter(**where).first(),
            "reported_url": self.address("indicators:reported", self.indicator.code),
            "source_url": self.source_url(),
        }

    def context(self) -> dict[str, Any]:
        code = self.indicator.code
        planned = self.system.current_version.section("measures").by_name
        return {
            **super().context(),
            **self.by_sources(),
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


SOURCE_WORDS = {
    "computed": _("считается по данным системы"),
    "reported": _("сообщают организации и территории"),
    "none": _("ещё не подключён"),
}


def difference_of(row: IndicatorRow) -> str:
    """Official less the other, where both are numbers."""
    if row.value is None or row.other_value is None or row.indicator.unit == "yes_no":
        return ""
    return difference_words(row.value - row.other_value, row.indicator.unit)


def years_in_words(row: IndicatorRow) -> list[tuple[int | str, str, str]]:
    """(year, fact, plan) for the table beside the chart."""
    targets = dict(row.target_points)
    unit, better = row.indicator.unit, row.indicator.better
    return [
        (
            year,
            state_words(HIDDEN) if year in row.hidden_years else value_words(value, unit),
            target_words(targets.get(year), unit, better),
        )
        for year, value in row.points
    ]
