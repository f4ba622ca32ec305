"""The journal: an entry for each thing done, in the same transaction, as a sentence."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Prefetch

from rostok.kernel.access import Actor
from rostok.kernel.bulk import insert_rows
from rostok.kernel.models import JournalEntry, JournalObject
from rostok.kernel.refs import ref_to
from rostok.kernel.registry import Registry

Reaction = Callable[[Actor, JournalEntry], None]


@dataclass(frozen=True)
class JournalKind:
    """What can happen; `sentence` takes the entry's parameters by name."""

    name: str
    sentence: str


kinds: Registry[JournalKind] = Registry("journal", "Виды записей журнала")
reactions: dict[str, list[Reaction]] = defaultdict(list)


def kind(name: str, sentence: str) -> str:
    """Register a kind and return its name: `STARTED = kind("staff.started", "Принят: {post}")`."""
    kinds.add(name, JournalKind(name, sentence), origin=name.split(".", maxsplit=1)[0])
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
    )
    add_objects(entry, rows)
    for reaction in reactions[name]:
        reaction(actor, entry)
    return entry


def add_objects(entry: JournalEntry, rows: Iterable[models.Model]) -> None:
    """Tie rows to an entry; for bulk jobs, thousands at once."""
    refs = [ref_to(row) for row in rows]
    insert_rows(
        [
            JournalObject(entry=entry, ref_kind=ref.kind, ref_id=ref.id, title=ref.title[:300])
            for ref in refs
        ]
    )


def plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | list | dict | None) else str(value)


def sentence_of(entry: JournalEntry) -> str:
    """The entry in words; a kind that no package registers any more is shown by its name."""
    known = kinds.find(entry.kind)
    if known is None:
        return entry.kind
    return known.sentence.format_map(defaultdict(lambda: "…", entry.params))


def timeline_of(row: models.Model) -> models.QuerySet[JournalEntry]:
    """Entries about a row, newest first. Whoever may open the row may read them."""
    ref = ref_to(row)
    about = JournalObject.objects.filter(ref_kind=ref.kind, ref_id=ref.id)
    return JournalEntry.objects.filter(pk__in=about.values("entry")).prefetch_related(
        Prefetch("about")
    )
