"""Roles and homes of users at an organisation that ends."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count

from rostok.accounts import journal
from rostok.accounts.models import RoleHolding, User
from rostok.accounts.queries import role_titles
from rostok.accounts.services import EndedRole, give_roles_back, still_ended
from rostok.kernel.access import Actor
from rostok.kernel.journal import record
from rostok.kernel.periods import DAY
from rostok.kernel.text import plural
from rostok.orgs.followers import Ended, Follower, Move, Receipt, Returned, followers
from rostok.orgs.models import OrgUnit


def standing_roles(unit_ids: Collection[int], day: date) -> dict[int, int]:
    held = RoleHolding.objects.unended_on(day).filter(unit__in=unit_ids).order_by()
    return dict(held.values_list("unit").annotate(number=Count("pk")))


def standing_homes(unit_ids: Collection[int], _day: date) -> dict[int, int]:
    homes = User.objects.filter(home__in=unit_ids).order_by()
    return dict(homes.values_list("home").annotate(number=Count("pk")))


def follow_roles(actor: Actor, move: Move) -> Receipt:
    """Each role ends and begins at the successor, unless its user holds the same one there.

    The receipt: the role, its end before, the role at the successor (itself, if begun later).
    """
    held = roles_to_move(move)
    there = RoleHolding.objects.unended_on(move.day).filter(unit=move.target)
    known = set(there.values_list("user", "role", "system"))
    going = [one for one in held if (one.user_id, one.role, one.system_id) not in known]
    running = [one for one in going if one.start < move.day]
    made = [continued(one, move) for one in running]
    receipt = {one.pk: [one.pk, str(one.end or ""), None] for one in held}
    for one in held:
        if one in going and one not in running:
            one.unit = move.target
            receipt[one.pk][2] = one.pk
        else:
            one.end = max(move.day, one.start + DAY)
    RoleHolding.objects.bulk_update(held, ["end", "unit"])
    RoleHolding.objects.bulk_create(made)
    for one, new in zip(running, made, strict=True):
        receipt[one.pk][2] = new.pk
    note(actor, journal.ROLES_FOLLOWED, move, [one.user_id for one in held])
    return list(receipt.values())


def roles_to_move(move: Move) -> list[RoleHolding]:
    held = RoleHolding.objects.unended_on(move.day).filter(unit=move.source)
    if move.people is not None:
        held = held.filter(user__person__in=move.people)
    return list(held.order_by("pk").select_for_update())


def continued(one: RoleHolding, move: Move) -> RoleHolding:
    return RoleHolding(
        user_id=one.user_id,
        role=one.role,
        unit=move.target,
        system_id=one.system_id,
        start=move.day,
        end=one.end,
        given_by_id=one.given_by_id,
        unfounded_since=one.unfounded_since,
    )


def undo_roles(actor: Actor, move: Move, receipt: Receipt) -> None:
    """A role that was ended meanwhile goes back as it is."""
    made = {new for old, _end, new in receipt if new and new != old}
    RoleHolding.objects.filter(pk__in=made).delete()
    held = RoleHolding.objects.in_bulk([old for old, _end, _new in receipt])
    for old, end, new in receipt:
        one = held.get(old)
        if one is not None and new == old:
            one.unit = move.source
        elif one is not None:
            one.end = date.fromisoformat(end) if end else None
    RoleHolding.objects.bulk_update(held.values(), ["end", "unit"])
    note(actor, journal.ROLES_RETURNED, move, [one.user_id for one in held.values()])


def end_roles(actor: Actor, unit: OrgUnit, day: date) -> Ended:
    """Roles at a closing organisation end with it; those to come never begin."""
    held = RoleHolding.objects.unended_on(day).filter(unit=unit)
    users = list(User.objects.filter(pk__in=held.values("user")))
    held.filter(start__gte=day).delete()
    roles = [EndedRole(row.pk, row.end, day).as_json() for row in held.order_by("pk")]
    held.update(end=day)
    if users:
        record(actor, journal.ROLES_CLOSED, unit, *users, count=len(roles), unit=unit)
    return {"roles": roles} if roles else {}


def offer_roles(_actor: Actor, _unit: OrgUnit, ended: Ended) -> str:
    number = len(still_ended(map(EndedRole.from_json, ended["roles"])))
    return f"{number} {plural(number, 'роль', 'роли', 'ролей')}" if number else ""


def give_ended_roles_back(actor: Actor, unit: OrgUnit, ended: Ended) -> Returned:
    roles = [EndedRole.from_json(one) for one in ended["roles"]]
    back = give_roles_back(actor, roles=roles, unit=unit)
    titles = role_titles()
    lines = [f"{row.user}: роль «{titles(row)}»" for row in back]
    changed = len(roles) - len(back)
    left = [f"Ролей, которые с тех пор изменили или дали заново: {changed}"] if changed else []
    return Returned(lines, left)


def follow_homes(_actor: Actor, move: Move) -> Receipt:
    """Where users without a person belong; of some of the people only, theirs."""
    rows: Any = User.objects.filter(home=move.source)
    if move.people is not None:
        rows = rows.filter(person__in=move.people)
    ids = list(rows.values_list("pk", flat=True))
    User.objects.filter(pk__in=ids).update(home=move.target)
    return ids


def undo_homes(_actor: Actor, move: Move, receipt: Receipt) -> None:
    User.objects.filter(pk__in=receipt, home=move.target).update(home=move.source)


def note(actor: Actor, kind: str, move: Move, user_ids: Collection[int]) -> None:
    users = list(User.objects.filter(pk__in=user_ids))
    if users:
        words = {"source": move.source, "target": move.target, "count": len(user_ids)}
        record(actor, kind, move.source, move.target, *users, **words)


followers.add(
    "accounts.roles",
    Follower(
        "Роли пользователей",
        standing_roles,
        follow_roles,
        undo_roles,
        end_roles,
        offer_roles,
        give_ended_roles_back,
    ),
    origin="accounts",
)
followers.add(
    "accounts.homes",
    Follower("Учётные записи", standing_homes, follow_homes, undo_homes),
    origin="accounts",
)
