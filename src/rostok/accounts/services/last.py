"""Somebody must stay who can give access: the last one of a system is not taken away."""

from collections.abc import Collection
from datetime import date

from rostok.accounts import permissions
from rostok.accounts.models import RoleHolding
from rostok.accounts.queries import role_finder
from rostok.accounts.roles import units_above
from rostok.kernel import clock
from rostok.kernel.access import SUBTREE, Actor
from rostok.kernel.errors import RuleViolation
from rostok.orgs.models import OrgClosure, System

KEYS = (SUBTREE, permissions.MANAGE)


def refuse_last_administrators(
    actor: Actor, holdings: Collection[RoleHolding], end: date | None
) -> None:
    """Refused: with the roles ended, nobody gives access over a running system from `end` on.

    Administrators of a system hold the right to give access at its root or above. The installation
    itself may end any role: it can make a new administrator from the console.
    """
    if actor.unlimited:
        return
    lines = lines_of_systems_below({row.unit_id for row in holdings})
    if not lines:
        return
    ended = {row.pk for row in holdings}
    managing = managers_at({unit for line in lines.values() for unit in line}, end)
    for system, line in lines.items():
        there = {row.pk for row in managing if row.unit_id in line}
        if there & ended and not there - ended:
            raise RuleViolation(
                f"Это последний администратор системы «{system}»: сначала дайте такую роль ещё "
                "кому-нибудь, иначе давать доступ будет некому."
            )


def lines_of_systems_below(units: Collection[int]) -> dict[System, list[int]]:
    """Running systems rooted at the units or below, each with its root and all units above."""
    below = OrgClosure.objects.filter(ancestor__in=units).values("descendant")
    running = System.objects.filter(root__in=below).active_on(clock.today())
    systems = list(running.select_related("root"))
    lines = units_above(system.root_id for system in systems)
    return {system: lines[system.root_id] for system in systems}


def managers_at(units: Collection[int], end: date | None) -> list[RoleHolding]:
    """Roles at the units that give access and last beyond `end`, of users who may sign in.

    They are locked, so that of two who end each other one is refused.
    """
    lasting = RoleHolding.objects.unended_on(end or clock.today()).filter(
        unit__in=units, user__is_active=True
    )
    rows = list(lasting.select_for_update(of=("self",)).select_related("user").order_by("pk"))
    role_of = role_finder(rows)
    return [row for row in rows if (role := role_of(row)) is not None and KEYS in role.rights]
