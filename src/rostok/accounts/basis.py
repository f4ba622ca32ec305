"""What a role rests on: whoever gave it, while they could still give it.

Roles given by the installation stand by themselves. A role given by somebody stands while the roles
of theirs that stand open every row it opens. So a chain is as strong as its first link, and two who
gave each other what neither has from elsewhere stand on nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rostok.accounts.models import RoleHolding
from rostok.accounts.roles import (
    Held,
    RoleDefinition,
    definitions_by_system,
    is_covered,
    rights_at_work,
    units_above,
)
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.bulk import parts

Rights = frozenset[tuple[str, str]]
Limit = Callable[[RoleDefinition, Sequence[int]], date | None]


@dataclass(frozen=True)
class Given:
    """A role held: by whom, where, from whom, and what it opens beyond what everybody has."""

    pk: int
    user: int
    unit: int
    giver: int | None
    counts: bool
    rights: Rights


@dataclass
class Standing:
    """Which of the roles stand, found from the installation downwards."""

    lines: dict[int, list[int]]
    by_giver: dict[int | None, list[Given]]
    rights: dict[int, set[Held]] = field(default_factory=lambda: defaultdict(set))
    found: set[int] = field(default_factory=set)

    def spread(self, first: Iterable[Given]) -> set[int]:
        waiting = list(first)
        while waiting:
            role = waiting.pop()
            if role.pk in self.found:
                continue
            self.found.add(role.pk)
            if role.counts:
                self.rights[role.user] |= {(role.unit, *right) for right in role.rights}
                waiting += self.supported_by(role.user)
        return self.found

    def supported_by(self, user: int) -> list[Given]:
        """Roles given by a user that what stands of theirs covers now."""
        held = self.rights[user]
        return [
            one
            for one in self.by_giver.get(user, ())
            if one.pk not in self.found and covers(held, one.rights, self.lines.get(one.unit, []))
        ]


def covers(held: Collection[Held], rights: Rights, line: Sequence[int]) -> bool:
    return all(is_covered(right, held, line) for right in rights)


def unfounded_on(day: date, *, without: Collection[int] = ()) -> set[int]:
    """Roles held on the day that rest on nobody who could give them; `without` some other roles."""
    given = [one for one in given_on(day) if one.pk not in without]
    by_giver: dict[int | None, list[Given]] = defaultdict(list)
    for one in given:
        by_giver[one.giver].append(one)
    units = {one.unit for one in given if one.giver is not None}
    lines = {unit: above for some in parts(units) for unit, above in units_above(some).items()}
    lifting_nobody = (one for one in given if not one.rights)
    standing = Standing(lines, by_giver).spread([*by_giver[None], *lifting_nobody])
    return {one.pk for one in given} - standing


def roles_through(user: int) -> set[int]:
    """Roles that rest on a user: given by them and by those they gave to; a query for each link."""
    found: set[int] = set()
    givers = {user}
    while givers:
        rows: Any = RoleHolding.objects.active_on(clock.today()).filter(given_by__among=givers)
        fresh = dict(rows.exclude(pk__in=found).values_list("pk", "user"))
        found |= set(fresh)
        givers = set(fresh.values())
    return found


def given_on(day: date) -> list[Given]:
    """All roles held on the day. Those of a closed account support nothing."""
    fields = ("pk", "user", "unit", "given_by", "user__is_active", "role", "system")
    rows: Any = RoleHolding.objects.active_on(day).order_by("pk").values_list(*fields)
    found = list(rows)
    known = definitions_by_system(row[-1] for row in found)
    plain = rights_at_work()
    return [
        Given(pk, user, unit, giver, counts, rights_in(known.get(system, known[None]), role, plain))
        for pk, user, unit, giver, counts, role, system in found
    ]


def rights_in(known: Any, code: str, plain: Rights) -> Rights:
    """What a role opens beyond what everybody has; an unknown one opens nothing."""
    role: RoleDefinition | None = known.get(code)
    return role.rights - plain if role else frozenset()


def limits_of(actor: Actor) -> Limit:
    """Until when the actor, who may give a role today, could give it.

    The answer takes a role and the line from its unit to the top, and says the first day on which
    the actor could not, None when no end is set. One query for any number of roles and units.
    """
    if actor.unlimited or actor.user_id is None:
        return lambda _role, _line: None
    rows = list(RoleHolding.objects.filter(user=actor.user_id).unended_on(clock.today()))
    known = definitions_by_system(row.system_id for row in rows)
    plain = rights_at_work()
    ends = sorted({row.end for row in rows if row.end})
    held = {day: held_from(rows, known, day) for day in ends}

    def limit(role: RoleDefinition, line: Sequence[int]) -> date | None:
        lacking = (day for day in ends if not covers(held[day], role.rights - plain, line))
        return next(lacking, None)

    return limit


def held_from(rows: Iterable[RoleHolding], known: Any, day: date) -> set[Held]:
    """What roles that outlast a day open."""
    plain = rights_at_work()
    return {
        (row.unit_id, *right)
        for row in rows
        if row.end is None or row.end > day
        for right in rights_in(known.get(row.system_id, known[None]), row.role, plain)
    }
