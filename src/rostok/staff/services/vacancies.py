from datetime import date
from decimal import Decimal

from django.db import transaction

from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.orgs.models import OrgUnit
from rostok.staff import journal, permissions
from rostok.staff.models import Post, TeachingSubject, Vacancy
from rostok.staff.services.rules import period_between, refuse_outside_life

ONE = Decimal(1)


@transaction.atomic
def open_vacancy(
    actor: Actor,
    *,
    organisation: OrgUnit,
    post: Post,
    start: date,
    subject: TeachingSubject | None = None,
    rate: Decimal = ONE,
) -> Vacancy:
    """Announce a free post.

    Refused: a territory; days outside the organisation's life; a rate that is not positive.
    """
    authorise(actor, permissions.EDIT, organisation)
    refuse_outside_life(organisation, period_between(start, None))
    if rate <= 0:
        raise RuleViolation("Ставка должна быть больше нуля.", {"rate": "Больше нуля."})
    vacancy = Vacancy.objects.create(
        organisation=organisation, post=post, start=start, subject=subject, rate=rate
    )
    record(
        actor,
        journal.VACANCY_OPENED,
        vacancy,
        start=f"{start:%d.%m.%Y}",
        post=post,
        organisation=organisation,
    )
    return vacancy


@transaction.atomic
def close_vacancy(actor: Actor, *, vacancy: Vacancy, last_day: date) -> Vacancy:
    """Close a vacancy with its last day.

    Refused: one closed already; a last day before the first.
    """
    vacancy = lock(vacancy)
    authorise(actor, permissions.EDIT, vacancy)
    if vacancy.end is not None:
        raise RuleViolation(f"Вакансия уже закрыта {vacancy.last_day:%d.%m.%Y}.")
    vacancy.end = period_between(vacancy.start, last_day).end
    vacancy.save(update_fields=["end"])
    record(
        actor, journal.VACANCY_CLOSED, vacancy, last_day=f"{last_day:%d.%m.%Y}", post=vacancy.post
    )
    return vacancy
