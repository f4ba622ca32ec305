"""Targets by year and territory: set by people, inherited downwards, else the pack's own."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from rostok.indicators.asking import target_printed_for
from rostok.indicators.models import Target
from rostok.indicators.pack import ContextIndicator
from rostok.indicators.tree import Tree
from rostok.orgs.models import System

UNSHARED_UNITS = {"people", "count"}


@dataclass(frozen=True)
class TargetBook:
    """The targets of a system: rows by (code, year, unit), the pack's behind them."""

    tree: Tree
    rows: Mapping[tuple[str, int], Mapping[int, Decimal]] = field(default_factory=dict)

    def target_for(self, indicator: ContextIndicator, year: int, unit: int) -> Decimal | None:
        """The nearest target up the tree. A number of people set for a whole binds no part."""
        rows = self.rows.get((indicator.code, year), {})
        if unit in rows:
            return rows[unit]
        if indicator.unit in UNSHARED_UNITS and unit != self.tree.root:
            return None
        nearest = self.inherited(rows, unit)
        return target_printed_for(indicator, year) if nearest is None else nearest

    def inherited(self, rows: Mapping[int, Decimal], unit: int) -> Decimal | None:
        node = self.tree.by_id.get(unit)
        while node and node.id != self.tree.root and node.parent is not None:
            node = self.tree.by_id[node.parent]
            if node.id in rows:
                return rows[node.id]
        return None


def target_book(system: System, tree: Tree) -> TargetBook:
    rows: dict[tuple[str, int], dict[int, Decimal]] = defaultdict(dict)
    for row in Target.objects.filter(system=system):
        rows[row.code, row.year][row.unit_id] = row.value
    return TargetBook(tree, rows)
