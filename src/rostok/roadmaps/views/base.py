"""What pages of a roadmap, an action and an occurrence share."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import holds
from rostok.kernel.pages import Crumbs, ListPage, ObjectPage, Page, visible_or_404
from rostok.roadmaps import permissions
from rostok.roadmaps.models import Occurrence, Roadmap
from rostok.roadmaps.queries import nearest_year, roadmap_of, years_of, years_shown
from rostok.roadmaps.views.acts import acts_of

MOST_PRINTED = 500


@dataclass(frozen=True)
class Tab:
    title: Any
    url: str
    current: bool
    count: str = ""


class RoadmapPage(Page):
    """A page of one roadmap in a year, both named in the address."""

    permission = permissions.VIEW

    @cached_property
    def roadmap(self) -> Roadmap:
        return roadmap_of(self.actor, self.kwargs["key"])

    @cached_property
    def today(self) -> date:
        return self.roadmap.system.today

    @cached_property
    def due_years(self) -> list[int]:
        return years_of(self.roadmap)

    @cached_property
    def years(self) -> list[int]:
        return years_shown(self.roadmap, self.due_years)

    @cached_property
    def year(self) -> int:
        asked = self.request.GET.get("year", "")
        if not asked:
            return nearest_year(self.due_years or self.years, self.today)
        if not asked.isdecimal() or int(asked) not in self.years:
            raise Http404
        return int(asked)

    def address(self, name: str = "roadmap", **params: Any) -> str:
        query = urlencode({"year": self.year, **params})
        return f"{reverse(f'roadmaps:{name}', args=[self.roadmap.system.key])}?{query}"

    def year_tabs(self, name: str = "roadmap") -> list[Tab]:
        return [
            Tab(str(year), self.address(name, year=year), year == self.year) for year in self.years
        ]

    def get_crumbs(self) -> Crumbs:
        system = self.roadmap.system
        return [
            (_("Системы"), reverse("orgs:systems")),
            (str(system), system.get_absolute_url()),
        ]

    def may(self, right: str) -> bool:
        return holds(self.actor, right, self.roadmap)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "roadmap": self.roadmap,
            "year": self.year,
            "today": self.today,
            **acts_of(self),
        }


class Printable(ListPage):
    """A list that `?whole` shows on one page, so that a printer gets every row."""

    def page_size(self) -> int:
        return MOST_PRINTED if "whole" in self.request.GET else super().page_size()

    def context(self) -> dict[str, Any]:
        whole = "" if "whole" in self.request.GET else self.address_with(whole="1")
        return {**super().context(), "whole_url": whole}


class OccurrencePage(ObjectPage):
    """A page about one occurrence."""

    permission = permissions.VIEW
    model = Occurrence

    @cached_property
    def occurrence(self) -> Occurrence:
        rows = Occurrence.objects.with_actions()
        found: Occurrence = visible_or_404(self.actor, self.permission, rows, pk=self.kwargs["pk"])
        return found

    @property
    def object(self) -> Any:
        return self.occurrence

    @cached_property
    def today(self) -> date:
        return self.occurrence.roadmap.system.today

    def get_crumbs(self) -> Crumbs:
        system = self.occurrence.roadmap.system
        roadmap = reverse("roadmaps:roadmap", args=[system.key])
        return [
            (str(system), system.get_absolute_url()),
            (_("Дорожная карта"), f"{roadmap}?year={self.occurrence.year}"),
        ]


class OccurrenceInside(OccurrencePage):
    """A page below the occurrence's own: a form or a question about it."""

    def get_lead(self) -> str:
        return str(self.occurrence)

    def get_crumbs(self) -> Crumbs:
        place = self.occurrence.get_absolute_url()
        return [*super().get_crumbs(), (_("Мероприятие"), place)]
