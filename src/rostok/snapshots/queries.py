"""Reads of snapshots: lists, members in their frozen order, values and territories."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, overload

from django.db.models import Q, QuerySet

from rostok.accounts.queries import is_held_by_others
from rostok.indicators.queries import TERRITORIES
from rostok.kernel.access import Actor, holds
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.queries import units_of
from rostok.packs.models import PackVersion
from rostok.snapshots import permissions
from rostok.snapshots.checking import tree_as_frozen
from rostok.snapshots.models import Snapshot, SnapshotFigure, SnapshotMarks, SnapshotState
from rostok.snapshots.packing import Marks, Roster, day_of_number


def snapshots_for_list(actor: Actor, system: System) -> QuerySet[Snapshot]:
    """Snapshots of a system that the actor may see, the latest day first."""
    rows: Any = Snapshot.objects.visible_to(actor, permissions.VIEW).filter(system=system)
    found: QuerySet[Snapshot] = rows.select_related("unit", "system__root")
    return found


def places_to_freeze(actor: Actor, system: System) -> QuerySet[OrgUnit]:
    """The territories of a system that the actor may make snapshots of."""
    units: Any = units_of(system)
    found: QuerySet[OrgUnit] = units.visible_to(actor, permissions.MAKE).filter(
        Q(kind__in=TERRITORIES) | Q(pk=system.root_id)
    )
    return found.order_by("norm", "pk")


def versions_of(snapshot: Snapshot) -> list[PackVersion]:
    """The versions of the regulation that the snapshot's indicators were counted by."""
    used = snapshot.figures.order_by().values("pack_version").distinct()
    return list(PackVersion.objects.filter(pk__in=used).defer("content").order_by("pk"))


def snapshots_waiting(actor: Actor) -> QuerySet[Snapshot]:
    """Snapshots that wait for the actor's approval: not those they made."""
    rows: Any = Snapshot.objects.visible_to(actor, permissions.APPROVE)
    waiting = rows.filter(state=SnapshotState.SUBMITTED).select_related("system")
    found: QuerySet[Snapshot] = (
        waiting.exclude(maker=actor.user_id) if actor.user_id is not None else waiting
    )
    return found


def is_alone_to_approve(actor: Actor, snapshot: Snapshot) -> bool:
    """Whether the actor made it, may approve, and nobody else here or above may."""
    if actor.user_id is None or actor.user_id != snapshot.maker_id:
        return False
    if not holds(actor, permissions.APPROVE, snapshot):
        return False
    return not is_held_by_others(permissions.APPROVE, snapshot.unit, but=[actor.user_id])


def snapshots_returned(actor: Actor) -> QuerySet[Snapshot]:
    """The actor's own snapshots that came back with a comment."""
    rows: Any = Snapshot.objects.visible_to(actor, permissions.MAKE)
    found: QuerySet[Snapshot] = rows.filter(
        state=SnapshotState.RETURNED, maker=actor.user_id
    ).select_related("system")
    return found


def snapshots_submitted(actor: Actor) -> QuerySet[Snapshot]:
    """The actor's own snapshots that wait for somebody's approval."""
    rows: Any = Snapshot.objects.visible_to(actor, permissions.MAKE)
    found: QuerySet[Snapshot] = rows.filter(
        state=SnapshotState.SUBMITTED, maker=actor.user_id
    ).select_related("system")
    return found


def others_to_compare(actor: Actor, snapshot: Snapshot) -> QuerySet[Snapshot]:
    """Snapshots of the same system that hold the same place, not withdrawn, the latest first."""
    rows = snapshots_for_list(actor, snapshot.system).exclude(pk=snapshot.pk)
    return rows.exclude(state=SnapshotState.WITHDRAWN)


def snapshot_by_code(code: str) -> Snapshot | None:
    """The approved snapshot of a public address."""
    found: Snapshot | None = (
        Snapshot.objects.filter(code=code, state=SnapshotState.APPROVED)
        .select_related("unit", "system__root", "pack_version")
        .first()
    )
    return found


@dataclass(frozen=True)
class FrozenMember:
    """A member as frozen: numbers, the phrase, and the day of the fact."""

    kind: str
    member: int
    unit: int
    counted: bool
    reason: str
    day: date | None


@dataclass(frozen=True)
class FrozenList:
    """One packed list, opened."""

    kind: str
    part: int
    phrases: tuple[str, ...]
    roster: Roster
    marks: Marks
    outside: bool

    def member(self, row: int) -> FrozenMember:
        """The member of a row, by its number in the list."""
        reason = self.marks.reasons[row]
        return FrozenMember(
            self.kind,
            self.roster.members[row],
            self.roster.units[row],
            reason == 0 and not self.outside,
            self.phrases[reason],
            day_of_number(self.marks.days[row]),
        )


NOBODY = FrozenList("", 0, (), Roster(), Marks(), outside=False)


class FrozenMembers(Sequence[FrozenMember]):
    """Some rows of a packed list, in its order; a member is made of a row when it is looked at."""

    def __init__(self, source: FrozenList, rows: Sequence[int]) -> None:
        self.source = source
        self.rows = rows

    @classmethod
    def all_of(cls, source: FrozenList) -> "FrozenMembers":
        return cls(source, range(len(source.roster)))

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, part: int) -> FrozenMember: ...
    @overload
    def __getitem__(self, part: slice) -> "FrozenMembers": ...
    def __getitem__(self, part: int | slice) -> "FrozenMember | FrozenMembers":
        if isinstance(part, slice):
            return FrozenMembers(self.source, self.rows[part])
        return self.source.member(self.rows[part])

    def at(self, units: set[int] | None) -> "FrozenMembers":
        """Those placed at the units; None stands for all of the snapshot."""
        if units is None:
            return self
        placed = self.source.roster.units
        return FrozenMembers(self.source, [row for row in self.rows if placed[row] in units])

    def among(self, ids: Collection[int]) -> "FrozenMembers":
        members = self.source.roster.members
        return FrozenMembers(self.source, [row for row in self.rows if members[row] in ids])

    def that_count(self, *, counted: bool) -> "FrozenMembers":
        counts = self.source.marks.counted()
        return FrozenMembers(self.source, [row for row in self.rows if counts[row] == counted])


def lists_of(figure: SnapshotFigure, *, outside: bool = False) -> list[FrozenList]:
    rows = SnapshotMarks.objects.filter(figure=figure, outside=outside).select_related("roster")
    return [
        FrozenList(
            row.roster.kind,
            row.part,
            tuple(row.phrases),
            Roster.unpack(bytes(row.roster.packed)),
            Marks.unpack(bytes(row.packed)),
            row.outside,
        )
        for row in rows.order_by("part", "pk")
    ]


def units_below(snapshot: Snapshot, unit: int) -> set[int] | None:
    """The unit and all that stood below it in the snapshot's own tree; None where that is all."""
    if unit == snapshot.unit_id:
        return None
    tree = tree_as_frozen(snapshot)
    below = {unit}
    for node in tree.nodes:
        if node.parent in below:
            below.add(node.id)
    return below


def frozen_members(figure: SnapshotFigure, unit: int, *, outside: bool = False) -> FrozenMembers:
    """Members of an indicator's first set at a unit and below, in the order of the list."""
    found = (one for one in lists_of(figure, outside=outside) if one.part == 0)
    members = FrozenMembers.all_of(next(found, NOBODY))
    return members.at(units_below(figure.snapshot, unit))
