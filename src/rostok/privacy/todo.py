"""What waits on the home page: requests to answer, reports to confirm, consents asked again."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from rostok.accounts.queries import Contact, contacts_of, kept_nearer
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoRow, todo_source
from rostok.privacy import permissions, queries
from rostok.privacy.models import ErasureRun, RunState
from rostok.privacy.purposes import title_of


def to_answer(actor: Actor) -> QuerySet[Any] | None:
    """Open requests of others, where nobody nearer who is not the person answers."""
    if not actor.may(permissions.KEEP):
        return None
    rows: QuerySet[Any] = queries.requests_for_list(actor).open()
    rows = rows.exclude(person=actor.person_id) if actor.person_id else rows
    return rows.filter(~answered_nearer(actor))


def answered_nearer(actor: Actor) -> Q:
    return kept_nearer(actor, permissions.KEEP, but="person__user")


def late_below(actor: Actor) -> QuerySet[Any] | None:
    """Requests past their term that somebody nearer answers: the law asks the operator."""
    if not actor.may(permissions.KEEP):
        return None
    rows: Any = queries.requests_for_list(actor).overdue_on(clock.today())
    found: QuerySet[Any] = rows.filter(answered_nearer(actor))
    return found


def as_late(actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    places = {row.unit_id for row in rows if row.unit_id}
    contacts = contacts_of(actor, places, permissions.KEEP)
    nobody = Contact("")
    return [
        TodoRow(
            title=f"{row.person}: {row.get_kind_display()}",
            url=row.get_absolute_url(),
            due=row.due_on,
            since=row.received_on,
            waits_for=contacts.get(row.unit_id, nobody).names,
            phone=contacts.get(row.unit_id, nobody).phone,
        )
        for row in rows
    ]


def to_wait_for(actor: Actor) -> QuerySet[Any] | None:
    rows: QuerySet[Any] = queries.own_requests(actor).open().order_by("due_on", "pk")
    return rows if actor.person_id else None


def to_decide_again(actor: Actor) -> QuerySet[Any] | None:
    """The text has changed since the person agreed; one who never did is not urged."""
    return queries.replaced_consents(actor.person_id) if actor.person_id else None


def as_requests(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    return [
        TodoRow(
            title=f"{row.person}: {row.get_kind_display()}",
            url=row.get_absolute_url(),
            due=row.due_on,
            since=row.received_on,
        )
        for row in rows
    ]


def as_own(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    return [
        TodoRow(
            title=str(row.get_kind_display()).capitalize(),
            url=reverse("privacy:my_request", args=[row.pk]),
            due=row.due_on,
            since=row.received_on,
            waits_for=row.taken_by,
        )
        for row in rows
    ]


def as_consents(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    return [
        TodoRow(
            title=title_of(row.purpose),
            url=reverse("privacy:my_give", args=[row.purpose]),
            since=row.replaced_on,
            note="сменился текст",
        )
        for row in rows
    ]


def reports_to_confirm(actor: Actor) -> Any:
    """Reports of what has outlived its term, drawn up by somebody else."""
    if not actor.may(permissions.GOVERN):
        return None
    rows: Any = ErasureRun.objects.visible_to(actor, permissions.GOVERN)
    waiting = rows.filter(state=RunState.DRAFT).exclude(user_id=actor.user_id)
    return waiting.filter(~kept_nearer(actor, permissions.GOVERN, but="user_id"))


def as_reports(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    return [
        TodoRow(str(row), row.get_absolute_url(), note=f"{row.unit.short_title}, {row.actor_title}")
        for row in rows
    ]


todo_source(
    "privacy.reports", "Подтвердить отчёт о сроках хранения", reports_to_confirm, as_reports
)
todo_source(
    "privacy.requests", "Ответить на обращение о данных", to_answer, as_requests, due="due_on"
)
todo_source(
    "privacy.late",
    "На обращение о данных не ответили в срок",
    late_below,
    as_late,
    due="due_on",
    for_others=True,
)
todo_source("privacy.consents", "Решить о согласии заново", to_decide_again, as_consents)
todo_source(
    "privacy.own_requests",
    "Ответ на моё обращение о данных",
    to_wait_for,
    as_own,
    due="due_on",
    for_others=True,
)
