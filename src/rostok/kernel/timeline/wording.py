"""Entries as lines that a person reads: when, who, what, about whom, with links they may open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.apps import apps
from django.utils import timezone

from rostok.kernel.access import Actor
from rostok.kernel.journal import kinds, sentence_of
from rostok.kernel.models import JournalEntry, JournalObject
from rostok.kernel.refs import Ref, links
from rostok.kernel.refs import kinds as ref_kinds
from rostok.kernel.timeline.reading import objects_of

OTHER_GROUPS = {"imports": "Загрузка таблиц", "demo": "Показательные данные", "backup": "Копии"}


@dataclass(frozen=True)
class About:
    title: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """`more` is how many rows the entry is about beside those in `about`."""

    at: datetime
    who: str
    sentence: str
    about: list[About]
    more: int
    group: str


@dataclass(frozen=True)
class Day:
    day: date
    lines: list[Line]


def lines_of(actor: Actor, entries: list[JournalEntry], *, on: Ref | None = None) -> Iterable[Line]:
    """Lines as the actor may read them; on the page of a row the row itself is not named."""
    objects = objects_of(entries)
    refs = [
        Ref(row.ref_kind, row.ref_id, row.title) for rows, _ in objects.values() for row in rows
    ]
    addresses = links(actor, refs)
    for entry in entries:
        rows, number = objects.get(entry.pk, ([], 0))
        others = [row for row in rows if on is None or not is_about(row, on)]
        yield Line(
            at=timezone.localtime(entry.at),
            who=entry.actor_title,
            sentence=sentence_of(entry, actor),
            about=named(actor, others, addresses),
            more=max(0, number - len(rows)),
            group=group_title(entry.kind),
        )


def ref_of(row: JournalObject) -> Ref:
    return Ref(row.ref_kind, row.ref_id, row.title)


def is_about(row: JournalObject, ref: Ref) -> bool:
    return (row.ref_kind, row.ref_id) == (ref.kind, ref.id)


def named(
    actor: Actor, rows: list[JournalObject], addresses: dict[tuple[str, int], str]
) -> list[About]:
    """Each page and each title once; rows that the actor may not open stand as plain titles."""
    shown: list[About] = []
    for row in rows:
        url, title = addresses.get((row.ref_kind, row.ref_id), ""), title_of(actor, row)
        if not any(one.title == title or (url and one.url == url) for one in shown):
            shown.append(About(title, url))
    return shown


def title_of(actor: Actor, row: JournalObject) -> str:
    """Who may see no row of a kind anywhere reads only what kind it is: «Человек»."""
    kind = ref_kinds.find(row.ref_kind)
    if kind is None or actor.may(kind.permission):
        return row.title
    return kind.title


def by_days(lines: Iterable[Line]) -> list[Day]:
    return [Day(day, list(part)) for day, part in groupby(lines, lambda line: line.at.date())]


def group_title(kind: str) -> str:
    """The part of the product that writes entries of a kind."""
    label = kind.split(".", maxsplit=1)[0]
    if label in OTHER_GROUPS:
        return OTHER_GROUPS[label]
    try:
        return str(apps.get_app_config(label).verbose_name)
    except LookupError:
        return label


def kinds_by_group() -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds under the titles of their groups; «вся группа» stands first as `label.`."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in sorted(kinds.values(), key=lambda kind: kind.title):
        label = kind.name.split(".", maxsplit=1)[0]
        whole = [(f"{label}.", f"{group_title(kind.name)}: все")]
        groups.setdefault(label, whole).append((kind.name, kind.title))
    return sorted((group_title(label), choices) for label, choices in groups.items())
