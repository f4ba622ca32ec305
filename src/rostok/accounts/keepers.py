"""Who answers for a place: those who hold a right there, else at the nearest unit above."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from rostok.accounts.models import RoleHolding, User
from rostok.accounts.roles import Definitions, definitions_by_system, units_above
from rostok.kernel import clock
from rostok.kernel.access import SUBTREE, Actor
from rostok.kernel.bulk import parts
from rostok.kernel.periods import active_on
from rostok.orgs.models import OrgClosure, System
from rostok.people.models import PersonSensitive
from rostok.people.permissions import VIEW_SENSITIVE


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


ROLES = "accounts.roles"
EVERY = Q()


def gives(name: str, prefix: str = "", *, actor: Actor | None = None) -> Q:
    """Roles held today by those who may sign in that give the right over their unit.

    What roles mean is read once for an `actor`, which is that of one request.
    """
    memory = actor.memory if actor is not None else {}
    if ROLES not in memory:
        memory[ROLES] = definitions_by_system(System.objects.values_list("pk", flat=True))
    condition = roles_that_give(name, memory[ROLES], prefix)
    return condition & active_on(clock.today(), prefix) & Q(**{f"{prefix}user__is_active": True})


def roles_that_give(name: str, known: Mapping[int | None, Definitions], prefix: str) -> Q:
    """Codes that give the right: in all systems those of the base, but where a system differs.

    `known`: system → its roles; those of None hold for every system that is not named.
    """
    right = SUBTREE, name
    giving = {
        system: tuple(sorted(code for code, role in roles.items() if right in role.rights))
        for system, roles in known.items()
    }
    usual = giving.pop(None)
    others = {system: codes for system, codes in giving.items() if codes != usual}
    condition = Q(**{f"{prefix}role__in": usual})
    if others:
        condition &= Q(**{f"{prefix}system__isnull": True}) | ~Q(**{f"{prefix}system__in": others})
    for codes in set(others.values()):
        systems = [system for system, own in others.items() if own == codes]
        condition |= Q(**{f"{prefix}system__in": systems, f"{prefix}role__in": codes})
    return condition


def kept_nearer(
    actor: Actor, name: str, unit: str = "unit", *, but: str = "", roles: Q = EVERY
) -> Q:
    """Rows whose unit somebody else answers for, by a role nearer to it than the actor's own.

    Then the row is somebody else's work first. `but` names the column of a user who does not count;
    of the others only those count whose roles are such as `roles` says.
    The units kept by others are found once, not for each row.
    """
    own = actor.reaches_of(name).get(SUBTREE, [])
    below = OrgClosure.objects.filter(ancestor__in=own, depth__gt=0).values("descendant")
    holders = RoleHolding.objects.filter(roles, gives(name, actor=actor)).exclude(unit__in=own)
    nearer = holders.filter(unit__in=below)
    kept = OrgClosure.objects.filter(ancestor__in=nearer.values("unit")).values("descendant")
    found = Q(**{f"{unit}__in": kept})
    if not but:
        return found
    # «+ 0» keeps SQLite from walking all that is below instead of the few units above the row's.
    line = OrgClosure.objects.filter(descendant=OuterRef(OuterRef(unit))).annotate(
        top=F("ancestor__above_rows__ancestor") + 0, beneath=F("ancestor__above_rows__depth")
    )
    others = holders.filter(unit__in=line.filter(top__in=own, beneath__gt=0).values("ancestor"))
    somebody = Exists(others.exclude(user=Coalesce(OuterRef(but), Value(0))))
    return found & (~Q(**{f"{but}__in": nearer.values("user")}) | Q(somebody))


@dataclass(frozen=True)
class Contact:
    """Who answers for a place: names, and the phone of the first, where the reader may see it."""

    names: str
    phone: str = ""


def contacts_of(
    actor: Actor, units: Iterable[int], name: str, *, but: Collection[int] = ()
) -> dict[int, Contact]:
    """Unit → who holds the right there, else nearest above; a fixed number of queries."""
    keepers = keepers_of(units, name, but=but)
    wanted = {user for users in keepers.values() for user in users[:SHOWN]}
    users = {user.pk: user for user in User.objects.filter(pk__in=wanted).select_related("person")}
    people = [user.person_id for user in users.values() if user.person_id]
    closed: Any = PersonSensitive.objects.filter(person__in=people).exclude(phone="")
    visible = closed.visible_to(actor, VIEW_SENSITIVE) if people else closed
    phones = dict(visible.values_list("person", "phone"))
    return {
        unit: contact([users[pk] for pk in pks[:SHOWN]], phones) for unit, pks in keepers.items()
    }


SHOWN = 2


def contact(users: Sequence[User], phones: dict[int, str]) -> Contact:
    found = [phones[user.person_id] for user in users if user.person_id in phones]
    return Contact(", ".join(user.get_full_name() for user in users), next(iter(found), ""))
