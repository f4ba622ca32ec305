"""The regulations as living documents: open to everybody, a page a section, an address a clause."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.pages import PUBLIC, ContentPage, Crumbs, Text
from rostok.packs.fields import LEVEL_TITLES
from rostok.packs.models import PackVersion
from rostok.packs.pack import Capabilities, Clause, Clauses
from rostok.packs.pack.text import CLAUSE_KINDS, CLAUSE_LEVELS
from rostok.packs.queries import accepted_packs, latest_version_or_404
from rostok.packs.reader import (
    PART,
    Link,
    carriers_of,
    link_to,
    pages_of,
    parts_of,
    places_of,
    tabs_of,
)
from rostok.packs.sections import Part, Section

LIST_TITLE = _("Положения")


class PackListPage(ContentPage):
    permission = PUBLIC
    template_name = "packs/list.html"
    heading = LIST_TITLE
    lead = _("Документы, по которым работают системы научно-методического сопровождения.")

    def context(self) -> dict[str, Any]:
        rows = [(row, LEVEL_TITLES[row.level]) for row in accepted_packs()]
        return {**super().context(), "versions": rows}


class RegulationPage(ContentPage):
    """A page of one regulation, in its newest accepted version."""

    permission = PUBLIC

    @cached_property
    def pack(self) -> PackVersion:
        return latest_version_or_404(self.kwargs["key"])

    def get_crumbs(self) -> Crumbs:
        return [(LIST_TITLE, reverse("packs:list"))]

    def context(self) -> dict[str, Any]:
        return {**super().context(), "pack": self.pack, "anchors": set()}


class ContentsPage(RegulationPage):
    template_name = "packs/contents.html"

    def get_heading(self) -> Text:
        return str(self.pack.short_title)

    def get_lead(self) -> Text:
        return str(self.pack.title)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "passport": self.pack.section("pack"),
            "sections": [link_to(self.pack, section) for section in pages_of(self.pack)],
        }


class InnerPage(RegulationPage):
    """A page below the contents of a regulation."""

    def get_crumbs(self) -> Crumbs:
        return [*super().get_crumbs(), (self.pack.short_title, self.pack.get_absolute_url())]


class SectionPage(InnerPage):
    template_name = "packs/section.html"

    @cached_property
    def section(self) -> Section:
        for section in pages_of(self.pack):
            if section.name == self.kwargs["section"]:
                return section
        raise Http404("Нет такого раздела")

    @cached_property
    def parts(self) -> list[Part]:
        return parts_of(self.pack, self.section)

    @cached_property
    def part(self) -> Part:
        wanted = self.request.GET.get(PART)
        if wanted is None:
            return self.parts[0]
        for part in self.parts:
            if part.key == wanted:
                return part
        raise Http404("Нет такой части раздела")

    def get_heading(self) -> Text:
        return self.section.title

    def context(self) -> dict[str, Any]:
        name = self.section.name
        tabs = tabs_of(self.pack, self.section, self.parts, self.part)
        links = [link_to(self.pack, section, name) for section in pages_of(self.pack)]
        previous, following = neighbours(tabs or links)
        return {
            **super().context(),
            "content": self.pack.section(name),
            "section_template": self.section.template,
            "wide": self.section.wide,
            "part": self.part,
            "is_last": self.part is self.parts[-1],
            "tabs": tabs,
            "sections": links,
            "previous": previous,
            "next": following,
            **self.part.context,
        }


class ClausePage(InnerPage):
    """One clause: who carries it, by what, and where it stands in the regulation."""

    template_name = "packs/clause.html"

    @cached_property
    def clauses(self) -> list[Clause]:
        return self.pack.read.of(Clauses).clauses

    @cached_property
    def clause(self) -> Clause:
        for clause in self.clauses:
            if clause.id == self.kwargs["clause"]:
                return clause
        raise Http404("Нет такого пункта")

    def get_heading(self) -> Text:
        return _("Пункт %(id)s") % {"id": self.clause.id}

    def context(self) -> dict[str, Any]:
        previous, following = neighbours([self.link_to(clause) for clause in self.clauses])
        return {
            **super().context(),
            "clause": self.clause,
            "kind": CLAUSE_KINDS[self.clause.kind],
            "level": CLAUSE_LEVELS[self.clause.level],
            "capabilities": self.capabilities(),
            "parties": carriers_of(self.pack, self.clause.id),
            "places": places_of(self.pack, self.clause.id),
            "previous": previous,
            "next": following,
        }

    def link_to(self, clause: Clause) -> Link:
        url = reverse("packs:clause", args=[self.pack.key, clause.id])
        return Link(clause.id, url, clause is self.clause)

    def capabilities(self) -> list[tuple[str, str]]:
        section = self.pack.read.find(Capabilities)
        titles = section.capabilities if section else {}
        codes = [self.clause.capability, *self.clause.also]
        return [(code, titles.get(code, "")) for code in codes]


def neighbours(links: list[Link]) -> tuple[Link | None, Link | None]:
    """The links before and after the current one."""
    at = next((index for index, link in enumerate(links) if link.current), None)
    if at is None:
        return None, None
    before = links[at - 1] if at > 0 else None
    return before, links[at + 1] if at + 1 < len(links) else None
