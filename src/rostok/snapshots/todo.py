"""Snapshots that wait to be approved, that came back, and those a maker waits for."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from rostok.accounts.queries import Contact, contacts_of, kept_nearer
from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoRow, todo_source
from rostok.snapshots import permissions
from rostok.snapshots.models import Snapshot
from rostok.snapshots.queries import snapshots_returned, snapshots_submitted, snapshots_waiting


def to_approve(actor: Actor) -> QuerySet[Snapshot] | None:
    """Where nobody nearer but the maker may approve."""
    if not actor.may(permissions.APPROVE):
        return None
    nearer = kept_nearer(actor, permissions.APPROVE, but="maker")
    return snapshots_waiting(actor).filter(~nearer)


def to_mend(actor: Actor) -> QuerySet[Snapshot] | None:
    return snapshots_returned(actor) if actor.may(permissions.MAKE) else None


def to_wait_for(actor: Actor) -> QuerySet[Snapshot] | None:
    return snapshots_submitted(actor) if actor.may(permissions.MAKE) else None


def row_of(snapshot: Snapshot, note: str, contact: Contact | None = None) -> TodoRow:
    return TodoRow(
        str(snapshot),
        snapshot.get_absolute_url(),
        note=note,
        waits_for=contact.names if contact else "",
        phone=contact.phone if contact else "",
    )


def as_submitted(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    return [row_of(row, row.maker_title) for row in rows]


def as_returned(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    return [row_of(row, row.comment) for row in rows]


def as_waiting(actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    units = {row.unit_id for row in rows}
    found = contacts_of(actor, units, permissions.APPROVE, but=[actor.user_id or 0])
    nobody = "утвердить некому: ни у кого нет этого права"
    return [
        row_of(row, "ждёт утверждения" if row.unit_id in found else nobody, found.get(row.unit_id))
        for row in rows
    ]


todo_source("snapshots.approve", "Утвердить срез показателей", to_approve, as_submitted)
todo_source("snapshots.mend", "Исправить возвращённый срез", to_mend, as_returned)
todo_source(
    "snapshots.submitted",
    "Ваш срез показателей рассматривается",
    to_wait_for,
    as_waiting,
    for_others=True,
)
