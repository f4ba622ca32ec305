"""Two years of a unit, several units of a year, and who stands behind a change."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.indicators import permissions
from rostok.indicators.catalogue import years_of
from rostok.indicators.comparing.change import TERM_TITLES
from rostok.indicators.comparing.lists import PlacesTable, YearsTable
from rostok.indicators.comparing.movers import movers_of
from rostok.indicators.comparing.places import (
    MOST,
    places_rows,
    units_offered,
    units_to_compare,
)
from rostok.indicators.comparing.years import TwoYears, YearsRow
from rostok.indicators.lists import MemberRows, MemberTable
from rostok.indicators.members import COUNTED
from rostok.indicators.views.base import OneIndicatorPage, SystemPage, Tab
from rostok.indicators.views.members import note_members, note_named
from rostok.kernel.access import holds
from rostok.kernel.pages import Crumbs, ListPage, Text
from rostok.orgs.models import OrgUnit


class TwoYearsPage(SystemPage):
    """A page about a unit in the year of the address and in an earlier one, `from`."""

    @cached_property
    def earlier(self) -> int:
        asked = self.request.GET.get("from", "") or str(self.year - 1)
        years = years_of(self.system)
        if not asked.isdecimal() or int(asked) not in years:
            if "from" in self.request.GET:
                raise Http404
            return years[0]
        return int(asked)

    @cached_property
    def pair(self) -> tuple[int, int]:
        """The earlier year first, whichever way they were chosen."""
        first, second = sorted((self.earlier, self.year))
        return first, second

    @cached_property
    def two_years(self) -> TwoYears:
        return TwoYears(self.actor, self.system, self.unit, *self.pair)

    @cached_property
    def sees_names(self) -> bool:
        return holds(self.actor, permissions.VIEW_MEMBERS, self.unit)


class YearsPage(TwoYearsPage, ListPage):
    """What changed from one year to another: because of people, of facts, of the method."""

    template_name = "indicators/compare_years.html"
    table_class = YearsTable

    def get_heading(self) -> Text:
        return _("Что изменилось и почему")

    def get_lead(self) -> Text:
        return f"{self.unit.title_then}, {self.pair[0]} и {self.pair[1]} годы"

    @property
    def export_name(self) -> str:  # type: ignore[override]
        return f"Сравнение {self.pair[0]} и {self.pair[1]} {self.unit.short_title_then}"

    def get_queryset(self) -> Any:
        return list(self.two_years.rows())

    def get_table_options(self) -> dict[str, Any]:
        return {"years": self.pair, "behind": self.behind}

    def behind(self, row: YearsRow) -> list[tuple[Text, int, str]]:
        """(term, how many, address) of the terms that somebody stands behind."""
        names = self.sees_names
        return [
            (TERM_TITLES[term], number, self.who(row, term) if names else "")
            for term, number in row.counts.items()
            if number
        ]

    def who(self, row: YearsRow, term: str) -> str:
        first, second = self.pair
        params = {"year": second, "from": first, "term": term}
        return self.address("indicators:movers", row.indicator.code, **params)

    def get_crumbs(self) -> Crumbs:
        title = f"Показатели, {self.year} год"
        return [*super().get_crumbs(), (title, self.address("indicators:dashboard"))]

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "years": years_of(self.system),
            "first": self.pair[0],
            "second": self.pair[1],
            "places_url": places_address(self),
        }


def places_address(page: SystemPage) -> str:
    return page.address("indicators:compare_places", **{"with": page.unit.pk})


class MoversPage(TwoYearsPage, OneIndicatorPage, ListPage):
    """Who entered, left, gained or lost the fact, or is seen otherwise by the new method."""

    template_name = "indicators/movers.html"
    table_class = MemberTable

    def get_heading(self) -> Text:
        return TERM_TITLES[self.term]

    def get_lead(self) -> Text:
        return (
            f"{self.indicator.title}. {self.unit.title_then}, {self.pair[0]} и {self.pair[1]} годы"
        )

    @property
    def export_name(self) -> str:  # type: ignore[override]
        return f"{self.indicator.code} {TERM_TITLES[self.term]} {self.unit.short_title_then}"

    @cached_property
    def term(self) -> str:
        asked = self.request.GET.get("term", "")
        return asked if asked in TERM_TITLES else "entered"

    @cached_property
    def compared(self) -> YearsRow:
        if not self.sees_names or self.pair[0] == self.pair[1]:
            raise Http404
        return self.two_years.row(self.indicator.code)

    def get_queryset(self) -> Any:
        ids = getattr(self.compared.moved, self.term)
        if not ids:
            return []
        then, now = self.two_years.questions(self.indicator.code)
        found = movers_of(self.term, ids, self.unit.pk, then, now)
        return MemberRows(self.actor, now, found, COUNTED)

    def exported(self, rows: Any) -> None:
        note_members(self.actor, f"Кто за изменением: {self.export_name}", rows)

    def seen(self, table: Any) -> None:
        note_named(self.actor, f"Кто за изменением: {self.indicator.title}", table)

    def get_table_options(self) -> dict[str, Any]:
        return {"exclude": ("reason", "fact", "on")}

    def context(self) -> dict[str, Any]:
        counts, code = self.compared.counts, self.indicator.code
        return {
            **super().context(),
            "back": self.address("indicators:compare_years", **{"from": self.earlier}),
            "tabs": [
                Tab(
                    title,
                    self.address("indicators:movers", code, **{"from": self.earlier, "term": term}),
                    term == self.term,
                    str(counts[term]),
                )
                for term, title in TERM_TITLES.items()
                if counts[term] or term == self.term
            ],
        }


class PlacesPage(SystemPage, ListPage):
    """Up to five units side by side. No order by value: the size of each stands above."""

    template_name = "indicators/compare_places.html"
    table_class = PlacesTable

    def get_heading(self) -> Text:
        return _("Сравнить территории и организации")

    def get_lead(self) -> Text:
        return f"{self.system}, {self.year} год"

    @property
    def export_name(self) -> str:  # type: ignore[override]
        return f"Сравнение территорий {self.year}"

    @cached_property
    def units(self) -> list[OrgUnit]:
        asked = self.request.GET.getlist("with")
        found = units_to_compare(self.actor, self.system, asked, self.tree_day)
        if asked and not found:
            raise Http404
        return found or [self.unit]

    @cached_property
    def words(self) -> str:
        return self.request.GET.get("q", "").strip()

    def get_queryset(self) -> Any:
        return places_rows(self.actor, self.system, self.units, self.year)

    def get_table_options(self) -> dict[str, Any]:
        return {"units": self.units}

    def offered(self) -> Any:
        return units_offered(self.actor, self.system, self.units, self.words, self.tree_day)

    def address_of(self, units: list[OrgUnit], **params: Any) -> str:
        chosen = {"year": self.year, "with": [unit.pk for unit in units], **params}
        url = reverse("indicators:compare_places", args=[self.system.key])
        return f"{url}?{urlencode(chosen, doseq=True)}"

    def context(self) -> dict[str, Any]:
        rest = [[one for one in self.units if one != unit] for unit in self.units]
        removable = len(self.units) > 1
        may_add = len(self.units) < MOST
        offered = self.offered() if may_add else []
        return {
            **super().context(),
            "chosen": [
                (unit, self.address_of(others) if removable else "")
                for unit, others in zip(self.units, rest, strict=True)
            ],
            "offered": [(unit, self.address_of([*self.units, unit])) for unit in offered],
            "may_add": may_add,
            "most": MOST,
            "sought": self.words,
            "tabs": [
                Tab(str(year), self.address_of(self.units, year=year), year == self.year)
                for year in years_of(self.system)
            ],
        }
