"""To-do: packages say what waits for an actor, and for whom an actor waits; home gathers it.

One mechanism for the home page, the lists behind its numbers and the mark at the menu: a source
gives rows, and all three count these very rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from rostok.kernel.access import Actor
from rostok.kernel.registry import Registry


@dataclass(frozen=True)
class TodoRow:
    """One thing that waits: about what, till when, since when; and for whom, when for others."""

    title: str
    url: str
    due: date | None = None
    since: date | None = None
    note: str = ""
    waits_for: str = ""
    phone: str = ""


Rows = QuerySet[Any] | Sequence[TodoRow]


@dataclass(frozen=True)
class TodoSource:
    """Things of one kind that wait.

    `title` says what to do («Утвердить отчётную форму») or, `for_others`, what is waited for.
    `rows`: all that waits, scoped to the actor; None where the actor has nothing to do with it. A
    query costs no more than its first rows; things that stand in no table may be a list.
    `shown`: some of the rows in words, in a fixed number of queries. `due`: the field of the term.
    """

    key: str
    title: str
    rows: Callable[[Actor], Rows | None]
    shown: Callable[[Actor, Sequence[Any]], Sequence[TodoRow]]
    due: str = ""
    for_others: bool = False


todo_sources: Registry[TodoSource] = Registry("todo", "Дела на главной")


def as_they_are(_actor: Actor, rows: Sequence[Any]) -> Sequence[TodoRow]:
    return rows


def todo_source(
    key: str,
    title: str,
    rows: Callable[[Actor], Rows | None],
    shown: Callable[[Actor, Sequence[Any]], Sequence[TodoRow]] = as_they_are,
    *,
    due: str = "",
    for_others: bool = False,
) -> TodoSource:
    """Register a source; `todo.py` of a package calls it."""
    source = TodoSource(key, title, rows, shown, due, for_others)
    return todo_sources.add(key, source, origin=key.split(".", maxsplit=1)[0])
