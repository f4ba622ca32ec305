"""What people are told of forms, and of whose forms the term is near."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from rostok.accounts.queries import keepers_of
from rostok.indicators import permissions
from rostok.indicators.models import DataForm, FormState
from rostok.indicators.models.reported import OPEN_STATES
from rostok.kernel.access import Actor
from rostok.kernel.notices import Told, notice_kind, notify, settle, term_kind
from rostok.kernel.refs import ref_to


def own_forms() -> str:
    return reverse("indicators:forms") + "?open=1"


def forms_to_look_at() -> str:
    return f"{reverse('indicators:forms')}?state={FormState.COMPLETE}"


ASSIGNED = notice_kind(
    "indicators.assigned",
    "Назначена отчётная форма",
    "Заполните отчётную форму «{title}»",
    many=own_forms,
)
RETURNED = notice_kind(
    "indicators.returned",
    "Вернули отчётную форму",
    "Исправьте отчётную форму «{title}». {comments}",
)
SENT = notice_kind(
    "indicators.sent",
    "Сдали отчётную форму, нужно утвердить",
    "Утвердите отчётную форму «{title}»",
    many=forms_to_look_at,
)
APPROVED = notice_kind(
    "indicators.approved",
    "Утвердили отчётную форму, нужно принять",
    "Примите отчётную форму «{title}»",
    by_letter=False,
    many=own_forms,
)
ACCEPTED = notice_kind(
    "indicators.accepted",
    "Приняли вашу отчётную форму",
    "Отчётную форму «{title}» приняли",
    by_letter=False,
    many=own_forms,
)
LONGEST_COMMENTS = 300


def tell_of_assigned(actor: Actor, forms: Iterable[DataForm]) -> None:
    """Those who fill in each of the forms, the nearest to its unit."""
    forms = list(forms)
    keepers = keepers_of({form.unit_id for form in forms}, permissions.REPORT)
    by_term: dict[date | None, dict[Any, list[int]]] = {}
    for form in forms:
        by_term.setdefault(form.due, {})[form] = keepers.get(form.unit_id, [])
    for due, who in by_term.items():
        notify(actor, ASSIGNED, who, due=due)


def tell_of_step(actor: Actor, form: DataForm, comments: str = "") -> None:
    """What was told before is done; who is next to act, or sent it, hears of the new state."""
    settle([form])
    kind, who = next_after(form)
    if kind:
        notify(actor, kind, {form: who}, comments=comments[:LONGEST_COMMENTS])


def tell_of_accepted(actor: Actor, forms: Iterable[DataForm]) -> None:
    """Of many forms at once: who sent each, and who else answers for its unit."""
    forms = list(forms)
    settle(forms)
    keepers = keepers_of({form.unit_id for form in forms}, permissions.REPORT)
    who = {form: senders(form, keepers.get(form.unit_id, [])) for form in forms}
    notify(actor, ACCEPTED, who)


def next_after(form: DataForm) -> tuple[str, list[int]]:
    if form.state == FormState.COMPLETE:
        return SENT, nearest(form.unit_id, permissions.APPROVE_REPORTS, form.sender_id)
    if form.state == FormState.APPROVED:
        return APPROVED, nearest(above(form), permissions.COLLECT)
    if form.state in {FormState.RETURNED, FormState.ACCEPTED}:
        kind = RETURNED if form.state == FormState.RETURNED else ACCEPTED
        return kind, senders(form, nearest(form.unit_id, permissions.REPORT))
    return "", []


def senders(form: DataForm, own: list[int]) -> list[int]:
    """Who sent it and who else answers for the unit's forms."""
    return list(dict.fromkeys([*([form.sender_id] if form.sender_id else []), *own]))


def above(form: DataForm) -> int:
    return form.unit_id if form.unit_id == form.system.root_id else form.unit.parent_id or 0


def nearest(unit: int, right: str, but: int | None = None) -> list[int]:
    return keepers_of([unit], right, but=[but] if but else []).get(unit, [])


def open_forms(day: date) -> Iterator[Told]:
    """Forms not sent whose term comes by the day, with those who are to send them."""
    rows: Any = DataForm.objects.filter(state__in=OPEN_STATES, obliged=True, due__lte=day)
    forms = list(rows.select_related("unit"))
    keepers = keepers_of({form.unit_id for form in forms}, permissions.REPORT)
    for form in forms:
        for user in keepers.get(form.unit_id, ()):
            yield Told(user, ref_to(form), form.due)


term_kind("indicators.forms", "Сдать отчётную форму", open_forms, many=own_forms)
