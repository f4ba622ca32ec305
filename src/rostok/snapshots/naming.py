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
COUNTED_WORDS = "учтён"


@dataclass(frozen=True)
class NamedMember:
    title: str
    url: str
    unit: str
    counted: bool
    reason: str
    on: date | None


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
        titles, urls = titles_of(self.actor, members)
        return [
            NamedMember(
                titles.get((one.kind, one.member), f"запись № {one.member} удалена"),
                urls.get((one.kind, one.member), ""),
                units.get(one.unit, ""),
                one.counted,
                COUNTED_WORDS if one.counted else one.reason,
                one.day,
            )
            for one in members
        ]


def titles_of(
    actor: Actor, members: Sequence[FrozenMember]
) -> tuple[dict[tuple[str, int], str], dict[tuple[str, int], str]]:
    """Titles and addresses by kind and number; two queries for each kind."""
    titles: dict[tuple[str, int], str] = {}
    urls: dict[tuple[str, int], str] = {}
    for name in {one.kind for one in members}:
        ref_kind = member_kinds.get(name).ref_kind
        ids = {one.member for one in members if one.kind == name}
        rows: Any = kinds.get(ref_kind).model._default_manager
        titles |= {(name, pk): str(row) for pk, row in rows.in_bulk(ids).items()}
        found = links(actor, [Ref(ref_kind, pk, "") for pk in ids])
        urls |= {(name, pk): url for (_kind, pk), url in found.items()}
    return titles, urls


def named_with(members: FrozenMembers, words: str) -> FrozenMembers:
    """Those whose sorting name holds the words (normalised); a kind without names has none."""
    if not members:
        return members
    model: Any = kinds.get(member_kinds.get(members.source.kind).ref_kind).model
    if all(field.name != "norm" for field in model._meta.fields):
        return members.among(set())
    rows = model._default_manager.filter(norm__contains=words)
    return members.among(set(rows.values_list("pk", flat=True)))
