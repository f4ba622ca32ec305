"""Every member of an indicator's sets at once: what a snapshot freezes.

The statements are made of the same conditions as the lists behind a number. What several indicators
share is asked once for all of them: the base of a share, and who is outside a base.
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
    MissReason,
    alternatives,
    base_of,
    holds,
    is_among,
    is_ready,
    lacks,
    leaf_of,
    measure_of,
    members_of,
    narrowed,
    reasons_of,
)
from rostok.indicators.tree import Below
from rostok.kernel.measures import Ask, Members

CHUNK = 5000
NOT_SAID: tuple[int, date | None] = (0, None)
Row = tuple[int, int, int, date | None]


@dataclass(frozen=True)
class Membership:
    """A set that is counted as it is: rows of (member, unit, number of the phrase, day).

    `part` is the set's place in the formula. Phrase 0 stands for «counted».
    """

    part: int
    kind: str
    phrases: tuple[str, ...]
    rows: QuerySet[Any]
    outside: ClassVar[bool] = False

    def __iter__(self) -> Iterator[Row]:
        """Rows in the order of the lists, streamed."""
        for member, unit, reason, _sort, *days in self.rows.iterator(chunk_size=CHUNK):
            yield member, unit, reason, latest(days)


@dataclass(frozen=True)
class ShareMembership:
    """The base of a share, and apart from it what is said of its members.

    Two of equal keys have the same base, so it may be read once for both. `counted` are rows of
    (member, days…), one query for each set of a union; `missed` are rows of (member, number of the
    phrase). Of whom neither speaks there is only the last phrase to say.
    """

    kind: str
    phrases: tuple[str, ...]
    key: Any
    placed: QuerySet[Any]
    counted: tuple[QuerySet[Any], ...] = ()
    missed: QuerySet[Any] | None = None
    part: ClassVar[int] = 0
    outside: ClassVar[bool] = False

    def base(self) -> Iterator[tuple[int, int]]:
        """Each member with the unit it is counted at, in the order of the lists."""
        for member, unit, *_rest in self.placed.iterator(chunk_size=CHUNK):
            yield member, unit

    def said(self) -> dict[int, tuple[int, date | None]]:
        """Member → number of the phrase and the day of the fact."""
        found: dict[int, tuple[int, date | None]] = {}
        if self.missed is not None:
            for member, reason in self.missed.iterator(chunk_size=CHUNK):
                found[member] = reason, None
        for rows in self.counted:
            for member, *days in rows.iterator(chunk_size=CHUNK):
                known = found.get(member, NOT_SAID)[1]
                found[member] = 0, latest([known, *days])
        return found

    def __iter__(self) -> Iterator[Row]:
        said, unsaid = self.said(), (len(self.phrases) - 1, None)
        for member, unit in self.base():
            yield member, unit, *said.get(member, unsaid)


def latest(days: list[date | None]) -> date | None:
    """The latest of several days, of which any may be unknown."""
    return max(filter(None, days), default=None)


class Outside:
    """Who almost belongs to a base: each by the first near-miss that holds below the unit.

    The same for every indicator of the base; two with equal keys hold the same people. Near-misses
    are asked one by one: together, each without those before it, they take longer to put than to
    answer.
    """

    part = 0
    outside = True

    def __init__(self, question: Question, leaf: Named, below: Below) -> None:
        self.question = question
        self.leaf = leaf
        self.below = below
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
        rows: Iterator[Any] = listed(members, self.below, Value(number)).iterator(chunk_size=CHUNK)
        return rows


def memberships_of(
    question: Question, below: Below
) -> list[Membership | ShareMembership | Outside]:
    """All that can be listed behind a number below a unit; nothing where people report it."""
    formula = question.formula
    if isinstance(formula, Share):
        found = [share_membership(question, formula, below)] if is_ready(formula.base) else []
        return [*found, *outside_membership(question, below)]
    sets = enumerate(formula.sets())
    plain = [plain_membership(question, below, at, one) for at, one in sets if is_ready(one)]
    return [*plain, *outside_membership(question, below)]


def share_membership(question: Question, formula: Share, below: Below) -> ShareMembership:
    """The base of a share: each counted, or the first reason why not."""
    ask, placed = question.ask, base_of(formula.base, question.ask)
    base = ShareMembership(
        kind_of(formula.base),
        (COUNTED, NO_SOURCE),
        (formula.base, question.period, question.on, question.version.pk),
        listed(placed, below, Value(0)),
    )
    if not is_ready(formula.of):
        return base
    reasons = reasons_of(formula.of, ask, placed.member)
    rows = within(placed, below)
    counted = (counted_by(one, ask, placed, rows) for one in alternatives(formula.of))
    missed = rows.filter(lacks(formula.of, ask, placed.member))
    return replace(
        base,
        phrases=(COUNTED, *(one.phrase for one in reasons), NO_FACT),
        counted=tuple(counted),
        missed=with_reasons(missed, placed.member, reasons) if reasons else None,
    )


def counted_by(item: MemberSet, ask: Ask, placed: Members, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows of a base whose members are in the set, with the days of their facts."""
    named = {f"day_{place}": day for place, day in enumerate(days_of(item, ask, placed.member))}
    inside: Any = rows.filter(holds(item, ask, placed.member)).annotate(**named)
    counted: QuerySet[Any] = inside.values_list(placed.member, *named)
    return counted


def with_reasons(rows: QuerySet[Any], member: str, reasons: list[MissReason]) -> QuerySet[Any]:
    """The first reason that holds of each."""
    number = Case(
        *(When(one.condition, then=Value(place)) for place, one in enumerate(reasons, start=1)),
        default=Value(len(reasons) + 1),
        output_field=IntegerField(),
    )
    missed: QuerySet[Any] = rows.annotate(missed_by=number).values_list(member, "missed_by")
    return missed


def plain_membership(question: Question, below: Below, part: int, item: MemberSet) -> Membership:
    """A set that is counted as it is."""
    placed = base_of(item, question.ask)
    days = [F(placed.on)] if placed.on else []
    rows = listed(placed, below, Value(0), *days)
    return Membership(part, kind_of(item), (COUNTED,), rows)


def outside_membership(question: Question, below: Below) -> list[Outside]:
    """Near-misses of the base (of a count, of what it counts): who almost belongs to it."""
    formula = question.formula
    sets = [formula.base] if isinstance(formula, Share) else formula.sets()[:1]
    if not sets or not is_ready(sets[0]):
        return []
    leaf = leaf_of(sets[0])
    return [Outside(question, leaf, below)] if measure_of(leaf).near_misses else []


def days_of(item: MemberSet, ask: Ask, member: str) -> list[Any]:
    """For each measure of the set, the day of the member's latest fact."""
    found = (members_of(leaf, ask) for leaf in item.leaves())
    return [latest_day(members, member) for members in found if members.on]


def latest_day(members: Members, member: str) -> Subquery:
    rows = members.rows.filter(**{members.member: OuterRef(member)}).order_by(f"-{members.on}")
    return Subquery(rows.values(str(members.on))[:1])


def listed(members: Members, below: Below, reason: Any, *days: Any) -> QuerySet[Any]:
    """Rows of (member, unit, reason, sort, days…) below a unit, in the order of the lists."""
    sort = F(members.order) if members.order else Cast(members.member, CharField())
    named = {f"day_{place}": day for place, day in enumerate(days)}
    found: QuerySet[Any] = (
        within(members, below)
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
