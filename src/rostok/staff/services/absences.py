from datetime import date

from django.db import transaction

from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.periods import Period
from rostok.staff import journal, permissions
from rostok.staff.models import Absence, Employment
from rostok.staff.services.employments import lock_employment
from rostok.staff.services.rules import period_between


@transaction.atomic
def record_absence(
    actor: Actor, *, employment: Employment, kind: str, start: date, last_day: date | None = None
) -> Absence:
    """Record a long absence.

    Refused: days outside the employment; another absence on the same days.
    """
    employment = lock_employment(actor, employment)
    period = period_between(start, last_day)
    refuse_outside_employment(employment, period)
    refuse_two_at_once(employment, period)
    absence = Absence.objects.create(
        employment=employment, kind=kind, start=period.start, end=period.end or employment.end
    )
    record(
        actor,
        journal.ABSENCE_RECORDED,
        employment,
        employment.person,
        start=f"{start:%d.%m.%Y}",
        kind=absence.get_kind_display(),
    )
    return absence


def refuse_outside_employment(employment: Employment, period: Period) -> None:
    if period.start < employment.start:
        raise RuleViolation(
            f"Отсутствие не может начаться раньше работы ({employment.start:%d.%m.%Y})."
        )
    if employment.end and (
        period.start >= employment.end or (period.end and period.end > employment.end)
    ):
        raise RuleViolation(
            f"Отсутствие не может длиться дольше работы (по {employment.last_day:%d.%m.%Y})."
        )


def refuse_two_at_once(employment: Employment, period: Period, but: Absence | None = None) -> None:
    others = employment.absences.touching(period).exclude(pk=but.pk if but else None)
    other = others.first()
    if other is not None:
        raise RuleViolation(
            f"На эти дни уже записано: {other.get_kind_display()} с {other.start:%d.%m.%Y}."
        )


@transaction.atomic
def end_absence(actor: Actor, *, absence: Absence, last_day: date) -> Absence:
    """End an absence, or correct its last day.

    Refused: a last day before the first or after the employment ended; another absence meanwhile.
    """
    employment = lock_employment(actor, absence.employment)
    absence = lock(absence)
    authorise(actor, permissions.EDIT, absence)
    period = period_between(absence.start, last_day)
    refuse_outside_employment(employment, period)
    refuse_two_at_once(employment, period, but=absence)
    absence.end = period.end
    absence.save(update_fields=["end"])
    record(
        actor,
        journal.ABSENCE_ENDED,
        employment,
        employment.person,
        last_day=f"{last_day:%d.%m.%Y}",
        kind=absence.get_kind_display(),
    )
    return absence
