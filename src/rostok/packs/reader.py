"""The regulation as pages: sections in order, their parts, and where each clause stands."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from rostok.packs.models import PackVersion
from rostok.packs.sections import Part, Section, in_order

PART = "part"


@dataclass(frozen=True)
class Link:
    """A link of a contents list, a row of tabs or a pair of neighbours."""

    title: str
    url: str
    current: bool = False
    count: int | None = None


def pages_of(version: PackVersion) -> list[Section]:
    """Sections that have a page, in the order of the document."""
    held = version.read.sections
    return [section for section in in_order() if section.template and section.name in held]


def parts_of(version: PackVersion, section: Section) -> list[Part]:
    """The pages of a section; one when it is not split."""
    content = version.read
    if section.parts is not None:
        return list(section.parts(content))
    named = frozenset(
        mention.name
        for name, mention in content.mentions
        if name == section.name and mention.kind == "clause"
    )
    return [Part("all", "", {"content": content.sections[section.name]}, clauses=named)]


def address(version: PackVersion, section: Section, part: Part | None = None) -> str:
    url = reverse("packs:section", args=[version.key, section.name])
    return f"{url}?{PART}={part.key}" if part else url


def address_of_part(version: PackVersion, section: Section, part: Part, parts: list[Part]) -> str:
    """The first part is the page of the section itself."""
    return address(version, section, None if part is parts[0] else part)


def link_to(version: PackVersion, section: Section, current: str = "") -> Link:
    count: Any = section.count(version.section(section.name)) if section.count else None
    return Link(section.title, address(version, section), section.name == current, count)


def tabs_of(version: PackVersion, section: Section, parts: list[Part], part: Part) -> list[Link]:
    if len(parts) == 1:
        return []
    return [
        Link(
            one.short_title or one.title, address_of_part(version, section, one, parts), one is part
        )
        for one in parts
    ]


def carriers_of(version: PackVersion, clause: str) -> list[str]:
    """Titles of those who carry a clause; the package of parties says who."""
    return [
        title
        for section in in_order()
        if section.carriers is not None and section.name in version.read.sections
        for title in section.carriers(version.section(section.name), clause)
    ]


def places_of(version: PackVersion, clause: str) -> list[Link]:
    """Pages that show a clause."""
    found = []
    for section in pages_of(version):
        parts = parts_of(version, section)
        for part in parts:
            if clause in part.clauses:
                title = f"{section.title}: {part.title}" if part.title else section.title
                found.append(Link(title, address_of_part(version, section, part, parts)))
    return found
