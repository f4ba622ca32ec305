"""A copy that is due waits on the home page of whoever keeps the installation."""

from django.urls import reverse

from rostok.config.backup.queries import is_overdue
from rostok.config.permissions import VIEW_BACKUPS
from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoItem, todo_lists


def copy_due(actor: Actor) -> TodoItem | None:
    if not actor.may(VIEW_BACKUPS) or not is_overdue():
        return None
    return TodoItem("Сделать резервную копию (за 7 дней не было ни одной)", reverse("backups"), 1)


todo_lists.add("backups", copy_due, origin="config")
