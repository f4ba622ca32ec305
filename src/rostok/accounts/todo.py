"""Roles that end soon, and territories where nobody has looked through the access for a year."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from rostok.accounts import permissions
from rostok.accounts.models import AccessReview, RoleHolding
from rostok.accounts.queries import kept_nearer, role_titles
from rostok.accounts.review import SOON, YEAR, units_to_review
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoRow, todo_source
from rostok.orgs.models import TERRITORIES


def roles_ending(actor: Actor) -> QuerySet[Any] | None:
    """Of others, where nobody nearer manages access."""
    if not actor.may(permissions.MANAGE):
        return None
    today = clock.today()
    rows: Any = RoleHolding.objects.visible_to(actor, permissions.MANAGE)
    ending = rows.active_on(today).filter(end__lte=today + SOON, user__is_active=True)
    found: QuerySet[Any] = ending.filter(~kept_nearer(actor, permissions.MANAGE))
    return found.exclude(user=actor.user_id or 0).select_related("user__person", "unit")


def as_roles(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    titles = role_titles()
    return [
        TodoRow(
            title=f"{row.user}: {titles(row)}",
            url=reverse("accounts:prolong_role", args=[row.pk]),
            due=row.last_day,
            note=row.unit.short_title,
        )
        for row in rows
    ]


def reviews_due(actor: Actor) -> list[TodoRow] | None:
    """Territories of the actor's own roles whose access nobody has reviewed within a year."""
    if not actor.may(permissions.MANAGE):
        return None
    units = [unit for unit in units_to_review(actor) if unit.kind in TERRITORIES]
    fresh = AccessReview.objects.filter(unit__in=units, at__gt=clock.now() - YEAR)
    done = set(fresh.values_list("unit", flat=True))
    page = reverse("accounts:review")
    return [
        TodoRow(unit.short_title, f"{page}?unit={unit.pk}") for unit in units if unit.pk not in done
    ]


todo_source("accounts.roles", "Продлить роль, если работа продолжается", roles_ending, as_roles)
todo_source("accounts.review", "Раз в год проверить, у кого какой доступ", reviews_due)
