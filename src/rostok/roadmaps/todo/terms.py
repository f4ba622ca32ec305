"""Occurrences that wait: to be done by the actor, to be accepted, and those sent by them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from rostok.accounts.queries import Contact, contacts_of, kept_nearer
from rostok.kernel import clock
from rostok.kernel.access import SUBTREE, Actor
from rostok.kernel.periods import DAY
from rostok.kernel.todo import TodoRow, todo_source
from rostok.roadmaps import permissions
from rostok.roadmaps.models import TO_DO_STATES, Occurrence, OccurrenceState
from rostok.roadmaps.models.occurrences import OccurrenceQuerySet
from rostok.roadmaps.queries import occurrences_for, open_of_person, waiting_for

SOON = timedelta(days=14)


def to_do(actor: Actor) -> QuerySet[Any] | None:
    """What is named to the actor and due in two weeks, or came back."""
    if actor.person_id is None:
        return None
    near = Q(due__lte=clock.today() + SOON) | Q(state=OccurrenceState.RETURNED)
    found: QuerySet[Any] = open_of_person(actor).filter(near, state__in=TO_DO_STATES).with_places()
    return found


def to_accept(actor: Actor) -> QuerySet[Any] | None:
    """Where nobody nearer may accept."""
    if not actor.may(permissions.ACCEPT):
        return None
    kept = kept_nearer(actor, permissions.ACCEPT, but="sender")
    found: QuerySet[Any] = waiting_for(actor).filter(~kept).with_places()
    return found


def to_wait_for(actor: Actor) -> QuerySet[Any] | None:
    if actor.user_id is None or not actor.may(permissions.WORK):
        return None
    sent = occurrences_for(actor).filter(sender=actor.user_id)
    found: QuerySet[Any] = sent.filter(state=OccurrenceState.SUBMITTED).with_places()
    return found


def to_name(actor: Actor) -> QuerySet[Any] | None:
    """What is near or late at the very units the actor keeps, and is nobody's yet."""
    return at_own_units(actor, permissions.WORK, due=clock.today() + SOON, responsible=None)


def late_at_others(actor: Actor) -> QuerySet[Any] | None:
    """What others are named for at the units where the actor accepts, and is late."""
    rows = at_own_units(actor, permissions.ACCEPT, due=clock.today() - DAY)
    if rows is None:
        return None
    found: QuerySet[Any] = rows.exclude(responsible=None)
    return found.exclude(responsible=actor.person_id or 0)


def at_own_units(
    actor: Actor, right: str, *, due: date, **lookup: Any
) -> OccurrenceQuerySet | None:
    """What is to be done by a day at units that the actor's own roles are of, not below them.

    The right reaches these units by itself, so that no other scope is asked for.
    """
    own = actor.reaches_of(right).get(SUBTREE, [])
    if not own:
        return None
    rows = Occurrence.objects.filter(unit__in=own, **lookup)
    found: OccurrenceQuerySet = rows.filter(state__in=TO_DO_STATES, due__lte=due).with_places()
    return found


def row_of(occurrence: Occurrence, note: str = "", **more: Any) -> TodoRow:
    return TodoRow(occurrence.action.title, occurrence.get_absolute_url(), note=note, **more)


def as_to_do(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    return [row_of(row, row.comment or str(row.unit), due=row.due) for row in rows]


def as_unnamed(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    return [row_of(row, f"{row.unit}, исполнитель не назначен", due=row.due) for row in rows]


def as_late(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    return [
        row_of(row, str(row.unit), due=row.due, waits_for=row.responsible.full_name) for row in rows
    ]


def as_sent(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    return [row_of(row, f"{row.unit}, отправлено: {row.sender_title}") for row in rows]


def as_waiting(actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    found = deciders_of(actor, rows)
    return [
        row_of(
            row,
            "ждёт приёмки" if row.unit_id in found else "принять некому: ни у кого нет этого права",
            **waited(found.get(row.unit_id)),
        )
        for row in rows
    ]


def deciders_of(actor: Actor, rows: Sequence[Any]) -> dict[int, Contact]:
    """Who may decide about rows of units, besides the actor who sent them."""
    units = {row.unit_id for row in rows}
    return contacts_of(actor, units, permissions.ACCEPT, but=[actor.user_id or 0])


def waited(contact: Contact | None) -> dict[str, str]:
    return {"waits_for": contact.names, "phone": contact.phone} if contact else {}


todo_source("roadmaps.mine", "Выполнить мероприятие дорожной карты", to_do, as_to_do, due="due")
todo_source("roadmaps.name", "Назначить исполнителя", to_name, as_unnamed, due="due")
todo_source(
    "roadmaps.late",
    "Мероприятие не выполнено в срок",
    late_at_others,
    as_late,
    due="due",
    for_others=True,
)
todo_source("roadmaps.accept", "Принять выполненное мероприятие", to_accept, as_sent)
todo_source(
    "roadmaps.sent",
    "Ваше мероприятие ждёт приёмки",
    to_wait_for,
    as_waiting,
    for_others=True,
)
