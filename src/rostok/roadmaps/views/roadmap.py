"""The roadmap as a table, an action with all its occurrences."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.indicators.queries import nearest_system
from rostok.kernel.access import holds
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.pages import Crumbs, DetailPage, ListPage, Page, PageAction, Text
from rostok.roadmaps import permissions
from rostok.roadmaps.lists import OccurrenceFilter, OccurrenceTable, Told, told
from rostok.roadmaps.models import Action, Roadmap
from rostok.roadmaps.queries import action_for, occurrences_of, standing_of
from rostok.roadmaps.views.base import RoadmapPage

LAST_ENTRIES = 30


class StartPage(Page):
    """The menu's «Дорожная карта»: that of the nearest system, else the list of systems."""

    permission = permissions.VIEW

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        system = nearest_system(self.actor)
        nearest = Roadmap.objects.filter(system=system).select_related("system").first()
        return redirect(nearest) if nearest else redirect("orgs:systems")


class TablePage(RoadmapPage, ListPage):
    """What is due in a year, by direction, party, term and state."""

    template_name = "roadmaps/roadmap.html"
    heading = _("Дорожная карта")
    table_class = OccurrenceTable
    filterset_class = OccurrenceFilter

    def get_lead(self) -> Text:
        return self.roadmap.title

    @property
    def export_name(self) -> str:  # type: ignore[override]
        return f"Дорожная карта {self.roadmap.system} {self.year}"

    def get_queryset(self) -> Any:
        return occurrences_of(self.actor, self.roadmap).filter(year=self.year)

    def filterset(self) -> Any:
        return self.filterset_class(
            self.request.GET or None,
            queryset=self.get_queryset(),
            request=self.request,
            roadmap=self.roadmap,
            today=self.today,
        )

    def get_table_options(self) -> dict[str, Any]:
        return {"today": self.today}

    def context(self) -> dict[str, Any]:
        standing = standing_of(self.get_queryset(), self.today)
        return {**super().context(), "tabs": self.year_tabs(), "standing": standing}


class ActionPage(DetailPage):
    """A row of the text with all its occurrences and its history."""

    permission = permissions.VIEW
    model = Action
    template_name = "roadmaps/action.html"

    @cached_property
    def action(self) -> Action:
        return action_for(self.actor, self.kwargs["pk"])

    @property
    def object(self) -> Any:
        return self.action

    def get_crumbs(self) -> Crumbs:
        roadmap = self.action.roadmap
        return [
            (str(roadmap.system), roadmap.system.get_absolute_url()),
            (_("Дорожная карта"), roadmap.get_absolute_url()),
        ]

    def get_actions(self) -> list[PageAction]:
        if not (self.action.is_in_force and holds(self.actor, permissions.MANAGE, self.action)):
            return []
        return [PageAction(_("Отменить актом"), reverse("roadmaps:cancel", args=[self.action.pk]))]

    def occurrences(self) -> list[Told]:
        rows = occurrences_of(self.actor, self.action.roadmap).filter(action=self.action)
        return [told(row, self.action.roadmap.system.today) for row in rows]

    def context(self) -> dict[str, Any]:
        entries = timeline_of(self.action)[:LAST_ENTRIES]
        return {
            **super().context(),
            "action": self.action,
            "occurrences": self.occurrences(),
            "timeline": [(entry, sentence_of(entry, self.actor)) for entry in entries],
        }
