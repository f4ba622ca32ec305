"""Reported cells summed up the tree: sums of counts, a territory's own total, completeness."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from rostok.indicators.numbers import Outcome
from rostok.indicators.pack import ContextIndicator
from rostok.indicators.reported.shapes import (
    Figures,
    Shape,
    counts_outcome,
    is_filled,
    is_summed,
    outcome_of_cell,
    shape_of,
)
from rostok.indicators.tree import Tree

NONE = Outcome(None, None, None)


class Cell(NamedTuple):
    figures: Figures
    approved: bool


@dataclass(frozen=True)
class Total:
    """What is reported of a unit with all below it.

    `own`: stated by the unit itself; `parts` is the sum of what its parts reported.
    """

    outcome: Outcome
    own: bool
    parts: Outcome | None
    sent: int
    due: int
    unapproved: int

    @property
    def is_given(self) -> bool:
        return self.own or self.parts is not None

    @property
    def disagrees(self) -> bool:
        """Whether a total and its parts are both reported and differ."""
        if not self.own or self.parts is None:
            return False
        return self.outcome != self.parts


@dataclass
class Running:
    """Sums of a unit while its parts are being added."""

    numerator: int = 0
    denominator: int = 0
    value: Decimal = Decimal(0)
    given: bool = False
    sent: int = 0
    due: int = 0
    unapproved: int = 0


@dataclass(frozen=True)
class Adder:
    """Sums of one indicator; `due` are the units asked, None where nobody was."""

    indicator: ContextIndicator
    cells: Mapping[int, Cell]
    due: frozenset[int] | None = None
    running: dict[int, Running] = field(default_factory=dict)

    def totals(self, tree: Tree) -> dict[int, Total]:
        """Totals of the units that have any or were asked, children before parents."""
        found: dict[int, Total] = {}
        for node in reversed(tree.nodes):
            sums = self.running.pop(node.id, None)
            cell = self.cells.get(node.id)
            asked = self.due is not None and node.id in self.due
            if sums is None and cell is None and not asked:
                continue
            total = self.total(sums or Running(), cell, asked=asked)
            found[node.id] = total
            if node.id != tree.root and node.parent is not None:
                self.add(self.running.setdefault(node.parent, Running()), total)
        return found

    def total(self, sums: Running, cell: Cell | None, *, asked: bool) -> Total:
        filled = cell is not None and is_filled(self.indicator, cell.figures)
        parts = self.outcome_of(sums) if sums.given else None
        counted = filled and (asked or self.due is None)
        own = outcome_of_cell(self.indicator, cell.figures) if cell is not None and filled else None
        return Total(
            outcome=own or parts or NONE,
            own=own is not None,
            parts=parts,
            sent=sums.sent + int(counted),
            due=sums.due + int(asked),
            unapproved=sums.unapproved + int(counted and cell is not None and not cell.approved),
        )

    def add(self, sums: Running, total: Total) -> None:
        """A part to its territory; a percent without counts adds nothing to the sum."""
        sums.sent += total.sent
        sums.due += total.due
        sums.unapproved += total.unapproved
        numerator, denominator, value = total.outcome
        if not total.is_given or not is_summed(self.indicator):
            return
        if shape_of(self.indicator) == Shape.NUMBER:
            sums.value += value or 0
        elif numerator is None or denominator is None:
            return
        else:
            sums.numerator += numerator
            sums.denominator += denominator
        sums.given = True

    def outcome_of(self, sums: Running) -> Outcome:
        shape = shape_of(self.indicator)
        if shape == Shape.NUMBER:
            return outcome_of_cell(self.indicator, Figures(value=sums.value))
        if shape == Shape.YES_NO:
            reached = Decimal(int(sums.numerator == sums.denominator))
            return Outcome(sums.numerator, sums.denominator, reached)
        return counts_outcome(self.indicator, sums.numerator, sums.denominator)


def totals_of(
    indicator: ContextIndicator,
    tree: Tree,
    cells: Mapping[int, Cell],
    due: Iterable[int] | None,
) -> dict[int, Total]:
    return Adder(indicator, cells, None if due is None else frozenset(due)).totals(tree)
