"""What waits on the home page of those who keep the list of staff."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from rostok.accounts import permissions as accounts
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoItem, todo_lists
from rostok.staff import permissions, transfers
from rostok.staff.leavers import leavers_with_access

NEWS = timedelta(days=7)


def line(title: str, rows: Any, query: str = "") -> TodoItem:
    return TodoItem(title, f"{reverse('staff:transfers')}{query}", rows.count())


def transfers_to_decide(actor: Actor) -> TodoItem | None:
    if not actor.may(permissions.EDIT):
        return None
    return line("Переводы ждут вашего решения", transfers.awaiting(actor), "?state=mine")


def transfers_answered(actor: Actor) -> TodoItem | None:
    if not actor.may(permissions.EDIT):
        return None
    rows = transfers.answered(actor, clock.today() - NEWS)
    return line("На ваши запросы о переводе ответили", rows, "?state=decided")


def transfers_unanswered(actor: Actor) -> TodoItem | None:
    """After the days of grace one may turn to the level above."""
    if not actor.may(permissions.EDIT):
        return None
    title = "Переводы без ответа больше 10 дней: решить может методическая служба"
    return line(title, transfers.overdue(actor), "?state=open")


def leavers_who_may_sign_in(actor: Actor) -> TodoItem | None:
    if not actor.may(accounts.MANAGE):
        return None
    count = leavers_with_access(actor).count()
    return TodoItem("Уволенные, которые ещё могут войти", reverse("staff:leavers"), count)


todo_lists.add("staff.leavers", leavers_who_may_sign_in, origin="staff")
todo_lists.add("staff.transfers_to_decide", transfers_to_decide, origin="staff")
todo_lists.add("staff.transfers_answered", transfers_answered, origin="staff")
todo_lists.add("staff.transfers_unanswered", transfers_unanswered, origin="staff")
