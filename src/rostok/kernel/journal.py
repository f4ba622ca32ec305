"""The journal: an entry for each thing done, in the same transaction, as a sentence."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Prefetch

from rostok.kernel.access import STRANGER, Actor
from rostok.kernel.bulk import insert_plain
from rostok.kernel.models import JournalEntry, JournalObject
from rostok.kernel.refs import ref_to
from rostok.kernel.registry import Registry
from rostok.kernel.text import norm
from rostok.kernel.timeline.places import add_places

Reaction = Callable[[Actor, JournalEntry], None]
SEARCHED = 5  # titles of so many rows are found by the words of an entry


@dataclass(frozen=True)
class JournalKind:
    """What can happen; `sentence` takes the entry's parameters by name.

    A parameter in `closed` is shown only to those who hold the right named there.
    """

    name: str
    sentence: str
    closed: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The sentence without its parameters, for a list of kinds."""
        return re.sub(r"[«(]?\{\w+\}[»)]?", "…", self.sentence).rstrip(".")


kinds: Registry[JournalKind] = Registry("journal", "Виды записей журнала")
reactions: dict[str, list[Reaction]] = defaultdict(list)


def kind(name: str, sentence: str, **closed: str) -> str:
    """Register a kind and return its name: `STARTED = kind("staff.started", "Принят: {post}")`.

    `phone="people.view_sensitive"` closes a parameter to those without the right.
    """
    made = JournalKind(name, sentence, closed)
    kinds.add(name, made, origin=name.split(".", maxsplit=1)[0])
    return name


def react_to(name: str, reaction: Reaction) -> None:
    """Call `reaction` after each entry of a kind, inside the transaction that wrote it."""
    reactions[name].append(reaction)


def record(actor: Actor, name: str, *rows: models.Model, **params: Any) -> JournalEntry:
    """Write what the actor did to the rows. Dates and numbers in `params` are stored as text."""
    kinds.get(name)
    entry = JournalEntry.objects.create(
        kind=name,
        user_id=actor.user_id,
        actor_title=actor.title,
        params={key: plain(value) for key, value in params.items()},
        actor_norm=norm(actor.title)[:200],
    )
    entry.norm = norm(". ".join([sentence_of(entry), *map(str, rows[:SEARCHED])]))
    entry.save(update_fields=["norm"])
    add_objects(entry, rows)
    for reaction in reactions[name]:
        reaction(actor, entry)
    return entry


def add_objects(entry: JournalEntry, rows: Iterable[models.Model]) -> None:
    """Tie rows to an entry; for bulk jobs, thousands at once."""
    refs = [ref_to(row) for row in rows]
    insert_plain(
        JournalObject,
        ("entry", "ref_kind", "ref_id", "title"),
        [(entry.pk, ref.kind, ref.id, ref.title[:300]) for ref in refs],
    )
    add_places(entry, {ref.kind for ref in refs})


def plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | list | dict | None) else str(value)


def sentence_of(entry: JournalEntry, actor: Actor = STRANGER) -> str:
    """The entry in words, as the actor may read it.

    A kind that no package registers any more is shown by its name.
    """
    known = kinds.find(entry.kind)
    if known is None:
        return entry.kind
    closed = {name for name, right in known.closed.items() if not actor.may(right)}
    shown = {name: value for name, value in entry.params.items() if name not in closed}
    return known.sentence.format_map(defaultdict(lambda: "…", shown))


def timeline_of(row: models.Model) -> models.QuerySet[JournalEntry]:
    """Entries about a row, newest first. Whoever may open the row may read them."""
    ref = ref_to(row)
    about = JournalObject.objects.filter(ref_kind=ref.kind, ref_id=ref.id)
    return JournalEntry.objects.filter(pk__in=about.values("entry")).prefetch_related(
        Prefetch("about")
    )
