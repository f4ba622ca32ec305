"""Rules that several services of staff share."""

from datetime import date
from typing import Any

from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise, holds
from rostok.kernel.errors import RuleViolation
from rostok.kernel.locks import lock
from rostok.kernel.periods import DAY, Period
from rostok.orgs.models import WORKPLACES, OrgUnit
from rostok.people.models import Person
from rostok.staff import permissions
from rostok.staff.models import Employment, EmploymentKind

ELSEWHERE = "есть в другой организации: запросить перевод"


def lock_person(actor: Actor, person: Person) -> Person:
    """The person under a lock. Refused: one whom the actor may not edit; a retired card."""
    locked = lock(person)
    authorise(actor, permissions.EDIT, locked)
    refuse_retired(locked)
    return locked


def refuse_retired(person: Person) -> None:
    if person.merged_into_id is not None:
        raise RuleViolation("Эта карточка объединена с другой: откройте ту.")


def refuse_foreign(actor: Actor, person: Person) -> None:
    """Refused: a person who works elsewhere, out of the actor's reach."""
    if is_engaged(person) and not holds(actor, permissions.EDIT, person):
        raise RuleViolation(f"Этот человек {ELSEWHERE}.")


def is_engaged(person: Person) -> bool:
    return bool(person.employments.unended_on(clock.today()).exists())


def period_between(start: date, last_day: date | None) -> Period:
    """Refused: a last day before the first."""
    if last_day is not None and last_day < start:
        text = "Последний день не может быть раньше первого."
        raise RuleViolation(text, {"last_day": text})
    return Period(start, last_day + DAY if last_day else None)


def refuse_outside_life(organisation: OrgUnit, period: Period) -> None:
    """Refused: a territory; days before the organisation opened or after it closed."""
    if organisation.kind not in WORKPLACES:
        raise RuleViolation("Работают в организации: выберите её, а не территорию.")
    opened, closed = organisation.opened_on, organisation.closed_on
    if opened and period.start < opened:
        raise RuleViolation(f"Организация открыта {opened:%d.%m.%Y}: укажите день не раньше.")
    if closed and (period.end is None or period.end > closed):
        raise RuleViolation(
            f"Организация закрыта: последний день работы не позже {closed - DAY:%d.%m.%Y}."
        )


def refuse_second_main(person: Person, period: Period, but: Employment | None = None) -> None:
    """Refused: another main employment within the period. The person is locked by the caller."""
    others: Any = person.employments.main().touching(period).select_related("organisation")
    other = others.exclude(pk=but.pk if but else None).first()
    if other is None:
        return
    until = f" по {other.last_day:%d.%m.%Y}" if other.last_day else ""
    raise RuleViolation(
        f"У человека уже есть основное место работы: {other.organisation}"
        f" с {other.start:%d.%m.%Y}{until}."
    )


def refuse_same_again(
    person: Person, organisation: OrgUnit, post_id: int, kind: str, period: Period
) -> None:
    """Refused: the same post of the same kind at the same organisation within the period."""
    if kind == EmploymentKind.MAIN:
        return
    same: Any = person.employments.filter(organisation=organisation, post_id=post_id, kind=kind)
    if same.touching(period).exists():
        raise RuleViolation("Это место работы уже записано.")
