"""The members of an indicator as today's data answer a question, as sets of numbers."""

from collections.abc import Hashable
from datetime import date
from typing import Any

from rostok.indicators.asking import Question
from rostok.indicators.comparing.splitting import Ids, Sets
from rostok.indicators.engine import within
from rostok.indicators.formula import Count, MemberSet, Ratio, Share
from rostok.indicators.sets import base_of, holds, is_ready
from rostok.indicators.tree import Below
from rostok.kernel.measures import Members

KINDS = {"share": "share", "progress": "share", "ratio": "ratio", "count": "count"}


class LiveSets:
    """Sets below a unit, one statement for each; a base is read once for all its indicators."""

    def __init__(self, unit: int) -> None:
        self.unit = unit
        self.known: dict[Hashable, frozenset[int]] = {}
        self.trees: dict[date, Below] = {}

    def of(self, question: Question) -> Sets | None:
        """None where the formula is of no kind that has members, or its sources are not there."""
        formula, below = question.formula, self.below(question.tree_day)
        if not isinstance(formula, Share | Ratio | Count) or not is_ready(formula):
            return None
        if isinstance(formula, Ratio):
            return Sets(*(self.members(question, below, one) for one in (formula.of, formula.per)))
        if isinstance(formula, Count):
            return Sets(self.members(question, below, formula.of))
        base = base_of(formula.base, question.ask)
        inside = within(base, below).filter(holds(formula.of, question.ask, base.member))
        return Sets(ids_of(inside, base), self.members(question, below, formula.base))

    def below(self, day: date) -> Below:
        if day not in self.trees:
            self.trees[day] = Below.on(self.unit, day)
        return self.trees[day]

    def members(self, question: Question, below: Below, item: MemberSet) -> Ids:
        key = (item, question.period, question.on, question.version.pk, question.tree_day)
        if key not in self.known:
            placed = base_of(item, question.ask)
            self.known[key] = ids_of(within(placed, below), placed)
        return self.known[key]


def ids_of(rows: Any, members: Members) -> frozenset[int]:
    return frozenset(rows.values_list(members.member, flat=True))
