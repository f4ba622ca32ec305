"""What waits for a person and for whom they wait, counted and listed from the same rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any, overload

from django.db.models import Count, F, Min, Q, QuerySet

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoRow, TodoSource, todo_sources
from rostok.web.badge import MINE

WEEK = timedelta(days=7)
FETCHED = 12  # a source with no more rows is counted from them, without another query
SINGLY = 3  # so many rows of a kind stand one by one, more stand as a number


class When(StrEnum):
    """How soon: what has no term is asked for today."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


TITLES = {
    When.OVERDUE: "Просрочено",
    When.TODAY: "Сегодня",
    When.WEEK: "Ближайшие 7 дней",
    When.LATER: "Позже",
}


def when_of(due: date | None, today: date) -> When:
    if due is None or due == today:
        return When.TODAY
    if due < today:
        return When.OVERDUE
    return When.WEEK if due <= today + WEEK else When.LATER


def condition_of(when: When, field: str, today: date) -> Q:
    """The same as `when_of`, for the rows of a query."""
    return {
        When.OVERDUE: Q(**{f"{field}__lt": today}),
        When.TODAY: Q(**{f"{field}": today}) | Q(**{f"{field}__isnull": True}),
        When.WEEK: Q(**{f"{field}__gt": today, f"{field}__lte": today + WEEK}),
        When.LATER: Q(**{f"{field}__gt": today + WEEK}),
    }[when]


@dataclass(frozen=True)
class Group:
    """Rows of one «how soon»: how many, and the earliest term."""

    number: int = 0
    term: date | None = None


def groups_of(rows: Iterable[TodoRow], today: date) -> dict[When, Group]:
    found = dict.fromkeys(When, Group())
    for row in rows:
        when = when_of(row.due, today)
        known = found[when]
        term = min(filter(None, (known.term, row.due)), default=None)
        found[when] = Group(known.number + 1, term)
    return found


@dataclass(frozen=True)
class Found:
    """A source as the actor meets it today: its rows by term, and how many there are."""

    source: TodoSource
    actor: Actor
    rows: Any
    today: date

    @cached_property
    def is_query(self) -> bool:
        return isinstance(self.rows, QuerySet)

    @cached_property
    def ordered(self) -> Any:
        """The most urgent first; what has no term stands with what is due today."""
        if not self.is_query:
            return sorted(self.rows, key=lambda row: (row.due or self.today, row.title))
        if not self.source.due:
            return self.rows
        return self.rows.order_by(F(self.source.due).asc(nulls_last=True), "pk")

    @cached_property
    def first(self) -> list[TodoRow]:
        """One row more than are counted one by one."""
        return list(self.shown(self.ordered[: FETCHED + 1]))

    def shown(self, rows: Iterable[Any]) -> Sequence[TodoRow]:
        return self.source.shown(self.actor, list(rows))

    @property
    def counts(self) -> dict[When, int]:
        return {when: group.number for when, group in self.groups.items()}

    @cached_property
    def groups(self) -> dict[When, "Group"]:
        """How many rows of each «how soon», and the earliest term of them, in one query at most."""
        if not self.is_query or len(self.first) <= FETCHED:
            return groups_of(self.first if self.is_query else self.ordered, self.today)
        if not self.source.due:
            return {**dict.fromkeys(When, Group()), When.TODAY: Group(self.rows.count())}
        asked: dict[str, Any] = {}
        for when in When:
            there = condition_of(when, self.source.due, self.today)
            asked[f"{when}_number"] = Count("pk", filter=there)
            asked[f"{when}_term"] = Min(self.source.due, filter=there)
        found = self.rows.order_by().aggregate(**asked)
        return {when: Group(found[f"{when}_number"], found[f"{when}_term"]) for when in When}

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def of(self, when: When | None) -> Any:
        """All rows of one «how soon», a query or a list."""
        if when is None:
            return self.ordered
        if not self.is_query:
            return [row for row in self.ordered if when_of(row.due, self.today) == when]
        if not self.source.due:
            return self.ordered if when == When.TODAY else self.rows.none()
        return self.ordered.filter(condition_of(when, self.source.due, self.today))

    def part(self, when: When | None, start: int, stop: int) -> Sequence[TodoRow]:
        """Rows by their places in `of`; those read already are not asked for again."""
        read = self.first if when is None else self.first_of(when)
        if stop <= len(read):
            return read[start:stop]
        return self.shown(self.of(when)[start:stop])

    def first_of(self, when: When) -> list[TodoRow]:
        """Of the rows read already, those of one «how soon»."""
        return [row for row in self.first if when_of(row.due, self.today) == when]


def found_for(actor: Actor, *, for_others: bool) -> list[Found]:
    """Sources with something in them, in the order they were registered."""
    today = clock.today()
    given = [
        (source, source.rows(actor))
        for source in todo_sources.values()
        if source.for_others == for_others
    ]
    made = [Found(source, actor, rows, today) for source, rows in given if rows is not None]
    found = [one for one in made if one.first]
    if not for_others:
        actor.memory[MINE] = sum(one.total for one in found)
    return found


class Joined(Sequence[TodoRow]):
    """Rows of several sources one after another, read by the page."""

    def __init__(self, found: Sequence[Found], when: When | None) -> None:
        self.parts = [(one, one.counts[when] if when else one.total) for one in found]
        self.when = when

    def __len__(self) -> int:
        return sum(number for _found, number in self.parts)

    @overload
    def __getitem__(self, place: int) -> TodoRow: ...
    @overload
    def __getitem__(self, place: slice) -> list[TodoRow]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, int):
            return self[place : place + 1][0]
        return [row for _source, rows in self.slices(place.start or 0, place.stop) for row in rows]

    def slices(self, start: int, stop: int) -> Iterator[tuple[Found, Sequence[TodoRow]]]:
        """The sources that a page touches, each with its rows there."""
        before = 0
        for found, number in self.parts:
            first, last = max(start - before, 0), min(stop - before, number)
            if first < last:
                yield found, found.part(self.when, first, last)
            before += number
