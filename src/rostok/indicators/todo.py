"""Forms that wait: to be filled in by the actor, to be approved by them."""

from typing import Any

from django.urls import reverse

from rostok.indicators import permissions
from rostok.indicators.models import DataForm, FormState
from rostok.indicators.reported.reads import waiting_forms
from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoItem, todo_lists


def forms_waiting(actor: Actor) -> TodoItem | None:
    """Forms of the actor's own places that nobody has sent yet."""
    if not actor.may(permissions.REPORT):
        return None
    number = waiting_forms(actor).count()
    return TodoItem("Заполнить отчётные показатели", reverse("indicators:forms") + OPEN, number)


def forms_to_approve(actor: Actor) -> TodoItem | None:
    if not actor.may(permissions.APPROVE_REPORTS):
        return None
    rows: Any = DataForm.objects.visible_to(actor, permissions.APPROVE_REPORTS)
    number = rows.filter(state=FormState.COMPLETE, obliged=True).count()
    address = f"{reverse('indicators:forms')}?state={FormState.COMPLETE}"
    return TodoItem("Утвердить отчётные формы", address, number)


OPEN = "?open=1"

todo_lists.add("reports-to-fill", forms_waiting, origin="indicators")
todo_lists.add("reports-to-approve", forms_to_approve, origin="indicators")
