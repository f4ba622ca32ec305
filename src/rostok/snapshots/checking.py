"""Whether a snapshot is what it was: its digest, and its values recounted from its members."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from rostok.indicators.queries import Below, Formula, Node, Tree
from rostok.snapshots.counting import Counts, counts_of_sets, outcome_from
from rostok.snapshots.models import (
    Snapshot,
    SnapshotFigure,
    SnapshotMarks,
    SnapshotPlace,
    SnapshotRoster,
    SnapshotValue,
)
from rostok.snapshots.packing import Marks, Roster

FORMULAS: TypeAdapter[Any] = TypeAdapter(Formula)
VALUE_FIELDS = ("unit_id", "numerator", "denominator", "value", "target", "state", "source")


@dataclass(frozen=True)
class Mismatch:
    """A unit where the members do not come to the stored value."""

    code: str
    unit: int
    stored: Counts
    recounted: Counts


@lru_cache(maxsize=256)
def formula_from(text: str) -> Any:
    return FORMULAS.validate_json(text)


def formula_of(figure: SnapshotFigure) -> Any:
    """The formula as it stood when the snapshot was made."""
    return formula_from(json.dumps(figure.method["formula"]))


def tree_as_frozen(snapshot: Snapshot) -> Tree:
    rows = snapshot.places.order_by("depth", "pk").values_list(
        "unit_id", "parent", "depth", "kind", "org_kind"
    )
    nodes = tuple(Node(*row, None, None) for row in rows)
    return Tree(Below(snapshot.unit_id), nodes)


def rosters_of(snapshot: Snapshot) -> dict[int, Roster]:
    rows = SnapshotRoster.objects.filter(snapshot=snapshot).values_list("pk", "packed")
    return {pk: Roster.unpack(bytes(packed)) for pk, packed in rows}


def mismatches(snapshot: Snapshot) -> Iterator[Mismatch]:
    """Every value that its members do not come to, digit by digit."""
    tree = tree_as_frozen(snapshot)
    rosters = rosters_of(snapshot)
    for figure in snapshot.figures.all():
        sets = [
            (row.part, rosters[row.roster_id], Marks.unpack(bytes(row.packed)))
            for row in SnapshotMarks.objects.filter(figure=figure, outside=False)
        ]
        yield from mismatches_of(figure, tree, sets)


def mismatches_of(
    figure: SnapshotFigure, tree: Tree, sets: list[tuple[int, Roster, Marks]]
) -> Iterator[Mismatch]:
    formula = formula_of(figure)
    counted = SnapshotValue.objects.filter(
        figure=figure, source="computed", numerator__isnull=False
    )
    stored = {
        unit: Counts(*counts)
        for unit, *counts in counted.values_list("unit_id", "numerator", "denominator", "value")
    }
    if not stored:
        return
    sums = tree.roll_up(counts_of_sets(formula, sets), len(formula.sets()))
    for unit, counts in stored.items():
        recounted = outcome_from(formula, sums[unit])
        if recounted != counts:
            yield Mismatch(figure.code, unit, counts, recounted)


def digest_of(snapshot: Snapshot) -> str:
    """SHA-256 over all that the snapshot holds, in an order no database decides."""
    made = sha256()
    for part in parts_of(snapshot):
        made.update(json.dumps(part, ensure_ascii=False, default=as_written).encode())
        made.update(b"\n")
    return made.hexdigest()


def as_written(value: Any) -> str:
    """Decimals without idle zeros, whatever the database pads them with."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def parts_of(snapshot: Snapshot) -> Iterator[list[Any]]:
    head = (snapshot.system.key, snapshot.unit.code, snapshot.year, snapshot.on)
    yield [*head, snapshot.pack_version.digest]
    places = SnapshotPlace.objects.filter(snapshot=snapshot).order_by("unit_id")
    for place in places.values_list("unit_id", "parent", "kind", "title", "small_rural", "people"):
        yield list(place)
    rosters = {
        row.pk: sha256(row.kind.encode() + Roster.unpack(bytes(row.packed)).content()).hexdigest()
        for row in SnapshotRoster.objects.filter(snapshot=snapshot)
    }
    for figure in snapshot.figures.all():
        yield [figure.code, figure.source, figure.base_date, sorted_method(figure.method)]
        values = SnapshotValue.objects.filter(figure=figure).order_by("unit_id")
        yield from (list(value) for value in values.values_list(*VALUE_FIELDS))
        rows = SnapshotMarks.objects.filter(figure=figure).order_by("outside", "part", "pk")
        for row in rows:
            content = sha256(Marks.unpack(bytes(row.packed)).content()).hexdigest()
            yield [row.part, row.outside, row.phrases, rosters[row.roster_id], content]


def sorted_method(method: dict[str, Any]) -> str:
    """PostgreSQL keeps the keys of JSON in an order of its own."""
    return json.dumps(method, sort_keys=True, ensure_ascii=False)
