"""Counts of a formula from its members, the same arithmetic as the engine's."""

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
    width = len(formula.sets())
    found: dict[int, list[int]] = {}
    for part, roster, marks in sets:
        for unit, reason in zip(roster.units, marks.reasons, strict=True):
            row = found.get(unit)
            if row is None:
                row = found[unit] = [0] * width
            if isinstance(formula, Share):
                row[1] += 1
                if reason == 0:
                    row[0] += 1
            else:
                row[part] += 1
    return {unit: tuple(row) for unit, row in found.items()}


def outcome_from(formula: Any, counts: Vector) -> Counts:
    return Counts(*outcome_of(formula, counts))
