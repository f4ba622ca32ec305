"""Work that ends: what else ends with the last work at an organisation."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from rostok.accounts.services import Departure, end_roles_of_leavers
from rostok.kernel.access import Actor
from rostok.orgs.models import OrgClosure, OrgUnit, UnitKind
from rostok.staff.models import Employment


def leave(actor: Actor, work: Sequence[Employment]) -> None:
    """After employments ended: roles end where their people work no more.

    Work at a branch is work at its organisation; another employment there keeps the roles.
    """
    leaving = leaving_with(work)
    if leaving:
        end_roles_of_leavers(actor, leaving=leaving)


def leaving_with(work: Sequence[Employment]) -> list[Departure]:
    workplaces = workplaces_of({one.organisation_id for one in work})
    left = {(one.person_id, workplaces[one.organisation_id]) for one in work}
    ends = ends_of_work(left)
    return [
        Departure(person, unit, max(filter(None, ends[person, unit])))
        for person, unit in sorted(left)
        if None not in ends[person, unit]
    ]


def workplaces_of(units: set[int]) -> dict[int, int]:
    """The organisation of each unit: itself, of a branch the one above it."""
    rows = OrgUnit.objects.filter(pk__among=units).values_list("pk", "kind", "parent")
    return {pk: parent if kind == UnitKind.UNIT else pk for pk, kind, parent in rows}


def ends_of_work(left: set[tuple[int, int]]) -> dict[tuple[int, int], list[date | None]]:
    """Ends of all employments that the people have at the organisations or their branches."""
    above: dict[int, set[int]] = defaultdict(set)
    pairs = OrgClosure.objects.filter(ancestor__among={unit for _person, unit in left})
    for unit, ancestor in pairs.values_list("descendant", "ancestor"):
        above[unit].add(ancestor)
    rows = Employment.objects.filter(
        person__among={person for person, _unit in left}, organisation__among=above
    )
    found: dict[tuple[int, int], list[date | None]] = defaultdict(list)
    for person, unit, end in rows.values_list("person", "organisation", "end"):
        for ancestor in above[unit]:
            found[person, ancestor].append(end)
    return found
