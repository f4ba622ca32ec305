"""Who answers for a place: those who hold a right there, else at the nearest unit above."""

from collections.abc import Collection, Iterable

from rostok.accounts.models import RoleHolding
from rostok.accounts.roles import definitions_by_system, units_above
from rostok.kernel import clock
from rostok.kernel.access import SUBTREE
from rostok.kernel.bulk import parts


def keepers_of(
    units: Iterable[int], name: str, *, but: Collection[int] = ()
) -> dict[int, list[int]]:
    """Unit → ids of active users who hold the right by a role at it, else at the nearest above.

    Nobody `but` some is meant when the one who asks may not decide. A unit without anybody up to
    the top is not there. A handful of queries for any number of units.
    """
    line = {unit: above for some in parts(set(units)) for unit, above in units_above(some).items()}
    holders = holders_at({unit for above in line.values() for unit in above}, name, but)
    nearest = {
        unit: next((one for one in above if one in holders), None) for unit, above in line.items()
    }
    return {unit: holders[place] for unit, place in nearest.items() if place is not None}


def holders_at(units: Iterable[int], name: str, but: Collection[int]) -> dict[int, list[int]]:
    """Unit → active users whose role of today at that very unit gives the right over it."""
    rows = [row for some in parts(sorted(units)) for row in held_at(some) if row[1] not in but]
    known = definitions_by_system(system for _unit, _user, _role, system in rows)
    found: dict[int, list[int]] = {}
    for unit, user, role, system in rows:
        definition = known.get(system, known[None]).get(role)
        if definition and (SUBTREE, name) in definition.rights and user not in found.get(unit, ()):
            found.setdefault(unit, []).append(user)
    return found


def held_at(units: Collection[int]) -> Iterable[tuple[int, int, str, int | None]]:
    held = RoleHolding.objects.active_on(clock.today()).filter(unit__in=units, user__is_active=True)
    rows: Iterable[tuple[int, int, str, int | None]] = held.order_by("start", "pk").values_list(
        "unit", "user", "role", "system"
    )
    return rows
