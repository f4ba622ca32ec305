"""Forms that wait for the actor's hand, and those the actor waits for."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rostok.accounts.queries import Contact, contacts_of
from rostok.indicators import permissions
from rostok.indicators.models import DataForm, FormState
from rostok.indicators.reported.duties import (
    forms_expected,
    forms_to_accept,
    forms_to_approve,
    forms_to_send,
    forms_under_way,
)
from rostok.indicators.reported.words import state_words
from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoRow, todo_source


def row_of(
    form: DataForm, note: str, contact: Contact | None = None, *, due: date | None = None
) -> TodoRow:
    return TodoRow(
        title=f"{form.unit.short_title}, {form.year} год",
        url=form.get_absolute_url(),
        due=due,
        since=form.sent_at.date() if form.sent_at else None,
        note=note,
        waits_for=contact.names if contact else "",
        phone=contact.phone if contact else "",
    )


def as_mine(_actor: Actor, forms: Sequence[Any]) -> list[TodoRow]:
    return [row_of(form, state_words(form, above=False), due=form.due) for form in forms]


def as_sent(_actor: Actor, forms: Sequence[Any]) -> list[TodoRow]:
    """What others sent: its term matters no more, who sent it does."""
    return [row_of(form, form.sender_title) for form in forms]


def as_expected(actor: Actor, forms: Sequence[Any]) -> list[TodoRow]:
    """With who fills it in and their phone, to be asked."""
    mine, units = [actor.user_id or 0], {form.unit_id for form in forms}
    contacts = contacts_of(actor, units, permissions.REPORT, but=mine)
    return [
        row_of(form, expected_words(form, contacts), contacts.get(form.unit_id), due=form.due)
        for form in forms
    ]


def expected_words(form: DataForm, contacts: Mapping[int, Contact]) -> str:
    words = state_words(form, above=True)
    return words if form.unit_id in contacts else f"{words}; заполнить некому: дайте кому-то доступ"


def as_under_way(actor: Actor, forms: Sequence[Any]) -> list[TodoRow]:
    """With who approves it or, approved, accepts it above."""
    sent = [form for form in forms if form.state == FormState.COMPLETE]
    approved = [form for form in forms if form.state != FormState.COMPLETE]
    mine = [actor.user_id or 0]
    at = contacts_of(actor, {f.unit_id for f in sent}, permissions.APPROVE_REPORTS, but=mine)
    above = contacts_of(actor, {place_above(f) for f in approved}, permissions.COLLECT, but=mine)
    found = {form.pk: at.get(form.unit_id) for form in sent}
    found |= {form.pk: above.get(place_above(form)) for form in approved}
    return [row_of(form, state_words(form, above=False), found[form.pk]) for form in forms]


def place_above(form: DataForm) -> int:
    return form.unit_id if form.unit_id == form.system.root_id else form.unit.parent_id or 0


todo_source("indicators.fill", "Заполнить отчётную форму", forms_to_send, as_mine, due="due")
todo_source("indicators.approve", "Утвердить отчётную форму", forms_to_approve, as_sent)
todo_source("indicators.accept", "Принять отчётную форму", forms_to_accept, as_sent)
todo_source(
    "indicators.expected",
    "Отчётная форма не сдана",
    forms_expected,
    as_expected,
    due="due",
    for_others=True,
)
todo_source(
    "indicators.under_way",
    "Ваша отчётная форма рассматривается",
    forms_under_way,
    as_under_way,
    for_others=True,
)
