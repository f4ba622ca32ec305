"""A copy that is due waits on the home page of whoever keeps the installation."""

from django.urls import reverse

from rostok.config.backup.queries import is_overdue
from rostok.config.permissions import VIEW_BACKUPS
from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoRow, todo_source


def copy_due(actor: Actor) -> list[TodoRow] | None:
    if not actor.may(VIEW_BACKUPS):
        return None
    row = TodoRow("данные и файлы", reverse("backups"), note="за 7 дней не было ни одной")
    return [row] if is_overdue() else []


todo_source("config.backups", "Сделать резервную копию", copy_due)
