"""What waits on the home page of those who keep the list of staff."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from rostok.accounts import permissions as accounts
from rostok.accounts.queries import kept_nearer
from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoRow, todo_source
from rostok.kernel.ui.formats import date_words
from rostok.staff import permissions, transfers
from rostok.staff.leavers import leavers_with_access


def to_decide(actor: Actor) -> QuerySet[Any] | None:
    """The organisation's own, and past the days of grace that of the nearest level above."""
    if not actor.may(permissions.EDIT):
        return None
    rows = transfers.awaiting(actor)
    asked = Q(is_offer=False) & ~kept_nearer(actor, permissions.EDIT, "from_organisation__parent")
    offered = Q(is_offer=True) & ~kept_nearer(actor, permissions.EDIT, "to_organisation__parent")
    return rows.filter(asked | offered)


def to_wait_for(actor: Actor) -> QuerySet[Any] | None:
    return transfers.opened(actor) if actor.may(permissions.EDIT) else None


def who_may_sign_in(actor: Actor) -> QuerySet[Any] | None:
    return leavers_with_access(actor) if actor.may(accounts.MANAGE) else None


def as_asked(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    return [
        TodoRow(
            title=f"{transfers.name_in(row)} → {row.to_organisation.short_title}",
            url=row.get_absolute_url(),
            since=row.asked_on,
            note="предлагают вам" if row.is_offer else "просят отпустить",
        )
        for row in rows
    ]


def as_opened(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    """The other side is named only where the actor knows it; after the term the service decides."""
    return [
        TodoRow(
            title=f"{transfers.name_in(row)} → {row.to_organisation.short_title}",
            url=row.get_absolute_url(),
            due=row.term,
            since=row.asked_on,
            note="после срока решить может методическая служба"
            if row.term
            else "решает методическая служба",
            waits_for=row.to_organisation.short_title if row.is_offer else transfers.source_in(row),
        )
        for row in rows
    ]


def as_leavers(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    return [
        TodoRow(
            title=row.get_full_name(),
            url=reverse("accounts:close_access", args=[row.pk]),
            note=f"не работает с {date_words(row.left_on)}" if row.left_on else "",
        )
        for row in rows
    ]


todo_source("staff.transfers_to_decide", "Решить о переводе", to_decide, as_asked)
todo_source("staff.leavers", "Закрыть вход уволенному", who_may_sign_in, as_leavers)
todo_source(
    "staff.transfers_opened",
    "Перевод без ответа",
    to_wait_for,
    as_opened,
    due="term",
    for_others=True,
)
