"""Who stands behind a number: the base with each member counted or not, and why.

The list comes from the same sets as the count, so they cannot differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from rostok.indicators.asking import Question
from rostok.indicators.engine import within
from rostok.indicators.formula import Count, Made, MemberSet, Milestone, Ratio, Share
from rostok.indicators.sets import (
    base_of,
    holds,
    is_among,
    is_ready,
    leaf_of,
    measure_of,
    members_of,
    narrowed,
    reasons_of,
)
from rostok.indicators.tree import Below
from rostok.kernel.measures import Members

COUNTED = "counted"
NOT_COUNTED = "not-counted"
OUTSIDE = "outside"
NO_FACT = "нет факта за период"
NO_SOURCE = "источник ещё не подключён"


@dataclass(frozen=True)
class MemberList:
    """Members as rows of (member, unit, reason, sort): a lazy query with phrases by number."""

    rows: QuerySet[Any]
    kind: str
    phrases: tuple[str, ...]

    def phrase(self, number: int) -> str:
        return self.phrases[number]

    def narrowed_to(self, words: str, units: QuerySet[Any]) -> "MemberList":
        """Those at the units whose sorting name holds normalised words; not for joined lists."""
        found = self.at(units)
        return replace(found, rows=found.rows.filter(sort__contains=words))

    def at(self, units: QuerySet[Any]) -> "MemberList":
        """Those placed at the units; not for joined lists."""
        return replace(self, rows=self.rows.filter(listed_unit__in=units.values("pk")))


def counted_set(formula: Made) -> MemberSet | None:
    """The set whose members make the number; None where people report it."""
    if isinstance(formula, Share | Ratio | Count):
        return formula.of
    return formula.all[0] if isinstance(formula, Milestone) else None


def base_set(formula: Made) -> MemberSet | None:
    """The set that a share is taken of; other formulas list only what they count."""
    return formula.base if isinstance(formula, Share) else None


def kind_of(item: MemberSet) -> str:
    return measure_of(leaf_of(item)).member


def members_for(question: Question, unit: int, show: str) -> MemberList | None:
    """The list of one kind for a unit and all below it; None where there is nothing to list.

    A period that has not begun has no number, so nobody stands behind it.
    """
    if question.is_future:
        return None
    below = Below.on(unit, question.tree_day)
    if show == OUTSIDE:
        return outside_list(question, below)
    formula = question.formula
    base = base_set(formula)
    if base is None:
        return plain_list(question, below) if show == COUNTED else None
    if not is_ready(base):
        return None
    return share_list(question, base, counted_set(formula), below, show)


def plain_list(question: Question, below: Below) -> MemberList | None:
    """All members of what a count counts."""
    counted = counted_set(question.formula)
    if counted is None or not is_ready(counted):
        return None
    placed = base_of(counted, question.ask)
    return MemberList(listed(placed, below, Value(0)), kind_of(counted), (COUNTED,))


def share_list(
    question: Question, base: MemberSet, counted: MemberSet | None, below: Below, show: str
) -> MemberList | None:
    """The base of a share: those in the numerator, or the others and the first reason."""
    placed = base_of(base, question.ask)
    if counted is None or not is_ready(counted):
        rows = listed(placed, below, Value(0)) if show == NOT_COUNTED else listed_none(placed)
        return MemberList(rows, kind_of(base), (NO_SOURCE,))
    inside = holds(counted, question.ask, placed.member)
    if show == COUNTED:
        rows = listed(placed, below, Value(0), inside)
        return MemberList(rows, kind_of(base), (COUNTED,))
    reasons = reasons_of(counted, question.ask, placed.member)
    number = Case(
        *(When(reason.condition, then=Value(place)) for place, reason in enumerate(reasons)),
        default=Value(len(reasons)),
        output_field=IntegerField(),
    )
    phrases = (*(reason.phrase for reason in reasons), NO_FACT)
    return MemberList(listed(placed, below, number, ~inside), kind_of(base), phrases)


def outside_list(question: Question, below: Below) -> MemberList | None:
    """Near-misses of the base: who almost belongs to it, and why not."""
    base = base_set(question.formula) or counted_set(question.formula)
    if base is None or not is_ready(base):
        return None
    leaf = leaf_of(base)
    measure = measure_of(leaf)
    inside = members_of(leaf, question.ask)
    ask = narrowed(question.ask, leaf.filters)
    parts: list[QuerySet[Any]] = []
    earlier = [inside]
    for number, miss in enumerate(measure.near_misses):
        almost = miss.source(ask)
        taken = Q()
        for before in earlier:
            taken |= Q(is_among(before, almost.member))
        parts.append(listed(almost, below, Value(number), ~taken).order_by())
        earlier.append(almost)
    if not parts:
        return None
    rows = parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]
    return MemberList(
        rows.order_by("sort", "listed_member"),
        measure.member,
        tuple(miss.phrase for miss in measure.near_misses),
    )


def listed(
    members: Members, below: Below, reason: Any, condition: Q | None = None
) -> QuerySet[Any]:
    """Rows of a set below a unit: (listed_member, listed_unit, reason, sort), in its order."""
    rows = within(members, below)
    if condition is not None:
        rows = rows.filter(condition)
    sort = F(members.order) if members.order else Cast(members.member, CharField())
    found: QuerySet[Any] = (
        rows.annotate(
            listed_member=F(members.member),
            listed_unit=F(members.unit),
            reason=reason,
            sort=sort,
        )
        .values_list("listed_member", "listed_unit", "reason", "sort")
        .order_by("sort", "listed_member")
    )
    return found


def listed_none(members: Members) -> QuerySet[Any]:
    return listed(members, Below(0), Value(0)).none()


@dataclass(frozen=True)
class Fact:
    """What makes a member count: the measure's title and the day of the latest such fact."""

    title: str
    on: date | None


def facts_of(question: Question, member_ids: Iterable[int]) -> dict[int, Fact]:
    """The fact of each counted member, one query for each measure of the set."""
    counted = counted_set(question.formula)
    if counted is None or not is_ready(counted):
        return {}
    ids = list(member_ids)
    found: dict[int, Fact] = {}
    for leaf in counted.leaves():
        members = members_of(leaf, question.ask)
        title = measure_of(leaf).title
        rows = members.rows.order_by().filter(**{f"{members.member}__in": ids})
        for member, day in rows.values_list(members.member, members.on or members.member):
            found[member] = later(found.get(member), Fact(title, day if members.on else None))
    return found


def later(known: Fact | None, other: Fact) -> Fact:
    if known is None or known.on is None:
        return other
    return other if other.on is not None and other.on > known.on else known
