"""Roles that end soon or rest on nobody, access not reviewed for a year, one's second step."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Exists, Q, QuerySet
from django.urls import reverse

from rostok.accounts import permissions
from rostok.accounts.models import AccessReview, RoleHolding, User
from rostok.accounts.queries import kept_nearer, role_titles, unfounded_roles
from rostok.accounts.review import SOON, YEAR, units_to_review
from rostok.accounts.second_step import without_second_step
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


def roles_to_confirm(actor: Actor) -> QuerySet[Any] | None:
    """Where nobody nearer whose own role stands manages access; nobody's whose own does not."""
    if not actor.may(permissions.MANAGE):
        return None
    founded = Q(unfounded_since__isnull=True)
    own = RoleHolding.objects.unfounded().filter(user=actor.user_id or 0)
    rows = unfounded_roles(actor).filter(~Exists(own), user__is_active=True)
    return rows.filter(~kept_nearer(actor, permissions.MANAGE, roles=founded))


def as_unfounded(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    titles, page = role_titles(), reverse("accounts:unfounded")
    return [TodoRow(f"{row.user}: {titles(row)}", page, note=row.unit.short_title) for row in rows]


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
todo_source(
    "accounts.unfounded",
    "Подтвердить или завершить роль: кто её дал, больше не может её дать",
    roles_to_confirm,
    as_unfounded,
)


def own_email_refused(actor: Actor) -> QuerySet[Any] | None:
    """One's own address that a mail server says does not exist."""
    if actor.user_id is None:
        return None
    mine: QuerySet[Any] = User.objects.filter(pk=actor.user_id, email_refused_at__isnull=False)
    return mine.exclude(email="")


def as_email(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    page = reverse("accounts:own_email")
    return [TodoRow(row.email, page, note="письма туда не приходят") for row in rows]


todo_source("accounts.email", "Исправить адрес своей почты", own_email_refused, as_email)


def second_step_to_turn_on(actor: Actor) -> QuerySet[Any] | None:
    """Of the actor alone; in the demo one click lets in, so nobody is asked there."""
    return None if settings.DEMO else without_second_step(actor)


def as_second_step(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    words = "сейчас сведения всей территории открывает один пароль"
    page = reverse("accounts:second_step")
    return [TodoRow("Код с телефона", page, due=row.asked_from, note=words) for row in rows]


todo_source(
    "accounts.second_step",
    "Включить вход в два шага",
    second_step_to_turn_on,
    as_second_step,
    due="asked_from",
)
todo_source("accounts.review", "Раз в год проверить, у кого какой доступ", reviews_due)
