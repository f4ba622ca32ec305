"""The list of systems and the passport of one."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import holds
from rostok.kernel.pages import ContentPage, Crumbs, ListPage, PageAction, Text, opens
from rostok.orgs import permissions, queries
from rostok.orgs.lists import SystemTable
from rostok.orgs.models import System
from rostok.packs.fields import LEVEL_TITLES
from rostok.packs.models import PackVersion
from rostok.packs.sections import Part


@dataclass(frozen=True)
class Tab:
    title: str
    url: str
    current: bool
    count: int


class SystemListPage(ListPage):
    permission = permissions.VIEW_SYSTEMS
    heading = _("Системы")
    lead = _("Где и по какому положению работает научно-методическое сопровождение.")
    table_class = SystemTable
    export_name = "Системы"

    def get_queryset(self) -> Any:
        return queries.systems_for_list(self.actor)

    def get_actions(self) -> list[PageAction]:
        if not self.actor.may(permissions.ACTIVATE):
            return []
        return [PageAction(_("Ввести положение в действие"), reverse("orgs:activate"), "primary")]


class SystemPage(ContentPage):
    """The passport: regulation, territory, time, and who takes part with what functions."""

    permission = permissions.VIEW_SYSTEMS
    template_name = "orgs/system.html"

    @cached_property
    def system(self) -> System:
        return queries.system_for(self.actor, self.kwargs["key"])

    @cached_property
    def version(self) -> PackVersion:
        return self.system.current_version

    @cached_property
    def parts(self) -> list[Part]:
        return queries.parties_of(self.system)

    @cached_property
    def part(self) -> Part | None:
        """The level asked for; without one, the level of the system."""
        asked = self.request.GET.get("level")
        by_key = {part.key: part for part in self.parts}
        if asked and asked not in by_key:
            raise Http404
        first = self.parts[0] if self.parts else None
        return by_key.get(asked or self.version.level, first)

    def get_heading(self) -> Text:
        return str(self.system)

    def get_lead(self) -> Text:
        return self.version.title

    def get_crumbs(self) -> Crumbs:
        return [(_("Системы"), reverse("orgs:systems"))]

    def get_actions(self) -> list[PageAction]:
        """Where the work goes on for the reader; upper packages may be absent."""
        key = self.system.key
        found = [
            (_("Показатели"), address_of("indicators:dashboard", key), "primary"),
            (_("Дорожная карта"), address_of("roadmaps:roadmap", key), "secondary"),
            (_("Кто за что отвечает"), address_of("parties:structure", key), "secondary"),
            (_("Положение"), address_of("packs:contents", self.version.key), "secondary"),
        ]
        if holds(self.actor, permissions.VIEW, self.system.root):
            root = self.system.root.get_absolute_url()
            found.append((_("Территория и организации"), root, "secondary"))
        found.append((_("Пределы и названия"), address_of("orgs:settings", key), "secondary"))
        if holds(self.actor, permissions.ACTIVATE, self.system.root):
            found.append((_("Новая редакция"), address_of("orgs:version", key), "secondary"))
            if self.system.end is None:
                found.append((_("Завершить"), address_of("orgs:end-system", key), "secondary"))
        return [
            PageAction(title, url, kind)
            for title, url, kind in found
            if url and opens(self.actor, url)
        ]

    def tabs(self) -> list[Tab]:
        return [
            Tab(
                part.title,
                f"?level={part.key}#parties",
                part is self.part,
                len(part.context["parties"]),
            )
            for part in self.parts
        ]

    def context(self) -> dict[str, Any]:
        root = self.system.root
        return {
            **super().context(),
            "system": self.system,
            "version": self.version,
            "level_title": LEVEL_TITLES[self.version.level],
            "passport": self.version.read.sections.get("pack"),
            "counts": queries.counts_below(root, clock.today(queries.zone_of(root))),
            "tabs": self.tabs(),
            "part": self.part,
            "pack": self.version,
            "anchors": set(),
            **(self.part.context if self.part else {}),
        }


def address_of(name: str, key: str) -> str:
    """The address of a page of another package, if the package is there."""
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""
