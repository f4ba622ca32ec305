"""What becomes of access when somebody's last work at an organisation ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from rostok.accounts import journal
from rostok.accounts.models import RoleHolding, User
from rostok.kernel.access import Actor
from rostok.kernel.journal import record
from rostok.kernel.periods import DAY
from rostok.kernel.ui.formats import date_words
from rostok.orgs.models import OrgClosure, OrgUnit


@dataclass(frozen=True)
class Departure:
    """A person works at an organisation and its branches no more; `end` is the first such day."""

    person_id: int
    unit_id: int
    end: date


@dataclass(frozen=True)
class EndedRole:
    """A role that ended with something else: its end before, None for none, and its end since."""

    pk: int
    before: date | None
    since: date

    def as_json(self) -> list[Any]:
        return [self.pk, str(self.before or ""), str(self.since)]

    @classmethod
    def from_json(cls, value: Sequence[Any]) -> "EndedRole":
        pk, before, since = value
        return cls(pk, date.fromisoformat(before) if before else None, date.fromisoformat(since))


@transaction.atomic
def give_roles_back(
    actor: Actor, *, roles: Sequence[EndedRole], unit: OrgUnit
) -> list[RoleHolding]:
    """Roles that ended with a unit closed by mistake end as before; which did.

    One that has changed since, or is held again, stays as it is. No right is asked for: whoever
    may undo the closing undoes what it did to roles.
    """
    held = still_ended(roles)
    list(RoleHolding.objects.filter(pk__among=held).order_by("pk").select_for_update())
    back = list(still_ended(roles).values())
    ends = {one.pk: one.before for one in roles}
    for row in back:
        row.end = ends[row.pk]
    RoleHolding.objects.bulk_update(back, ["end"])
    if back:
        users = list(dict.fromkeys(row.user for row in back))
        record(actor, journal.ROLES_GIVEN_BACK, *users, unit=unit, count=len(back))
    return back


def still_ended(roles: Iterable[EndedRole]) -> dict[int, RoleHolding]:
    """Those of the roles that are as the ending left them and not held again."""
    since = {one.pk: one.since for one in roles}
    again = RoleHolding.objects.filter(
        user=OuterRef("user"),
        role=OuterRef("role"),
        unit=OuterRef("unit"),
        start__gte=OuterRef("end"),
    ).filter(Q(system=OuterRef("system")) | Q(system=None))
    rows = RoleHolding.objects.filter(pk__among=since).exclude(Exists(again))
    found = rows.select_related("user__person", "unit").order_by("pk")
    return {row.pk: row for row in found if row.end == since[row.pk]}


@transaction.atomic
def end_roles_of_leavers(actor: Actor, *, leaving: Sequence[Departure]) -> int:
    """Roles at the organisation left and its branches end with the work; how many did.

    No right is asked for: whoever may end the work ends what rested on it. An account without a
    home gets the organisation left, so that somebody can close it.
    """
    held = [(row, left) for row, left in roles_left(leaving) if row.end is None or row.end > left]
    for row, left in held:
        row.end = max(left, row.start + DAY)
    RoleHolding.objects.bulk_update([row for row, _left in held], ["end"])
    for unit, end in sorted({(row.unit_id, left) for row, left in held}):
        users = {row.user for row, left in held if (row.unit_id, left) == (unit, end)}
        words = {"unit": OrgUnit.objects.get(pk=unit), "last_day": date_words(end - DAY)}
        record(actor, journal.ROLES_LEFT, *users, count=len(users), **words)
    give_homes(leaving)
    return len(held)


def roles_left(leaving: Sequence[Departure]) -> list[tuple[RoleHolding, date]]:
    """Roles of those who leave, at the units they leave, with the first day without work."""
    below: dict[int, set[int]] = {}
    pairs = OrgClosure.objects.filter(ancestor__among={one.unit_id for one in leaving})
    for above, unit in pairs.values_list("ancestor", "descendant"):
        below.setdefault(above, set()).add(unit)
    ends = {(one.person_id, unit): one.end for one in leaving for unit in below[one.unit_id]}
    rows = RoleHolding.objects.filter(user__person__among={one.person_id for one in leaving})
    found = rows.select_related("user__person").order_by("pk").select_for_update(of=("self",))
    keyed = ((row, (row.user.person_id, row.unit_id)) for row in found)
    return [(row, ends[key]) for row, key in keyed if key in ends]


def give_homes(leaving: Sequence[Departure]) -> None:
    homes = {one.person_id: one.unit_id for one in leaving}
    users = list(User.objects.filter(person__among=homes, home=None))
    for user in users:
        user.home_id = homes[user.person_id]
    User.objects.bulk_update(users, ["home"])
