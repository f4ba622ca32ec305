"""What the pages of a system, and of one of its indicators, share."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.indicators import permissions
from rostok.indicators.asking import Question, question_about, tree_day
from rostok.indicators.catalogue import default_year, indicator_of, years_of
from rostok.indicators.computing import standing_now
from rostok.indicators.curtain import Curtain, curtain_for
from rostok.indicators.queries import (
    IndicatorRow,
    handed_over_since,
    levels_of,
    place_in,
    row_for,
)
from rostok.indicators.tree import Below
from rostok.kernel.access import holds
from rostok.kernel.pages import Crumbs, Page
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.queries import path_to, system_for


@dataclass(frozen=True)
class Tab:
    title: Any
    url: str
    current: bool
    count: str = ""


class SystemPage(Page):
    """A page about a system in a year at a unit; both come from the address."""

    permission = permissions.VIEW

    @cached_property
    def system(self) -> System:
        return system_for(self.actor, self.kwargs["key"])

    @cached_property
    def year(self) -> int:
        asked = self.request.GET.get("year", "")
        if not asked:
            return default_year(self.system)
        if not asked.isdecimal() or int(asked) not in years_of(self.system):
            raise Http404
        return int(asked)

    @cached_property
    def unit(self) -> OrgUnit:
        return place_in(self.actor, self.system, self.request.GET.get("unit"), self.tree_day)

    @cached_property
    def tree_day(self) -> date:
        """The day of the year by whose tree and names the page shows units."""
        return tree_day(self.system, self.year)

    def address(self, name: str, *args: Any, **params: Any) -> str:
        """A page of the same system, year and unit, with some of them changed."""
        values = {"year": self.year, "unit": self.unit.pk, **params}
        query = "&".join(
            f"{key}={value}" for key, value in values.items() if value not in ("", None)
        )
        return f"{reverse(name, args=[self.system.key, *args])}?{query}"

    def year_tabs(self, name: str, *args: Any) -> list[Tab]:
        return [
            Tab(str(year), self.address(name, *args, year=year), year == self.year)
            for year in years_of(self.system)
        ]

    def get_crumbs(self) -> Crumbs:
        return [
            (_("Системы"), reverse("orgs:systems")),
            (str(self.system), self.system.get_absolute_url()),
        ]

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "system": self.system,
            "unit": self.unit,
            "year": self.year,
            "units_above": self.units_above(),
        }

    def units_above(self) -> list[tuple[OrgUnit, str]]:
        """The way from the system's root down to the unit, as far as the actor may see."""
        above: Iterable[OrgUnit] = [self.unit]
        if self.unit.pk != self.system.root_id:
            above = path_to(self.unit).below(self.system.root)
            above = above.visible_to(self.actor, self.permission).with_names_on(self.tree_day)
        return [(unit, f"?year={self.year}&unit={unit.pk}") for unit in above]


class OneIndicatorPage(SystemPage):
    @cached_property
    def indicator(self) -> Any:
        return indicator_of(self.system, self.kwargs["code"], self.year)

    @cached_property
    def question(self) -> Question:
        return question_about(self.system, self.indicator, self.year)

    @cached_property
    def curtain(self) -> Curtain:
        return curtain_for(self.actor, self.system)

    @cached_property
    def row(self) -> IndicatorRow:
        """The value from the facts of this moment, so that it equals the list behind it.

        Who may not see the list of a sensitive number sees the stored value, as everywhere: two
        moments of one number would tell of whoever came between them.
        """
        stored = row_for(self.curtain, self.system, self.unit, self.indicator, self.year)
        if self.curtain.guards(self.indicator.code, self.unit.pk):
            return stored
        fresh = standing_now(self.system, self.indicator, self.year, self.unit)
        level = levels_of(self.system, self.year).get(self.indicator.code, "")
        return replace(stored.with_value(fresh.value), beside=fresh.reported, level=level)

    @cached_property
    def below(self) -> Below:
        """The unit with all that stood below it when the year ended."""
        return Below.on(self.unit.pk, self.tree_day)

    def may_open_members(self) -> bool:
        return holds(self.actor, permissions.VIEW_MEMBERS, self.unit)

    def get_crumbs(self) -> Crumbs:
        title = f"Показатели, {self.year} год"
        return [*super().get_crumbs(), (title, self.address("indicators:dashboard"))]

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "indicator": self.indicator,
            "row": self.row,
            "question": self.question,
            "handed_over": handed_over_since(self.actor, self.below),
            "stored_differs": self.row.differs,
            "may_open_members": self.may_open_members(),
        }
