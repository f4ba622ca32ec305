"""Roles that end soon or have lost their basis: whoever gives access nearest to them is told."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from rostok.accounts import permissions
from rostok.accounts.keepers import keepers_of
from rostok.accounts.models import RoleHolding
from rostok.kernel import clock
from rostok.kernel.notices import Told, notice_kind, term_kind
from rostok.kernel.periods import DAY
from rostok.kernel.refs import ref_to


def roles_ending(day: date) -> Iterator[Told]:
    """Roles still held whose last day comes by a day; the link leads to their holder."""
    held = RoleHolding.objects.active_on(clock.today())
    ending = held.filter(end__lte=day + DAY, user__is_active=True)
    rows = list(ending.select_related("user__person"))
    keepers = keepers_of({row.unit_id for row in rows}, permissions.MANAGE)
    for row in rows:
        for user in keepers.get(row.unit_id, ()):
            if user != row.user_id:
                yield Told(user, ref_to(row.user), row.last_day)


def roles() -> str:
    return reverse("accounts:roles")


def unfounded() -> str:
    return reverse("accounts:unfounded")


UNFOUNDED = notice_kind(
    "accounts.unfounded",
    "Роль осталась без основания",
    "Подтвердите или завершите роль: {title}. Тот, кто её дал, больше не может её дать",
    many=unfounded,
)

term_kind(
    "accounts.roles",
    "Продлить роль, если работа продолжается",
    roles_ending,
    days=(7, 1),
    many=roles,
)
