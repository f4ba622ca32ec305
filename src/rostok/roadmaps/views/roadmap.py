"""The roadmap as a table, an action with all its occurrences."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.indicators.queries import nearest_system
from rostok.kernel import pages
from rostok.kernel.access import holds
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.pages import (
    ContentPage,
    Crumbs,
    DetailPage,
    PageAction,
    Text,
    visible_or_404,
)
from rostok.orgs.models import System
from rostok.roadmaps import permissions, services
from rostok.roadmaps.cascade import below_of_action
from rostok.roadmaps.filtering import OccurrenceFilter
from rostok.roadmaps.lists import OccurrenceTable, Told, told
from rostok.roadmaps.models import Action, Occurrence, Roadmap
from rostok.roadmaps.queries import (
    Figure,
    action_for,
    figures_of,
    in_order_of_text,
    occurrences_of,
    roadmaps_for,
    standing_of,
    waiting_for,
    with_proofs,
    without_roadmap,
)
from rostok.roadmaps.services.cancelling import is_of_text
from rostok.roadmaps.views.base import Printable, RoadmapPage, Tab
from rostok.roadmaps.views.handing import hand_actions

LAST_ENTRIES = 30
WAYS = (("roadmap", _("Таблица")), ("timeline", _("Шкала времени")))


class StartPage(ContentPage):
    """The menu's «Дорожная карта»: that of the nearest system, else all and what has none yet."""

    permission = permissions.VIEW
    template_name = "roadmaps/start.html"
    heading = _("Дорожные карты")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        system = nearest_system(self.actor)
        nearest = Roadmap.objects.filter(system=system).select_related("system").first()
        if nearest is not None and "all" not in request.GET:
            return redirect(nearest)
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "roadmaps": roadmaps_for(self.actor),
            "without": without_roadmap(self.actor),
        }


class DrawPage(pages.ActionPage):
    """A system whose regulation has a roadmap gets it as a living one."""

    permission = permissions.MANAGE
    model = System
    heading = _("Завести дорожную карту")
    submit_title = _("Завести")
    done_message = _("Дорожная карта заведена: назначьте исполнителей.")

    @cached_property
    def system(self) -> System:
        rows = System.objects.with_versions()
        found: System = visible_or_404(self.actor, self.permission, rows, key=self.kwargs["key"])
        return found

    @property
    def object(self) -> Any:
        return self.system

    def get_lead(self) -> Text:
        return str(self.system)

    def get_consequences(self) -> list[Text]:
        return [
            _("Строки положения станут мероприятиями, у каждого появятся сроки по годам."),
            _("Исполнителей, дни «по плану» и подтверждения добавите потом."),
        ]

    def act(self) -> Any:
        return services.draw_roadmap(self.actor, system=self.system)


class RowsPage(RoadmapPage):
    """The rows of a year under the filters of the address; page and files share them."""

    filterset_class: Any = OccurrenceFilter

    @property
    def export_name(self) -> str:
        return f"Дорожная карта {self.roadmap.system} {self.year}"

    def of_the_year(self) -> Any:
        return occurrences_of(self.actor, self.roadmap).filter(year=self.year)

    def get_queryset(self) -> Any:
        return with_proofs(self.actor, in_order_of_text(self.of_the_year()))

    def open_to_work(self) -> Any:
        """What is not closed and within the actor's right to work."""
        if not self.actor.may(permissions.WORK):
            return Occurrence.objects.none()
        rows = Occurrence.objects.visible_to(self.actor, permissions.WORK).own().unfinished()
        return rows.filter(roadmap=self.roadmap, year=self.year).order_by()

    def view_tabs(self, current: str) -> list[Tab]:
        """The same rows as a table and along the months."""
        query, key = urlencode(self.kept_params()), self.roadmap.system.key
        return [
            Tab(title, f"{reverse(f'roadmaps:{name}', args=[key])}?{query}", name == current)
            for name, title in WAYS
        ]

    def kept_params(self) -> list[tuple[str, str]]:
        """The year and the filters of the address, for a form that goes on with these rows."""
        names = [name for name in self.filterset_class.base_filters if name != "year"]
        given = [(name, self.request.GET.get(name, "")) for name in names]
        return [("year", str(self.year)), *(one for one in given if one[1])]

    def filterset(self) -> Any:
        given = self.request.GET.copy()
        given.setdefault("year", str(self.year))
        return self.filterset_class(
            given,
            queryset=self.get_queryset(),
            request=self.request,
            roadmap=self.roadmap,
            year=self.year,
            today=self.today,
        )


class TablePage(RowsPage, Printable):  # type: ignore[override] # read-only
    """What is due in a year, by direction, party, term and state."""

    template_name = "roadmaps/roadmap.html"
    heading = _("Дорожная карта")
    table_class = OccurrenceTable

    def get_heading(self) -> Text:
        return _("Дорожная карта, %(year)s год") % {"year": self.year}

    def get_lead(self) -> Text:
        return self.roadmap.title

    def export_urls(self) -> list[tuple[str, str]]:
        key, query = self.roadmap.system.key, self.address_with()
        word, days = (reverse(f"roadmaps:{name}", args=[key]) for name in ("document", "terms"))
        more = [("Word (docx)", word + query), ("Календарь (ics)", days + query)]
        return [*super().export_urls(), *more]

    @cached_property
    def acceptable(self) -> set[int]:
        """Rows of the year that wait for this very reader."""
        if not self.actor.may(permissions.ACCEPT):
            return set()
        rows = waiting_for(self.actor).own().filter(roadmap=self.roadmap, year=self.year)
        return set(rows.order_by().values_list("pk", flat=True))

    @cached_property
    def assignable(self) -> set[int]:
        """Open rows of the year for which this very reader may name who does it."""
        return set(self.open_to_work().values_list("pk", flat=True))

    def get_table_options(self) -> dict[str, Any]:
        spare = [] if "export" in self.request.GET else ["direction", "activity", "term"]
        if not self.roadmap.actions.exclude(party="").exists():
            spare.append("party")
        return {
            "today": self.today,
            "tickable": self.acceptable | self.assignable,
            "exclude": spare,
        }

    def figures(self) -> list[Figure]:
        """Each leads to the rows it counts."""
        standing = standing_of(self.of_the_year(), self.today)
        return figures_of(standing, lambda state: self.address(state=state))

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "tabs": self.year_tabs(),
            "views": self.view_tabs("roadmap"),
            "figures": self.figures(),
            "acceptable": self.acceptable,
            "assignable": self.assignable,
            "kept": self.kept_params(),
        }


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
        return [*hand_actions(self.actor, self.action), *self.governing()]

    def governing(self) -> list[PageAction]:
        if not holds(self.actor, permissions.MANAGE, self.action):
            return []
        if self.action.is_in_force:
            cancel = reverse("roadmaps:cancel", args=[self.action.pk])
            return [PageAction(_("Отменить актом"), cancel)]
        restore = reverse("roadmaps:restore", args=[self.action.pk])
        again = PageAction(_("Снова выполнять"), restore)
        return [again] if is_of_text(self.action) else []

    def occurrences(self) -> list[Told]:
        rows = occurrences_of(self.actor, self.action.roadmap).filter(action=self.action)
        return [told(row, self.action.roadmap.system.today) for row in rows]

    def context(self) -> dict[str, Any]:
        entries = timeline_of(self.action)[:LAST_ENTRIES]
        return {
            **super().context(),
            "action": self.action,
            "occurrences": self.occurrences(),
            "below": below_of_action(self.actor, self.action),
            "timeline": [(entry, sentence_of(entry, self.actor)) for entry in entries],
        }
