"""What packs share about personal data: purposes of consents with their texts, terms of keeping."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated

from rostok.packs.content import PackContent
from rostok.packs.fields import Noted, PackModel, Slug, Text
from rostok.packs.names import Names
from rostok.packs.problems import Problem
from rostok.packs.sections import Section, add_section


class TextVersion(Noted):
    version: Text
    start: dt.date
    text: Text


class Purpose(Noted):
    """`asks`: what for, in one sentence; `stops`: what ends when the consent is withdrawn."""

    title: Text
    asks: Text
    stops: list[Text]
    versions: list[TextVersion]


class Consents(PackModel):
    purposes: dict[Annotated[Slug, Names("purpose")], Purpose] = {}


class Term(Noted):
    title: Text
    years: int
    after: Text
    ground: Text


class Retention(PackModel):
    terms: dict[Slug, Term] = {}


def check_consents(content: PackContent) -> Iterable[Problem]:
    """Versions of a text follow one another by their first days, each with a name of its own."""
    section = content.find(Consents)
    for code, purpose in section.purposes.items() if section else ():
        path = ("purposes", code, "versions")
        starts = [one.start for one in purpose.versions]
        if starts != sorted(set(starts)):
            yield content.problem("consents", path, "редакции идут не по порядку дней")
        if len({one.version for one in purpose.versions}) < len(starts):
            yield content.problem("consents", path, "две редакции под одним номером")


CONSENTS = add_section(
    Section(
        name="consents",
        file="consents.yaml",
        schema=Consents,
        base=Consents,
        inherits=frozenset(),
        title="Согласия",
        order=110,
        check=check_consents,
        kinds={"purpose": "цель согласия"},
    ),
    origin="privacy",
)
RETENTION = add_section(
    Section(
        name="retention",
        file="retention.yaml",
        schema=Retention,
        base=Retention,
        inherits=frozenset(),
        title="Сроки хранения",
        order=111,
    ),
    origin="privacy",
)
