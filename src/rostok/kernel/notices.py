"""Notices: packages say what people are told of and what has a term; an engine above delivers.

`notify` and `settle` are called by services, inside their transaction. Who is told is the caller's
to say (`accounts.queries.keepers_of` finds who answers for a place); whether it comes by mail, and
what of it may be shown when it is read, is the engine's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from rostok.kernel.access import Actor
from rostok.kernel.refs import Ref, ref_to
from rostok.kernel.registry import Registry

WEEK = 7
Address = Callable[[], str]


@dataclass(frozen=True)
class NoticeKind:
    """What people may be told of.

    `sentence` takes `{title}` of the row and the parameters by name. `by_letter`: it also stands
    in the daily letter until the person chooses otherwise. `discreet`: outside the site only
    `title` is told, for the sentence names people. `many` is the address of a list: somebody told
    of more than a few rows at once finds one notice with their number instead.
    """

    name: str
    title: str
    sentence: str
    by_letter: bool = True
    discreet: bool = False
    many: Address | None = None


@dataclass(frozen=True)
class Told:
    """One person told about one row."""

    user_id: int
    ref: Ref
    due: date | None = None


@dataclass(frozen=True)
class Telling:
    """What an engine delivers: one kind to many people. `actor` is never told of their own act."""

    actor: Actor
    kind: str
    told: Sequence[Told]
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Engine:
    """Who delivers notices, and takes back those that are no longer to be acted upon."""

    deliver: Callable[[Telling], None]
    settle: Callable[[Sequence[Ref], Sequence[str]], None]
    retime: Callable[[Mapping[Ref, date]], None]


Terms = Callable[[date], Iterable[Told]]


@dataclass(frozen=True)
class TermKind:
    """What has a term.

    `rows(day)`: everything still open whose term comes by the day, with whom to remind of it; what
    is done or cancelled is simply not there.

    A reminder comes when `days` are left (the largest first, 0 is the last day), then after the
    term and every `again` days. `many` is as in `NoticeKind`.
    """

    name: str
    title: str
    rows: Terms
    days: tuple[int, ...] = (7, 1, 0)
    again: int = WEEK
    many: Address | None = None


Quiet = Callable[[date], models.QuerySet[Any]]

kinds: Registry[NoticeKind] = Registry("notices", "Виды уведомлений")
terms: Registry[TermKind] = Registry("terms", "О чьих сроках напоминаем")
engines: Registry[Engine] = Registry("notice_engines", "Кто доставляет уведомления")
quiet: Registry[Quiet] = Registry("quiet_people", "Кому не напоминаем (люди, одна колонка id)")


def notice_kind(
    name: str,
    title: str,
    sentence: str,
    *,
    by_letter: bool = True,
    discreet: bool = False,
    many: Address | None = None,
) -> str:
    """Register a kind and return its name.

    `RETURNED = notice_kind("reports.returned", "Вернули форму", "Вернули «{title}»: {comment}")`.
    """
    kind = NoticeKind(name, title, sentence, by_letter, discreet, many)
    kinds.add(name, kind, origin=name.split(".", maxsplit=1)[0])
    return name


def term_kind(
    name: str,
    title: str,
    rows: Terms,
    *,
    days: tuple[int, ...] = (7, 1, 0),
    again: int = WEEK,
    many: Address | None = None,
) -> TermKind:
    """Register what has a term; `title` says what to do: «Сдать отчётную форму»."""
    kind = TermKind(name, title, rows, tuple(sorted(days, reverse=True)), again, many)
    return terms.add(name, kind, origin=name.split(".", maxsplit=1)[0])


def notify(
    actor: Actor,
    kind: str,
    who: Mapping[Any, Iterable[int]],
    *,
    due: date | Mapping[Any, date | None] | None = None,
    **params: Any,
) -> None:
    """Tell users about rows: `{row: ids of users}`, in a handful of statements for any number.

    `due` is one day for all rows or the day of each. `params` go into the sentence of the kind;
    dates and numbers are stored as text.
    """
    kinds.get(kind)
    days = due if isinstance(due, Mapping) else dict.fromkeys(who, due)
    told = [
        Told(user, ref, days.get(row))
        for row, users in who.items()
        for ref in [ref_to(row)]
        for user in users
    ]
    words = {name: str(value) for name, value in params.items()}
    for engine in engines.values() if told else ():
        engine.deliver(Telling(actor, kind, told, words))


def settle(rows: Iterable[models.Model], *names: str) -> None:
    """What was told of these rows is done: unread notices of the kinds (of all) count no more."""
    refs = [ref_to(row) for row in rows]
    for engine in engines.values() if refs else ():
        engine.settle(refs, names)


def retime(days: Mapping[Any, date | None]) -> None:
    """Terms of these rows moved: what was told of them says the new day, old reminders are over."""
    moved = {ref_to(row): day for row, day in days.items() if day is not None}
    for engine in engines.values() if moved else ():
        engine.retime(moved)
