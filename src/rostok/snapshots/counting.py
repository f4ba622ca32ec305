"""Counts of a formula from its members, the same arithmetic as the engine's."""

from collections import Counter
from itertools import compress
from typing import Any, NamedTuple

from rostok.indicators.queries import Share, outcome_of
from rostok.snapshots.packing import Marks, Roster

Vector = tuple[int, ...]


class Counts(NamedTuple):
    """Numerator, denominator and value of a unit, as they are stored."""

    numerator: int | None
    denominator: int | None
    value: Any


def counts_of_sets(formula: Any, sets: list[tuple[int, Roster, Marks]]) -> dict[int, Vector]:
    """Unit → the counts of the formula's sets at the unit itself.

    A share has one list for both: its base, where those marked 0 make the numerator.
    """
    columns: dict[int, Counter[int]] = {}
    for part, roster, marks in sets:
        if isinstance(formula, Share):
            columns = {
                0: Counter(compress(roster.units, marks.counted())),
                1: Counter(roster.units),
            }
        else:
            columns[part] = Counter(roster.units)
    width = range(len(formula.sets()))
    placed = set().union(*columns.values())
    nobody: Counter[int] = Counter()
    return {unit: tuple(columns.get(part, nobody)[unit] for part in width) for unit in placed}


def outcome_from(formula: Any, counts: Vector) -> Counts:
    return Counts(*outcome_of(formula, counts))
