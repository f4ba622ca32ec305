"""What waits on the home page: requests to answer, consents that are asked again."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoRow, todo_source
from rostok.privacy import permissions, queries
from rostok.privacy.purposes import title_of


def to_answer(actor: Actor) -> QuerySet[Any] | None:
    """Open requests of others: nobody answers their own."""
    if not actor.may(permissions.KEEP):
        return None
    rows: QuerySet[Any] = queries.requests_for_list(actor).open()
    return rows.exclude(person=actor.person_id) if actor.person_id else rows


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


todo_source(
    "privacy.requests", "Ответить на обращение о данных", to_answer, as_requests, due="due_on"
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
