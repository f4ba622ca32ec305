"""What waits for those who approve, and for those whose snapshot came back."""

from django.db.models import QuerySet
from django.urls import reverse

from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoItem, todo_lists
from rostok.snapshots import permissions
from rostok.snapshots.models import Snapshot
from rostok.snapshots.queries import snapshots_returned, snapshots_waiting

MOST = 100


def to_approve(actor: Actor) -> TodoItem | None:
    """One opens at once, several through their list."""
    if not actor.may(permissions.APPROVE):
        return None
    return item_of("Утвердить срезы показателей", snapshots_waiting(actor))


def to_mend(actor: Actor) -> TodoItem | None:
    if not actor.may(permissions.MAKE):
        return None
    return item_of("Исправить возвращённые срезы", snapshots_returned(actor))


def item_of(title: str, rows: QuerySet[Snapshot]) -> TodoItem | None:
    found = list(rows[:MOST])
    if not found:
        return None
    url = (
        found[0].get_absolute_url()
        if len(found) == 1
        else reverse("snapshots:list", args=[found[0].system.key])
    )
    return TodoItem(title, url, len(found))


todo_lists.add("snapshots.approve", to_approve, origin="snapshots")
todo_lists.add("snapshots.mend", to_mend, origin="snapshots")
