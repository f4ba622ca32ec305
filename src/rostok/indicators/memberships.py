"""Every member of an indicator's sets at once: what a snapshot freezes.

One statement for a set, from the same conditions as the lists behind a number.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import OuterRef
from django.db.models.functions import Cast

from rostok.indicators.asking import Question
from rostok.indicators.engine import within
from rostok.indicators.formula import MemberSet, Named, Share
from rostok.indicators.members import (
    COUNTED,
    NO_FACT,
    NO_SOURCE,
    kind_of,
)
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
from rostok.kernel.measures import Ask, Members

CHUNK = 5000
Row = tuple[int, int, int, date | None]


@dataclass(frozen=True)
class Membership:
    """One set of a formula: rows of (member, unit, number of the phrase, day of the fact).

    `part` is the set's place in the formula, the base of a share included with its numerator.
    Phrase 0 stands for «counted».
    """

    part: int
    kind: str
    phrases: tuple[str, ...]
    rows: QuerySet[Any]
    outside: ClassVar[bool] = False

    def __iter__(self) -> Iterator[Row]:
        """Rows in the order of the lists, streamed; the latest of several days."""
        for member, unit, reason, _sort, *days in self.rows.iterator(chunk_size=CHUNK):
            yield member, unit, reason, max(filter(None, days), default=None)


class Outside:
    """Who almost belongs to a base: each by the first near-miss that holds below the unit.

    The same for every indicator of the base; two with equal keys hold the same people. Near-misses
    are asked one by one: together, each without those before it, they take longer to put than to
    answer.
    """

    part = 0
    outside = True

    def __init__(self, question: Question, leaf: Named, root: int) -> None:
        self.question = question
        self.leaf = leaf
        self.root = root
        self.measure = measure_of(leaf)
        self.kind = self.measure.member
        self.phrases = tuple(miss.phrase for miss in self.measure.near_misses)
        self.key = (leaf, question.period, question.on, question.version.pk)

    def __iter__(self) -> Iterator[Row]:
        found: list[tuple[Any, int, int, int]] = []
        taken: set[int] = set()
        for number in range(len(self.measure.near_misses)):
            rows = list(self.missed(number))
            found += [(sort, *row) for *row, sort in rows if row[0] not in taken]
            taken.update(row[0] for row in rows)
        for _sort, member, unit, reason in sorted(found):
            yield member, unit, reason, None

    def missed(self, number: int) -> Iterator[Any]:
        ask = narrowed(self.question.ask, self.leaf.filters)
        almost = self.measure.near_misses[number].source(ask)
        inside = members_of(self.leaf, self.question.ask)
        members = replace(almost, rows=almost.rows.filter(~Q(is_among(inside, almost.member))))
        rows: Iterator[Any] = listed(members, self.root, Value(number)).iterator(chunk_size=CHUNK)
        return rows


def memberships_of(question: Question, root: int) -> list[Membership | Outside]:
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


def outside_membership(question: Question, root: int) -> list[Outside]:
    """Near-misses of the base (of a count, of what it counts): who almost belongs to it."""
    formula = question.formula
    sets = [formula.base] if isinstance(formula, Share) else formula.sets()[:1]
    if not sets or not is_ready(sets[0]):
        return []
    leaf = leaf_of(sets[0])
    return [Outside(question, leaf, root)] if measure_of(leaf).near_misses else []


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
