"""What is true of an organisation for a time."""

from datetime import date

from django.db import transaction

from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.periods import DAY, Period
from rostok.orgs import journal, rules
from rostok.orgs.models import TERRITORIES, FlagKind, OrgFlag, OrgUnit


@transaction.atomic
def set_flag(
    actor: Actor, *, unit: OrgUnit, flag: str, start: date, end: date | None = None
) -> OrgFlag:
    """Mark an organisation from a day on.

    Refused: a territory; an unknown flag; the same flag for the same days.
    """
    unit = lock(unit)
    rules.authorise_change(actor, unit)
    if unit.kind in TERRITORIES:
        raise RuleViolation("Признаки отмечают у организаций, а это территория.")
    if flag not in FlagKind.values:
        raise RuleViolation("Такого признака нет.", {"flag": "Выберите признак из списка."})
    period = period_of(start, end)
    if unit.flags.filter(flag=flag).touching(period).exists():
        message = "Этот признак за эти дни уже отмечен."
        raise RuleViolation(message, {"start": message})
    made = OrgFlag.objects.create(unit=unit, flag=flag, start=start, end=end)
    record(actor, journal.FLAG_SET, unit, flag=made.get_flag_display(), on=f"{start:%d.%m.%Y}")
    return made


@transaction.atomic
def end_flag(actor: Actor, *, flag: OrgFlag, end: date) -> OrgFlag:
    """Take a mark off; `end` is the first day without it. Refused: ended; before its start."""
    unit = lock(flag.unit)
    flag = lock(flag)
    rules.authorise_change(actor, unit)
    if flag.end is not None:
        raise RuleViolation("Этот признак уже снят.")
    flag.end = period_of(flag.start, end).end
    flag.save()
    record(
        actor,
        journal.FLAG_ENDED,
        unit,
        flag=flag.get_flag_display(),
        last_day=f"{end - DAY:%d.%m.%Y}",
    )
    return flag


def period_of(start: date, end: date | None) -> Period:
    if end is not None and end <= start:
        message = "Последний день не может быть раньше первого."
        raise RuleViolation(message, {"last_day": message})
    return Period(start, end)
