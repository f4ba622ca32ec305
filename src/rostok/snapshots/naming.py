"""Frozen members as people read them: what each is called today, where it stood then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rostok.kernel.access import Actor
from rostok.kernel.measures import member_kinds
from rostok.kernel.refs import Ref, kinds, links
from rostok.snapshots.models import Snapshot
from rostok.snapshots.queries import FrozenMember, FrozenMembers

CHUNK = 2000
PERSON = "person"
COUNTED_WORDS = "учтён"
MERGED_WORDS = "в срезе — прежняя карточка, с тех пор объединённая с этой"


@dataclass(frozen=True)
class NamedMember:
    title: str
    url: str
    unit: str
    counted: bool
    reason: str
    on: date | None
    note: str = ""
    person: int | None = None


class NamedMembers:
    """Members as a sequence that reads the names of the asked page only."""

    def __init__(self, actor: Actor, snapshot: Snapshot, found: Sequence[FrozenMember]) -> None:
        self.actor = actor
        self.snapshot = snapshot
        self.found = found

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, part: Any) -> Any:
        if isinstance(part, slice):
            return self.named(self.found[part])
        return self.named([self.found[part]])[0]

    def __iter__(self) -> Iterator[NamedMember]:
        for start in range(0, len(self), CHUNK):
            yield from self[start : start + CHUNK]

    def named(self, members: Sequence[FrozenMember]) -> list[NamedMember]:
        places = self.snapshot.places.filter(unit__in={member.unit for member in members})
        units = dict(places.values_list("unit_id", "title"))
        retired = self.retired({member.kind for member in members})
        current = {
            one.member: retired.get(one.kind, {}).get(one.member, one.member) for one in members
        }
        titles, urls = titles_of(self.actor, {(one.kind, current[one.member]) for one in members})
        return [
            NamedMember(
                titles.get((one.kind, current[one.member]), f"запись № {one.member} удалена"),
                urls.get((one.kind, current[one.member]), ""),
                units.get(one.unit, ""),
                one.counted,
                COUNTED_WORDS if one.counted else one.reason,
                one.day,
                MERGED_WORDS if current[one.member] != one.member else "",
                current[one.member] if one.kind == PERSON else None,
            )
            for one in members
        ]

    def retired(self, names: set[str]) -> dict[str, dict[int, int]]:
        """By kind, the rows that gave way to others since, with those that stand for them."""
        return {name: member_kinds.get(name).retired() for name in names}


def titles_of(
    actor: Actor, members: set[tuple[str, int]]
) -> tuple[dict[tuple[str, int], str], dict[tuple[str, int], str]]:
    """Titles and addresses by kind and number; two queries for each kind."""
    titles: dict[tuple[str, int], str] = {}
    urls: dict[tuple[str, int], str] = {}
    for name in {kind for kind, _number in members}:
        ref_kind = member_kinds.get(name).ref_kind
        ids = {number for kind, number in members if kind == name}
        rows: Any = kinds.get(ref_kind).model._default_manager
        titles |= {(name, pk): str(row) for pk, row in rows.in_bulk(ids).items()}
        found = links(actor, [Ref(ref_kind, pk, "") for pk in ids])
        urls |= {(name, pk): url for (_kind, pk), url in found.items()}
    return titles, urls


def named_with(members: FrozenMembers, words: str) -> FrozenMembers:
    """Those whose sorting name holds the words (normalised); a kind without names has none.

    A merged card is found by its own name and by that of the card it joined.
    """
    if not members:
        return members
    model: Any = kinds.get(member_kinds.get(members.source.kind).ref_kind).model
    if all(field.name != "norm" for field in model._meta.fields):
        return members.among(set())
    rows = model._default_manager.filter(norm__contains=words)
    ids = set(rows.values_list("pk", flat=True))
    retired = member_kinds.get(members.source.kind).retired()
    return members.among(ids | {old for old, new in retired.items() if new in ids})
