from datetime import date
from typing import Any

from django.db import transaction

from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.periods import DAY, Period
from rostok.people.models import Person, PersonSensitive
from rostok.people.permissions import VIEW_SENSITIVE
from rostok.people.queries import read_phone, read_snils, refuse_unlikely_birth_date, snils_hash
from rostok.privacy.queries import refuse_disputed
from rostok.staff import journal
from rostok.staff.about import CATEGORIES
from rostok.staff.categories import ATTESTED, BY_HIGHEST, usual_end
from rostok.staff.disputed import parts_of
from rostok.staff.models import CategoryLevel, QualificationCategory, StaffCard
from rostok.staff.services.rules import lock_person, period_between
from rostok.staff.services.snils import refuse_taken_snils


@transaction.atomic
def set_staff_card(
    actor: Actor, *, person: Person, education: str, pedagogical_since: date | None
) -> StaffCard:
    """Set education and the first day of pedagogical work.

    Refused: a first day in the future; what is in dispute.
    """
    person = lock_person(actor, person)
    refuse_future(pedagogical_since, "pedagogical_since")
    given = {"education": education, "pedagogical_since": pedagogical_since}
    held = StaffCard.objects.filter(person=person).first() or StaffCard(person=person)
    changed = [name for name, value in given.items() if getattr(held, name) != value]
    refuse_disputed(person, *parts_of(changed))
    card, _ = StaffCard.objects.update_or_create(person=person, defaults=given)
    record(actor, journal.CARD_SET, person)
    return card


def refuse_future(day: date | None, field: str) -> None:
    if day is not None and day > clock.today():
        text = "Этот день ещё не наступил."
        raise RuleViolation(text, {field: text})


@transaction.atomic
def set_sensitive(
    actor: Actor, *, person: Person, birth_date: date | None, phone: str = "", snils: str = ""
) -> PersonSensitive:
    """Set birth date and phone; СНИЛС only when given, for it cannot be shown back.

    Refused: without the right to see these fields; an unlikely birth date; a phone or a СНИЛС that
    cannot be one; a СНИЛС that another person has.
    """
    person = lock_person(actor, person)
    authorise(actor, VIEW_SENSITIVE, person)
    if birth_date:
        refuse_unlikely_birth_date(birth_date, clock.today())
    values: dict[str, object] = {"birth_date": birth_date, "phone": read_phone(phone)}
    if snils.strip():
        values["snils_hash"] = snils_hash(read_snils(snils))
        refuse_taken_snils(actor, str(values["snils_hash"]), person)
    return save_sensitive(actor, person, values)


SENSITIVE_TITLES = {"birth_date": "дата рождения", "phone": "телефон", "snils_hash": "СНИЛС"}


def save_sensitive(actor: Actor, person: Person, values: dict[str, object]) -> PersonSensitive:
    """Store what changed; the journal names the fields, never what they hold."""
    row, _ = PersonSensitive.objects.get_or_create(person=person)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    refuse_disputed(person, *parts_of(changed))
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
        titles = ", ".join(SENSITIVE_TITLES[name] for name in changed)
        record(actor, journal.SENSITIVE_SET, person, fields=titles)
    return row


@transaction.atomic
def set_category(
    actor: Actor, *, person: Person, level: str, start: date, last_day: date | None = None
) -> QualificationCategory:
    """Record a category by attestation of staff; the one held before ends with its first day.

    Categories given before 1 September 2023 last five years unless a last day is named, later ones
    have no end (приказ Минпросвещения № 196 of 24.03.2023). Refused: a day to come; the same
    category from the same day; «педагог-методист» or «педагог-наставник» without the highest.
    """
    person = lock_person(actor, person)
    refuse_future(start, "start")
    refuse_disputed(person, CATEGORIES)
    refuse_without_highest(person, level, start)
    if person.categories.filter(level=level, start=start).exists():
        raise RuleViolation("Эта категория с этого дня уже записана.")
    period = period_between(start, last_day or last_usual_day(level, start))
    category = QualificationCategory.objects.create(
        person=person, level=level, start=start, end=make_room(person, level, period)
    )
    record(
        actor,
        journal.CATEGORY_SET,
        person,
        start=f"{start:%d.%m.%Y}",
        level=category.get_level_display(),
    )
    return category


def last_usual_day(level: str, start: date) -> date | None:
    end = usual_end(level, start)
    return end - DAY if end else None


def refuse_without_highest(person: Person, level: str, start: date) -> None:
    if level not in BY_HIGHEST:
        return
    held = person.categories.filter(level=CategoryLevel.HIGHEST).active_on(start)
    if not held.exists():
        raise RuleViolation("Эту категорию устанавливают тем, у кого есть высшая.")


def make_room(person: Any, level: str, period: Period) -> date | None:
    """End the categories that this one replaces; its own end, if a later one is on record."""
    group = ATTESTED if level in ATTESTED else (level,)
    others = person.categories.filter(level__in=group)
    others.filter(start__lt=period.start).unended_on(period.start).update(end=period.start)
    later = others.filter(start__gte=period.start).order_by("start").first()
    if later is None or later.start == period.start:
        return period.end
    next_start: date = later.start
    return min(period.end, next_start) if period.end else next_start
