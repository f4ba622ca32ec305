"""Sets of a formula as SQL: named measures, unions, intersections and differences by member."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q

from rostok.indicators.formula import AllOf, AnyOf, Made, MemberSet, Named, Without
from rostok.kernel.measures import Ask, Measure, Members, measures


class SourceMissing(LookupError):
    """A measure that no package registers yet: «источник ещё не подключён»."""


def measure_of(named: Named) -> Measure:
    found = measures.find(named.measure)
    if found is None:
        raise SourceMissing(named.measure)
    return found


def narrowed(ask: Ask, filters: Mapping[str, Any]) -> Ask:
    return replace(ask, filters=dict(filters))


def members_of(named: Named, ask: Ask) -> Members:
    return measure_of(named).source(narrowed(ask, named.filters))


def is_ready(item: MemberSet | Made) -> bool:
    """Whether every measure named is registered. A part of a union would be a wrong number."""
    return all(leaf.measure in measures for leaf in item.leaves())


def holds(item: MemberSet, ask: Ask, member: str) -> Q:
    """The rows whose member (a lookup of the row) belongs to the set."""
    if isinstance(item, Named):
        return Q(is_among(members_of(item, ask), member))
    if isinstance(item, Without):
        return holds(item.first, ask, member) & ~holds(item.without, ask, member)
    joined = Q()
    if isinstance(item, AllOf):
        for part in item.all:
            joined &= holds(part, ask, member)
        return joined
    for part in item.any:
        joined |= holds(part, ask, member)
    return joined


def alternatives(item: MemberSet) -> tuple[MemberSet, ...]:
    """The sets that a union is made of; asked apart they are quicker to answer than together."""
    if isinstance(item, AnyOf):
        return tuple(one for part in item.any for one in alternatives(part))
    return (item,)


def lacks(item: MemberSet, ask: Ask, member: str) -> Q:
    """The rows whose member is not in the set: in none of a union, said of each apart."""
    outside = Q()
    for part in alternatives(item):
        outside &= ~holds(part, ask, member)
    return outside


def is_among(members: Members, member: str) -> Exists:
    """Whether the row's member is one of the set, asked by the member's own index.

    A correlated question costs by the rows of the base. `IN` would read the facts of the whole
    installation again for every system (docs/adr/0010).
    """
    return Exists(members.rows.order_by().filter(**{members.member: OuterRef(member)}))


def leaf_of(item: MemberSet) -> Named:
    """The named set that gives each member a place; a union as a base is refused by the check."""
    place = item.place()
    if isinstance(place, AnyOf):
        return leaf_of(place.any[0])
    if isinstance(place, Named):
        return place
    raise TypeError(f"{place!r} gives no place")


def base_of(item: MemberSet, ask: Ask) -> Members:
    """The set as rows with places: its leaf, narrowed by the rest of the expression."""
    if isinstance(item, Named):
        return members_of(item, ask)
    placed = members_of(leaf_of(item), ask)
    return replace(placed, rows=placed.rows.filter(holds(item, ask, placed.member)))


@dataclass(frozen=True)
class MissReason:
    """Why a member of a base is not counted: the first near-miss that holds."""

    condition: Q
    phrase: str


def reasons_of(item: MemberSet, ask: Ask, member: str) -> list[MissReason]:
    """Near-misses of the set's measures, in their order, as conditions on rows of the base."""
    found = []
    for leaf in item.leaves():
        for miss in measure_of(leaf).near_misses:
            almost = miss.source(narrowed(ask, leaf.filters))
            found.append(MissReason(Q(is_among(almost, member)), miss.phrase))
    return found


__all__ = [
    "MissReason",
    "SourceMissing",
    "alternatives",
    "base_of",
    "holds",
    "is_ready",
    "lacks",
    "leaf_of",
    "measure_of",
    "members_of",
    "narrowed",
    "reasons_of",
]
