"""Lists across systems: what is mine, what is late, what waits for me."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.pages import Crumbs, Text, visible_or_404
from rostok.orgs import permissions as orgs
from rostok.orgs.models import OrgUnit
from rostok.roadmaps import permissions
from rostok.roadmaps.filtering import AcrossFilter
from rostok.roadmaps.lists import AcrossTable
from rostok.roadmaps.models import CalendarFeed
from rostok.roadmaps.queries import (
    occurrences_at,
    open_of_person,
    overdue_for,
    waiting_for,
    with_proofs,
)
from rostok.roadmaps.views.base import Printable, Tab


class AcrossPage(Printable):
    """Occurrences of every system within the actor's reach, the nearest term first."""

    permission = permissions.VIEW
    template_name = "roadmaps/across.html"
    table_class = AcrossTable
    filterset_class = AcrossFilter
    name: str
    empty_title: Any
    empty_words: Any = ""

    @cached_property
    def today(self) -> Any:
        return clock.today()

    @property
    def export_name(self) -> str:  # type: ignore[override]
        return str(self.heading)

    def rows(self) -> Any:
        raise NotImplementedError

    def get_queryset(self) -> Any:
        return with_proofs(self.actor, self.rows().with_places())

    def filterset(self) -> Any:
        return self.filterset_class(
            self.request.GET or None,
            queryset=self.get_queryset(),
            request=self.request,
            today=self.today,
        )

    def get_table_options(self) -> dict[str, Any]:
        return {"today": self.today}

    def tabs(self) -> list[Tab]:
        return [
            Tab(page.heading, reverse(f"roadmaps:{page.name}"), page is type(self))
            for page in (MinePage, OverduePage, WaitingPage)
            if self.actor.may(page.permission)
        ]

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "tabs": self.tabs(),
            "empty_title": self.empty_title,
            "empty_words": self.empty_words,
        }


class MinePage(AcrossPage):
    name = "mine"
    heading = _("Мои мероприятия")
    lead = _("То, что назначено вам и ещё не принято, ближайший срок первым.")
    empty_title = _("Вам пока ничего не назначено")
    empty_words = _(
        "Исполнителя назначают на странице мероприятия. Ход работы виден в дорожной карте."
    )

    def rows(self) -> Any:
        return open_of_person(self.actor)

    def context(self) -> dict[str, Any]:
        feed = CalendarFeed.objects.filter(user=self.actor.user_id or 0).first()
        address = self.request.build_absolute_uri(feed.get_absolute_url()) if feed else ""
        return {**super().context(), "feed": address, "may_have_feed": self.actor.user_id}


class OverduePage(AcrossPage):
    name = "overdue"
    heading = _("Просрочено")
    lead = _("Срок прошёл, а на приёмку ничего не отправлено.")
    empty_title = _("Ничего не просрочено")

    def rows(self) -> Any:
        return overdue_for(self.actor, self.today)


class WaitingPage(AcrossPage):
    permission = permissions.ACCEPT
    name = "waiting"
    heading = _("Ждут моей приёмки")
    lead = _("Отправили другие; посмотрите подтверждение и примите или верните с замечанием.")
    empty_title = _("Приёмки ничего не ждёт")

    def rows(self) -> Any:
        return waiting_for(self.actor)

    def get_table_options(self) -> dict[str, Any]:
        return {"today": self.today, "all_acceptable": True}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "accepting": True}


class AtPage(AcrossPage):
    """What is due at one unit, year by year."""

    name = "at"
    heading = _("Мероприятия")
    empty_title = _("Здесь мероприятий нет")
    empty_words = _("Их передаёт территория, у которой есть дорожная карта.")

    @cached_property
    def unit(self) -> OrgUnit:
        rows = OrgUnit.objects.all()
        found: OrgUnit = visible_or_404(self.actor, orgs.VIEW, rows, pk=self.kwargs["pk"])
        return found

    def get_lead(self) -> Text:
        return str(self.unit)

    def get_crumbs(self) -> Crumbs:
        return [(str(self.unit), self.unit.get_absolute_url())]

    def rows(self) -> Any:
        return occurrences_at(self.actor, self.unit)

    def tabs(self) -> list[Tab]:
        return []
