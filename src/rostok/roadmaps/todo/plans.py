"""Work plans that wait: to be approved, to be mended, and those sent by the actor."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from rostok.accounts.queries import kept_nearer
from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoRow, todo_source
from rostok.roadmaps import permissions
from rostok.roadmaps.models import PlanState, WorkPlan
from rostok.roadmaps.todo.terms import deciders_of, waited


def plans_to_approve(actor: Actor) -> QuerySet[Any] | None:
    """Sent by others, where nobody nearer may approve."""
    if not actor.may(permissions.ACCEPT):
        return None
    rows: Any = WorkPlan.objects.visible_to(actor, permissions.ACCEPT).with_places()
    sent: QuerySet[Any] = rows.filter(state=PlanState.SUBMITTED)
    sent = sent.filter(~kept_nearer(actor, permissions.ACCEPT, but="author"))
    return sent.exclude(author=actor.user_id) if actor.user_id is not None else sent


def plans_to_mend(actor: Actor) -> QuerySet[Any] | None:
    return own_plans(actor, PlanState.RETURNED)


def plans_sent(actor: Actor) -> QuerySet[Any] | None:
    return own_plans(actor, PlanState.SUBMITTED)


def own_plans(actor: Actor, state: PlanState) -> QuerySet[Any] | None:
    if actor.user_id is None or not actor.may(permissions.WORK):
        return None
    rows: Any = WorkPlan.objects.visible_to(actor, permissions.WORK).with_places()
    found: QuerySet[Any] = rows.filter(author=actor.user_id, state=state)
    return found


def row_of(plan: WorkPlan, note: str, **more: Any) -> TodoRow:
    return TodoRow(f"{plan.unit}, {plan.year} год", plan.get_absolute_url(), note=note, **more)


def as_sent(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    return [row_of(row, f"отправлено: {row.author_title}") for row in rows]


def as_returned(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    return [row_of(row, row.comment) for row in rows]


def as_waiting(actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    found = deciders_of(actor, rows)
    return [
        row_of(
            row,
            "ждёт утверждения" if row.unit_id in found else "утвердить некому: напишите основание",
            **waited(found.get(row.unit_id)),
        )
        for row in rows
    ]


todo_source("roadmaps.plans", "Утвердить план работы", plans_to_approve, as_sent)
todo_source("roadmaps.plans_back", "Исправить план работы", plans_to_mend, as_returned)
todo_source(
    "roadmaps.plans_sent",
    "Ваш план работы ждёт утверждения",
    plans_sent,
    as_waiting,
    for_others=True,
)
