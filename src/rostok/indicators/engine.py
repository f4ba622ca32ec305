"""Counts the sets of a formula per organisation in one statement, and rolls them up the tree."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import F, Q, QuerySet, Value

from rostok.indicators.asking import Question
from rostok.indicators.formula import Count, Made, MemberSet, Milestone, Ratio, Share
from rostok.indicators.numbers import Outcome, outcome_of
from rostok.indicators.sets import base_of, holds, is_ready
from rostok.indicators.tree import Below, Tree, Vector
from rostok.kernel.measures import Ask, Members

Rows = QuerySet[Any]


def within(members: Members, below: Below) -> Rows:
    """Rows placed at a unit or below it."""
    return members.rows.filter(Q(**{f"{members.unit}__in": below.ids})).order_by()


def count_by_unit(formula: Made, ask: Ask, below: Below) -> dict[int, Vector]:
    """Unit → the counts of the formula's sets, of units that have any."""
    if isinstance(formula, Share):
        return share_counts(formula.of, formula.base, ask, below)
    if isinstance(formula, Ratio):
        return separate_counts([formula.of, formula.per], ask, below)
    if isinstance(formula, Count):
        return separate_counts([formula.of], ask, below)
    if isinstance(formula, Milestone):
        return separate_counts(formula.all, ask, below)
    raise TypeError(f"{type(formula).__name__} is not counted")


def share_counts(of: MemberSet, base: MemberSet, ask: Ask, below: Below) -> dict[int, Vector]:
    """The base, and how many of it are also in `of`: place and person are the base's own."""
    placed = base_of(base, ask)
    counted = CountOf(placed.member, filter=holds(of, ask, placed.member))
    rows = (
        within(placed, below)
        .values_list(placed.unit)
        .annotate(counted=counted, base=CountOf(placed.member))
    )
    return {unit: (numerator, denominator) for unit, numerator, denominator in rows}


def base_counts(base: MemberSet, ask: Ask, below: Below) -> dict[int, Vector]:
    return separate_counts([base], ask, below)


def separate_counts(sets: Iterable[MemberSet], ask: Ask, below: Below) -> dict[int, Vector]:
    """Sets that do not intersect, each counted where its members are; one statement for all."""
    placed = [base_of(item, ask) for item in sets]
    parts = [
        within(members, below)
        .annotate(place=F(members.unit), part=Value(number))
        .values_list("part", "place")
        .annotate(n=CountOf(members.member, distinct=True))
        for number, members in enumerate(placed)
    ]
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found: dict[int, list[int]] = {}
    for part, unit, number in rows:
        found.setdefault(unit, [0] * len(parts))[part] = number
    return {unit: tuple(counts) for unit, counts in found.items()}


def width_of(formula: Made) -> int:
    return len(formula.sets())


def outcomes(question: Question, tree: Tree) -> dict[int, Outcome] | None:
    """Unit → outcome for every unit of the tree.

    None where the formula is reported or names a source not yet there and has no countable base;
    with a countable base the denominators stand and the values do not.
    """
    formula = question.formula
    if is_countable(formula):
        width = width_of(formula)
        sums = tree.roll_up(count_by_unit(formula, question.ask, tree.below), width)
        return {unit: outcome_of(formula, counts) for unit, counts in sums.items()}
    base = getattr(formula, "base", None)
    if base is None or not is_ready(base):
        return None
    sums = tree.roll_up(base_counts(base, question.ask, tree.below), 1)
    return {unit: Outcome(None, counts[0], None) for unit, counts in sums.items()}


def is_countable(formula: Made) -> bool:
    return isinstance(formula, Share | Ratio | Count | Milestone) and is_ready(formula)
