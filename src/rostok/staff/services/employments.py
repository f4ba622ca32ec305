from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock, refuse_stale
from rostok.kernel.periods import Period
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.privacy.queries import refuse_disputed
from rostok.staff import journal, permissions
from rostok.staff.about import WORK
from rostok.staff.models import Employment, EmploymentKind, Post, TeachingSubject
from rostok.staff.services.leaving import leave
from rostok.staff.services.rules import (
    period_between,
    refuse_foreign,
    refuse_outside_life,
    refuse_retired,
    refuse_same_again,
    refuse_second_main,
)

Subjects = Iterable[TeachingSubject]


@transaction.atomic
def start_employment(
    actor: Actor,
    *,
    person: Person,
    organisation: OrgUnit,
    post: Post,
    start: date,
    last_day: date | None = None,
    kind: str = EmploymentKind.MAIN,
    rate: Decimal | None = None,
    subjects: Subjects = (),
) -> Employment:
    """Engage a person at an organisation.

    Refused: a territory instead of an organisation; days outside its life; a second main employment
    at once; the same work twice; a person of another organisation whom the actor may not edit.
    """
    person = lock(person)
    authorise(actor, permissions.EDIT, organisation)
    refuse_retired(person)
    refuse_foreign(actor, person)
    period = period_between(start, last_day)
    employment = Employment(
        person=person,
        organisation=organisation,
        post=post,
        kind=kind,
        rate=rate,
        start=period.start,
        end=period.end,
    )
    return engage(actor, employment, subjects)


def engage(actor: Actor, employment: Employment, subjects: Subjects = ()) -> Employment:
    """Begin work that somebody has the right to begin; the person is locked by the caller.

    Refused: days outside the organisation's life; a second main employment; the same work twice.
    """
    person, period = employment.person, employment.period
    refuse_outside_life(employment.organisation, period)
    refuse_same_again(person, employment.organisation, employment.post_id, employment.kind, period)
    if employment.kind == EmploymentKind.MAIN:
        refuse_second_main(person, period)
    employment.save(force_insert=True)
    employment.subjects.set(subjects)
    record(actor, journal.EMPLOYMENT_STARTED, employment, person, **in_words(employment))
    return employment


def in_words(employment: Employment) -> dict[str, Any]:
    return {
        "start": f"{employment.start:%d.%m.%Y}",
        "post": employment.post,
        "organisation": employment.organisation,
        "kind": employment.get_kind_display(),
    }


def lock_employment(actor: Actor, employment: Employment) -> Employment:
    """Person first, then the employment: the order that all services keep.

    Refused: work that is in dispute.
    """
    lock(employment.person)
    locked: Employment = lock(employment)
    authorise(actor, permissions.EDIT, locked)
    refuse_disputed(locked.person_id, WORK)
    return locked


@transaction.atomic
def edit_employment(
    actor: Actor,
    *,
    employment: Employment,
    post: Post,
    kind: str,
    start: date,
    rate: Decimal | None = None,
    subjects: Subjects = (),
    version: int | None = None,
) -> Employment:
    """Correct what was entered wrong about an employment; a new post is a new employment.

    Refused: a stale form; days outside the organisation's life; a second main employment at once;
    a first day after a recorded absence begins.
    """
    employment = lock_employment(actor, employment)
    refuse_stale(employment, version)
    period = period_between(start, employment.last_day)
    refuse_outside_life(employment.organisation, period)
    refuse_leaving_absences_out(employment, period)
    if kind == EmploymentKind.MAIN:
        refuse_second_main(employment.person, period, but=employment)
    employment.post, employment.kind, employment.start = post, kind, start
    employment.rate = rate
    employment.version += 1
    employment.save()
    employment.subjects.set(subjects)
    record(actor, journal.EMPLOYMENT_EDITED, employment, employment.person, post=post)
    return employment


def refuse_leaving_absences_out(employment: Employment, period: Period) -> None:
    outside = employment.absences.exclude(start__gte=period.start)
    if period.end is not None:
        outside = outside | employment.absences.filter(start__gte=period.end)
    absence = outside.first()
    if absence is not None:
        raise RuleViolation(
            f"За пределами этого срока записано отсутствие с {absence.start:%d.%m.%Y}."
        )


@transaction.atomic
def end_employment(actor: Actor, *, employment: Employment, last_day: date) -> Employment:
    """End an employment, or correct its last day. Absences that run longer end with it.

    With the last work at an organisation end the roles held there. Refused: a last day before the
    first, after the organisation closed, or after the next main employment began; an absence
    recorded after it.
    """
    employment = finish(actor, lock_employment(actor, employment), last_day)
    leave(actor, [employment])
    return employment


def finish(actor: Actor, employment: Employment, last_day: date) -> Employment:
    """End work that is locked and that somebody has the right to end; refused as above."""
    period = period_between(employment.start, last_day)
    refuse_outside_life(employment.organisation, period)
    refuse_leaving_absences_out(employment, period)
    if employment.kind == EmploymentKind.MAIN:
        refuse_second_main(employment.person, period, but=employment)
    employment.end = period.end
    employment.version += 1
    employment.save(update_fields=["end", "version"])
    employment.absences.unended_on(last_day).update(end=period.end)
    record(
        actor,
        journal.EMPLOYMENT_ENDED,
        employment,
        employment.person,
        **{**in_words(employment), "last_day": f"{last_day:%d.%m.%Y}"},
    )
    return employment
