"""Plan against fact of a whole system."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.indicators import permissions
from rostok.indicators.catalogue import is_context
from rostok.indicators.lists import DashboardTable
from rostok.indicators.models import HIDDEN, ValueState, state_words
from rostok.indicators.queries import IndicatorRow, dashboard_rows, nearest_system
from rostok.indicators.views.base import SystemPage
from rostok.indicators.views.comparing import places_address
from rostok.kernel.access import holds
from rostok.kernel.pages import ListPage, Page, PageAction, Text


class DashboardPage(SystemPage, ListPage):
    """Plan against fact of every indicator, the regulation's first, then the context ones."""

    template_name = "indicators/dashboard.html"
    table_class = DashboardTable

    def get_heading(self) -> Text:
        return _("Показатели")

    def get_lead(self) -> Text:
        return f"{self.unit.title_then}, {self.year} год"

    @property
    def export_name(self) -> str:  # type: ignore[override]
        return f"Показатели {self.unit.short_title_then} {self.year}"

    @cached_property
    def rows(self) -> list[IndicatorRow]:
        return dashboard_rows(self.actor, self.system, self.unit, self.year)

    def get_queryset(self) -> Any:
        return [row for row in self.rows if self.shows(row)]

    def get_table_options(self) -> dict[str, Any]:
        return {"link": self.indicator_address}

    def indicator_address(self, code: str) -> str:
        return self.address("indicators:indicator", code)

    def shows(self, row: IndicatorRow) -> bool:
        """The page shows context indicators as figures; a file holds everything in one table."""
        return "export" in self.request.GET or not is_context(row.indicator)

    def get_actions(self) -> list[PageAction]:
        found = [
            PageAction(_("Сравнить годы"), self.address("indicators:compare_years")),
            PageAction(_("Сравнить территории"), places_address(self)),
            PageAction(_("Сбор показателей"), self.address("indicators:collect")),
        ]
        if holds(self.actor, permissions.RECOMPUTE, self.system.root):
            again = reverse("indicators:recompute", args=[self.system.key])
            found.append(PageAction(_("Пересчитать"), again))
        return found

    def context(self) -> dict[str, Any]:
        regulated = [row for row in self.rows if not is_context(row.indicator)]
        return {
            **super().context(),
            "tabs": self.year_tabs("indicators:dashboard"),
            "context_rows": [
                (row, self.indicator_address(row.indicator.code))
                for row in self.rows
                if is_context(row.indicator)
            ],
            "summary": summary_of(regulated),
            "moment": max((row.now.computed_at for row in self.rows if row.now), default=None),
        }


def summary_of(rows: list[IndicatorRow]) -> list[tuple[str, str, int]]:
    """How many indicators are in each state, in the order of the states."""
    return [
        (state, state_words(state), number)
        for state in (*ValueState.values, HIDDEN)
        if (number := sum(1 for row in rows if row.state == state))
    ]


class StartPage(Page):
    """The menu's «Показатели»: the dashboard of the nearest system, else the list of systems."""

    permission = permissions.VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        system = nearest_system(self.actor)
        return redirect("indicators:dashboard", system.key) if system else redirect("orgs:systems")
