"""Who may be named to do something: people who work at a unit or below it, or hold a role there."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from rostok.accounts.models import RoleHolding
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.staff.models import Employment


def people_within(unit: OrgUnit, today: date) -> QuerySet[Any]:
    """Persons with work or a role on a day at the unit or below."""
    below = OrgUnit.objects.below(unit).values("pk")
    employed = Employment.objects.active_on(today).filter(organisation__in=below)
    holding = RoleHolding.objects.active_on(today).filter(unit__in=below)
    return Person.objects.filter(
        Q(pk__in=employed.values("person")) | Q(pk__in=holding.values("user__person"))
    )


def works_within(person: Person, unit: OrgUnit, today: date) -> bool:
    return people_within(unit, today).filter(pk=person.pk).exists()
