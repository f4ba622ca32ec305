"""Who may be named to do something: people who work at a unit or below it, or hold a role there."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from rostok.accounts.models import RoleHolding
from rostok.kernel.text import norm
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.roadmaps.models import Occurrence
from rostok.staff.models import Employment


def people_within(unit: OrgUnit, today: date) -> QuerySet[Any]:
    """Persons with work or a role on a day at the unit or below."""
    below = OrgUnit.objects.below(unit).values("pk")
    employed = Employment.objects.active_on(today).filter(organisation__in=below)
    holding = RoleHolding.objects.active_on(today).filter(unit__in=below)
    return Person.objects.filter(
        Q(pk__in=employed.values("person")) | Q(pk__in=holding.values("user__person"))
    )


def places_of(named: QuerySet[Any], day: date) -> set[tuple[int, int]]:
    """Of people named for terms and the units of those: who is within which, as `people_within`."""
    people, units = named.order_by().values("responsible"), named.order_by().values("unit")
    employed = Employment.objects.active_on(day).filter(
        person__in=people, organisation__above_rows__ancestor__in=units
    )
    holding = RoleHolding.objects.active_on(day).filter(
        user__person__in=people, unit__above_rows__ancestor__in=units
    )
    return {
        *employed.values_list("person", "organisation__above_rows__ancestor"),
        *holding.values_list("user__person", "unit__above_rows__ancestor"),
    }


def works_within(person: Person, unit: OrgUnit, today: date) -> bool:
    return people_within(unit, today).filter(pk=person.pk).exists()


def named(people: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Those whose name has every word."""
    for word in norm(words).split():
        people = people.filter(norm__contains=word)
    return people


def nearest_of(people: QuerySet[Any], occurrence: Occurrence, today: date) -> QuerySet[Any]:
    return nearest_at(people, occurrence.unit_id, occurrence.roadmap_id, today)


def nearest_at(people: QuerySet[Any], unit: int, roadmap: int, today: date) -> QuerySet[Any]:
    """Those at the unit itself, not below, and whoever does something of the roadmap there."""
    employed = Employment.objects.active_on(today).filter(organisation=unit).values("person")
    holding = RoleHolding.objects.active_on(today).filter(unit=unit).values("user__person")
    done = Occurrence.objects.filter(roadmap=roadmap, unit=unit)
    doers = done.exclude(responsible=None).values("responsible")
    return people.filter(Q(pk__in=employed) | Q(pk__in=holding) | Q(pk__in=doers))


def told_apart(people: Iterable[Person], today: date) -> list[tuple[int, str]]:
    """Each with post and place of work, so that namesakes differ."""
    held = list(people)
    rows = Employment.objects.active_on(today).filter(person__in=[one.pk for one in held])
    works = rows.select_related("post", "organisation").order_by("kind", "pk")  # the main one last
    at = {work.person_id: f", {str(work.post).lower()}, {work.organisation}" for work in works}
    return [(one.pk, f"{one.full_name}{at.get(one.pk, '')}") for one in held]
