"""What a territory holds past its term of keeping (`retention.yaml`)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from rostok.kernel import clock
from rostok.kernel.periods import years_before
from rostok.orgs.models import OrgClosure, OrgUnit
from rostok.people.models import Person
from rostok.privacy.erasing import LAST_NAME, leavers
from rostok.privacy.models import OPEN_STATES, Block, Consent, DataRequest, Outlived
from rostok.privacy.purposes import terms

MOST_AT_ONCE = 300
Rows = Mapping[str, QuerySet[Any]]


def is_outlived(what: str, unit: OrgUnit) -> bool:
    """Whether anything of the kind is held at the territory past its term today."""
    if what == Outlived.PERSON:
        return bool(due_people(unit, years_before(clock.today(), terms()[what].years)))
    return any(rows.exists() for rows in outlived_rows(what, unit, clock.today()).values())


def due_people(unit: OrgUnit, before: date) -> list[Person]:
    """Leavers of the territory whose last day is before a day, not anonymised yet."""
    below = OrgClosure.objects.filter(ancestor=unit).values("descendant")
    gone = Q(pk__in=[])
    for find in leavers.values():
        gone |= Q(pk__in=find(below, before).values("pk"))
    rows = Person.objects.filter(gone).exclude(last_name=LAST_NAME)
    return list(rows.order_by("norm", "pk")[:MOST_AT_ONCE])


def outlived_rows(what: str, unit: OrgUnit, day: date) -> Rows:
    """What is held past its term at the territory on a day, by block of the report."""
    below = OrgClosure.objects.filter(ancestor=unit).values("descendant")
    before = years_before(day, terms()[what].years)
    if what == Outlived.CONSENTS:
        over = Q(withdrawn_on__lt=before) | Q(withdrawn_on=None, replaced_on__lt=before)
        return {"Согласия": Consent.objects.filter(over, unit__in=below)}
    closed = DataRequest.objects.exclude(state__in=OPEN_STATES).filter(answered_on__lt=before)
    settled = Block.objects.filter(lifted_at__date__lt=before)
    return {
        "Обращения о данных": closed.filter(unit__in=below),
        "Решённые споры": settled.filter(unit__in=below),
    }
