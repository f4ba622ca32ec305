"""Who stands behind a term of a change of two years, in the order of the lists."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet, Value

from rostok.indicators.asking import Question
from rostok.indicators.comparing.method import by_method_of
from rostok.indicators.comparing.splitting import Ids
from rostok.indicators.formula import Count, MemberSet, Ratio, Share
from rostok.indicators.members import COUNTED, MemberList, kind_of, listed
from rostok.indicators.sets import base_of
from rostok.indicators.tree import Below

FACTS = frozenset({"gained", "lost"})


class Movers(list[Any]):
    """Rows of (member, unit, reason, sort) already read, where a list of members is a query."""

    def count(self, *_what: Any) -> int:
        return len(self)

    def iterator(self) -> Iterator[Any]:
        return iter(self)


class MoverList(MemberList):
    """Members whose rows are read already."""

    def at(self, units: QuerySet[Any]) -> MemberList:
        here = set(units.values_list("pk", flat=True))
        found: Any = Movers(row for row in self.rows if row[1] in here)
        return replace(self, rows=found)


def movers_of(term: str, ids: Ids, unit: int, then: Question, now: Question) -> MemberList:
    """Members by their numbers, each at the place that the year they are told of gave them."""
    question = question_of(term, then, now)
    item = set_of(term, question)
    placed = base_of(item, question.ask)
    rows = listed(placed, Below.on(unit, question.tree_day), Value(0))
    found: Any = Movers(row for row in rows if row[0] in ids)
    return MoverList(found, kind_of(item), (COUNTED,))


def question_of(term: str, then: Question, now: Question) -> Question:
    """Who left is of the earlier year; whom the method moved, of it by one method or the other."""
    if term == "method_in":
        return by_method_of(then, now)
    return then if term in {"left", "method_out"} else now


def set_of(term: str, question: Question) -> MemberSet:
    """The set that holds them: of a ratio the people entered are of what it is taken per."""
    formula = question.formula
    if isinstance(formula, Share):
        return formula.base
    if isinstance(formula, Ratio):
        return formula.of if term in FACTS else formula.per
    if isinstance(formula, Count):
        return formula.of
    raise TypeError(f"{type(formula).__name__} has no movers")
