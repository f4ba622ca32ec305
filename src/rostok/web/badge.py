"""The number at «Сегодня» in the menu: on every page, so it costs one statement put together once.

Making the queries of all sources takes longer than asking them. The statement depends on the
actor's rights and the day alone, so it is kept for some minutes; what it counts is always of now.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.nav import MOST
from rostok.kernel.todo import todo_sources

MINE = "todo.mine"  # counted already for the page itself
KEPT = 300


@dataclass(frozen=True)
class Plan:
    """One statement for all sources that are queries, and the names of those that are lists."""

    sql: str
    values: Sequence[Any]
    lists: Sequence[str]


def number_of_mine(actor: Actor) -> int:
    """What waits for the actor, at most one more of each source than is shown."""
    if MINE in actor.memory:
        return int(actor.memory[MINE])
    plan = plan_for(actor)
    listed = sum(len(todo_sources.get(name).rows(actor) or ()) for name in plan.lists)
    return listed + counted(plan)


def plan_for(actor: Actor) -> Plan:
    stamp = repr((actor.user_id, actor.person_id, actor.grants, actor.unlimited, clock.today()))
    key = f"todo-{sha256(stamp.encode()).hexdigest()}"
    known = cache.get(key)
    if isinstance(known, Plan):
        return known
    made = make_plan(actor)
    cache.set(key, made, KEPT)
    return made


def make_plan(actor: Actor) -> Plan:
    mine = [source for source in todo_sources.values() if not source.for_others]
    given = [(source.key, source.rows(actor)) for source in mine]
    parts = list(statements(rows for _key, rows in given if isinstance(rows, QuerySet)))
    counts = " + ".join(f"(SELECT COUNT(*) FROM ({sql}) AS part)" for sql, _values in parts)  # noqa: S608 - compiled by Django
    return Plan(
        sql=f"SELECT {counts}" if parts else "",
        values=[value for _sql, values in parts for value in values],
        lists=[key for key, rows in given if rows is not None and not isinstance(rows, QuerySet)],
    )


def statements(queries: Iterable[QuerySet[Any]]) -> Iterator[tuple[str, Sequence[Any]]]:
    for rows in queries:
        few = rows.order_by().values("pk")[: MOST + 1]
        try:
            yield few.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            continue


def counted(plan: Plan) -> int:
    if not plan.sql:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(plan.sql, plan.values)
        return int(cursor.fetchone()[0])
