"""The org tree of a system in memory: counts are made per organisation and rolled up here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from rostok.orgs.models import OrgClosure, OrgUnit, UnitKind

TERRITORIES = (UnitKind.COUNTRY, UnitKind.REGION, UnitKind.MUNICIPALITY)
Vector = tuple[int, ...]


class Node(NamedTuple):
    id: int
    parent: int | None
    depth: int
    kind: str
    org_kind: str
    opened_on: date | None
    closed_on: date | None

    def is_open_on(self, day: date) -> bool:
        return (self.opened_on is None or self.opened_on <= day) and (
            self.closed_on is None or day < self.closed_on
        )


@dataclass(frozen=True)
class Tree:
    """The root of a system and all below it, the root first."""

    root: int
    nodes: tuple[Node, ...]

    @cached_property
    def by_id(self) -> dict[int, Node]:
        return {node.id: node for node in self.nodes}

    def roll_up(self, direct: Mapping[int, Vector], width: int) -> dict[int, Vector]:
        """Sums of every unit with all below it; cost does not depend on the depth."""
        zero = (0,) * width
        sums = {node.id: direct.get(node.id, zero) for node in self.nodes}
        for node in reversed(self.nodes):
            if node.id != self.root and node.parent is not None:
                sums[node.parent] = added(sums[node.parent], sums[node.id])
        return sums

    def shown_on(self, day: date, org_kinds: Iterable[str]) -> set[int]:
        """Units that a table of values lists: territories, and open organisations of the kinds."""
        kinds = set(org_kinds)
        return {
            node.id
            for node in self.nodes
            if node.kind in TERRITORIES
            or node.id == self.root
            or (node.org_kind in kinds and node.is_open_on(day))
        }


def added(left: Vector, right: Vector) -> Vector:
    return tuple(a + b for a, b in zip(left, right, strict=True))


def tree_of(root: OrgUnit) -> Tree:
    """The tree below a unit, in one query, parents before children."""
    rows = (
        OrgClosure.objects.filter(ancestor=root)
        .order_by("depth")
        .values_list(
            "descendant",
            "descendant__parent",
            "depth",
            "descendant__kind",
            "descendant__org_kind",
            "descendant__opened_on",
            "descendant__closed_on",
        )
    )
    return Tree(root.pk, tuple(Node(*row) for row in rows))
