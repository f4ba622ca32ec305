"""The org tree of a system in memory: counts are made per organisation and rolled up here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from rostok.orgs.models import OrgClosure, OrgPlace, OrgUnit, UnitKind

TERRITORIES = (UnitKind.COUNTRY, UnitKind.REGION, UnitKind.MUNICIPALITY)
FIELDS = ("pk", "parent", "kind", "org_kind", "opened_on", "closed_on")
Vector = tuple[int, ...]


@dataclass(frozen=True)
class Below:
    """A unit with all that stood below it on a day; by default, all that stands there now.

    `elsewhere`: unit → what it stood in then, of those that stand somewhere else now.
    """

    root: int
    elsewhere: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def on(cls, root: int, day: date) -> "Below":
        return cls(root, OrgPlace.objects.on(day))

    @cached_property
    def ids(self) -> QuerySet[Any]:
        return OrgClosure.objects.below_when(self.root, self.elsewhere)

    @property
    def directly(self) -> Q:
        """What stood right in the unit."""
        here = [unit for unit, parent in self.elsewhere.items() if parent == self.root]
        return Q(pk__in=here) | Q(parent=self.root) & ~Q(pk__in=list(self.elsewhere))


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
    """A unit and all below it on a day, parents before what stands in them."""

    below: Below
    nodes: tuple[Node, ...]

    @property
    def root(self) -> int:
        return self.below.root

    @cached_property
    def by_id(self) -> dict[int, Node]:
        return {node.id: node for node in self.nodes}

    def under(self, unit: int) -> "Tree":
        """A part of the tree; empty where the unit stood outside it."""
        inside = {unit}
        inside.update(node.id for node in self.nodes if node.parent in inside)
        nodes = tuple(node for node in self.nodes if node.id in inside)
        return Tree(replace(self.below, root=unit), nodes)

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


def tree_of(root: OrgUnit, day: date | None = None) -> Tree:
    """The tree below a unit as it stood on a day; without a day, as it stands."""
    below = Below.on(root.pk, day) if day else Below(root.pk)
    rows = OrgUnit.objects.filter(pk__in=below.ids).order_by("pk").values_list(*FIELDS)
    found = {unit: (below.elsewhere.get(unit, parent), *rest) for unit, parent, *rest in rows}
    inside: dict[int | None, list[int]] = defaultdict(list)
    for unit, (parent, *_rest) in found.items():
        inside[parent].append(unit)
    levels = enumerate(from_the_top(root.pk, inside))
    return Tree(
        below,
        tuple(
            Node(unit, found[unit][0], depth, *found[unit][1:])
            for depth, level in levels
            for unit in level
        ),
    )


def from_the_top(root: int, inside: Mapping[int | None, list[int]]) -> Iterator[list[int]]:
    """Ids level by level."""
    level = [root]
    while level:
        yield level
        level = [part for unit in level for part in inside.get(unit, ())]
