"""Roles that end soon: whoever gives access nearest to them is reminded."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from rostok.accounts import permissions
from rostok.accounts.models import RoleHolding
from rostok.accounts.queries import keepers_of
from rostok.kernel import clock
from rostok.kernel.notices import Told, term_kind
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


term_kind(
    "accounts.roles",
    "Продлить роль, если работа продолжается",
    roles_ending,
    days=(7, 1),
    many=roles,
)
