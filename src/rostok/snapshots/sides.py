"""One snapshot at one place as sets of members, opened only as far as a comparison needs them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress

from rostok.indicators.queries import KINDS, Sets
from rostok.kernel.measures import member_kinds
from rostok.snapshots.models import (
    Snapshot,
    SnapshotFigure,
    SnapshotMarks,
    SnapshotRoster,
    SnapshotValue,
)
from rostok.snapshots.packing import Marks, Roster
from rostok.snapshots.queries import units_below


def kind_of(figure: SnapshotFigure) -> str | None:
    """How the figure is counted, as far as it matters for comparing."""
    return KINDS.get(next(iter(figure.method["formula"])))


@dataclass(frozen=True)
class Base:
    """The members of a roster at the units shown.

    `here` says which rows these are (None: all of them), `renewed` which numbers of retired cards
    have given way to those that stand for them.
    """

    here: list[bool] | None
    members: frozenset[int]
    renewed: Mapping[int, int] = field(default_factory=dict)

    def of_rows(self, roster: Roster, counted: bytes) -> frozenset[int]:
        """The members of those rows that count."""
        members = roster.members
        if self.here is not None:
            chosen = compress(compress(members, self.here), compress(counted, self.here))
        else:
            chosen = compress(members, counted)
        if not self.renewed:
            return frozenset(chosen)
        return frozenset(self.renewed.get(member, member) for member in chosen)


class Side:
    """One of two snapshots at a unit; of one indicator where a code is given, else of all."""

    def __init__(self, snapshot: Snapshot, unit: int, code: str = "") -> None:
        self.snapshot = snapshot
        self.unit = unit
        self.only = {"figure__code": code} if code else {}
        self.bases: dict[int, Base] = {}

    @cached_property
    def figures(self) -> dict[str, SnapshotFigure]:
        rows = self.snapshot.figures.select_related("pack_version").defer("pack_version__content")
        return {figure.code: figure for figure in rows}

    @cached_property
    def values(self) -> dict[str, SnapshotValue]:
        rows = SnapshotValue.objects.filter(
            figure__snapshot=self.snapshot, unit=self.unit, **self.only
        )
        return {value.figure.code: value for value in rows.select_related("figure")}

    @cached_property
    def units(self) -> set[int] | None:
        """Units at or below the one shown; None where that is all of the snapshot."""
        return units_below(self.snapshot, self.unit)

    @cached_property
    def marks(self) -> dict[int, dict[int, SnapshotMarks]]:
        """Figure → part → who is counted of it."""
        found: dict[int, dict[int, SnapshotMarks]] = {}
        rows = SnapshotMarks.objects.filter(
            figure__snapshot=self.snapshot, outside=False, **self.only
        )
        for row in rows:
            found.setdefault(row.figure_id, {})[row.part] = row
        return found

    @cached_property
    def rosters(self) -> dict[int, tuple[str, Roster]]:
        """Kind and rows of the rosters that the figures are counted by: not of who is outside."""
        wanted = {row.roster_id for parts in self.marks.values() for row in parts.values()}
        rows = SnapshotRoster.objects.filter(pk__in=wanted).values_list("pk", "kind", "packed")
        return {pk: (kind, Roster.unpack(bytes(packed))) for pk, kind, packed in rows}

    def base(self, number: int) -> Base:
        if number not in self.bases:
            self.bases[number] = self.base_of(*self.rosters[number])
        return self.bases[number]

    def base_of(self, kind: str, roster: Roster) -> Base:
        here = None
        if self.units is not None:
            here = [unit in self.units for unit in roster.units]
        members = frozenset(roster.members if here is None else compress(roster.members, here))
        renewed = renewals(members, self.retired(kind))
        return Base(here, (members - renewed.keys()) | set(renewed.values()), renewed)

    def retired(self, kind: str) -> dict[int, int]:
        found = member_kinds.find(kind)
        return found.retired() if found else {}

    def sets(self, figure: SnapshotFigure) -> Sets | None:
        """The members of an indicator as sets; None where none are kept."""
        kind, parts = kind_of(figure), self.marks.get(figure.pk, {})
        if kind is None or 0 not in parts:
            return None
        base = self.base(parts[0].roster_id)
        if kind == "share":
            counted = Marks.unpack(bytes(parts[0].packed)).counted()
            roster = self.rosters[parts[0].roster_id][1]
            return Sets(base.of_rows(roster, counted), base.members)
        if kind == "ratio" and 1 in parts:
            return Sets(base.members, self.base(parts[1].roster_id).members)
        return Sets(base.members)


def renewals(members: frozenset[int], retired: Mapping[int, int]) -> dict[int, int]:
    """Retired cards of a list → those that stand for them, unless these are in the list already."""
    found: dict[int, int] = {}
    taken = set(members & set(retired.values()))
    for old in sorted(members & retired.keys()):
        new = retired[old]
        if new not in taken:
            taken.add(new)
            found[old] = new
    return found
