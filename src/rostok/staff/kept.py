"""Whose records an actor keeps: rules of reach that go beyond who works where today."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.staff.models import Employment


def kept_by(actor: Actor, permission: str) -> QuerySet[Any]:
    """Persons who are wholly the actor's under a right.

    Everybody who works only at the actor's organisations; of those who left everywhere, whoever
    left one of them last. A person with work elsewhere too is kept by the level above both.
    """
    today = clock.today()
    units = reached(actor, permission).values("pk")
    work = Employment.objects.filter(person=OuterRef("pk"))
    later = Employment.objects.filter(person=OuterRef("person"), end__gt=OuterRef("end"))
    unended = Q(end=None) | Q(end__gt=today)
    last = ~Exists(later) & ~Exists(unended_beside())
    here = work.filter(organisation__in=units).filter(unended | last)
    elsewhere = work.filter(unended).exclude(organisation__in=units)
    people = Person.objects.filter(merged_into=None)
    return people.filter(Exists(here)).exclude(Exists(elsewhere))


def unended_beside() -> QuerySet[Any]:
    return Employment.objects.filter(person=OuterRef("person"), end=None)


def reached(actor: Actor, permission: str) -> QuerySet[Any]:
    """Organisations, closed ones too, where the actor holds the right."""
    units: Any = OrgUnit.objects.all()
    found: QuerySet[Any] = units.visible_to(actor, permission)
    return found
