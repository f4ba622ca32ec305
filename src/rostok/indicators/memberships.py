"""Every member of an indicator's sets at once: what a snapshot freezes.

One statement for a set, from the same conditions as the lists behind a number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, QuerySet, Subquery, Value, When
from django.db.models.expressions import OuterRef
from django.db.models.functions import Cast

from rostok.indicators.asking import Question
from rostok.indicators.engine import within
from rostok.indicators.formula import MemberSet, Share
from rostok.indicators.members import (
    COUNTED,
    NO_FACT,
    NO_SOURCE,
    kind_of,
    outside_list,
)
from rostok.indicators.sets import base_of, holds, is_ready, members_of, reasons_of
from rostok.kernel.measures import Ask, Members

CHUNK = 5000
Row = tuple[int, int, int, date | None]


@dataclass(frozen=True)
class Membership:
    """One set of a formula: rows of (member, unit, number of the phrase, day of the fact).

    `part` is the set's place in the formula, the base of a share included with its numerator.
    Phrase 0 stands for «counted», but for `outside`: those who almost belong to the base.
    """

    part: int
    kind: str
    phrases: tuple[str, ...]
    rows: QuerySet[Any]
    outside: bool = False

    def __iter__(self) -> Iterator[Row]:
        """Rows in the order of the lists, streamed; the latest of several days."""
        for member, unit, reason, _sort, *days in self.rows.iterator(chunk_size=CHUNK):
            yield member, unit, reason, max(filter(None, days), default=None)


def memberships_of(question: Question, root: int) -> list[Membership]:
    """All that can be listed behind a number below a unit; nothing where people report it."""
    formula = question.formula
    if isinstance(formula, Share):
        found = [share_membership(question, formula, root)] if is_ready(formula.base) else []
    else:
        sets = enumerate(formula.sets())
        found = [plain_membership(question, root, at, one) for at, one in sets if is_ready(one)]
    return [*found, *outside_membership(question, root)]


def share_membership(question: Question, formula: Share, root: int) -> Membership:
    """The base of a share: each counted, or the first reason why not."""
    placed = base_of(formula.base, question.ask)
    kind = kind_of(formula.base)
    if not is_ready(formula.of):
        return Membership(0, kind, (COUNTED, NO_SOURCE), listed(placed, root, Value(1)))
    reasons = reasons_of(formula.of, question.ask, placed.member)
    number = Case(
        When(holds(formula.of, question.ask, placed.member), then=Value(0)),
        *(When(one.condition, then=Value(place)) for place, one in enumerate(reasons, start=1)),
        default=Value(len(reasons) + 1),
        output_field=IntegerField(),
    )
    days = days_of(formula.of, question.ask, placed.member)
    phrases = (COUNTED, *(one.phrase for one in reasons), NO_FACT)
    return Membership(0, kind, phrases, listed(placed, root, number, *days))


def plain_membership(question: Question, root: int, part: int, item: MemberSet) -> Membership:
    """A set that is counted as it is."""
    placed = base_of(item, question.ask)
    days = [F(placed.on)] if placed.on else []
    rows = listed(placed, root, Value(0), *days)
    return Membership(part, kind_of(item), (COUNTED,), rows)


def outside_membership(question: Question, root: int) -> list[Membership]:
    found = outside_list(question, root)
    if found is None:
        return []
    return [Membership(0, found.kind, found.phrases, found.rows, outside=True)]


def days_of(item: MemberSet, ask: Ask, member: str) -> list[Any]:
    """For each measure of the set, the day of the member's latest fact."""
    found = (members_of(leaf, ask) for leaf in item.leaves())
    return [latest_day(members, member) for members in found if members.on]


def latest_day(members: Members, member: str) -> Subquery:
    rows = members.rows.filter(**{members.member: OuterRef(member)}).order_by(f"-{members.on}")
    return Subquery(rows.values(str(members.on))[:1])


def listed(members: Members, unit: int, reason: Any, *days: Any) -> QuerySet[Any]:
    """Rows of (member, unit, reason, sort, days…) below a unit, in the order of the lists."""
    sort = F(members.order) if members.order else Cast(members.member, CharField())
    named = {f"day_{place}": day for place, day in enumerate(days)}
    found: QuerySet[Any] = (
        within(members, unit)
        .annotate(
            listed_member=F(members.member),
            listed_unit=F(members.unit),
            reason=reason,
            sort=sort,
            **named,
        )
        .values_list("listed_member", "listed_unit", "reason", "sort", *named)
        .order_by("sort", "listed_member", "listed_unit")
    )
    return found
