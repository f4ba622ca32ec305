from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction

from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock, refuse_stale
from rostok.kernel.text import clean, norm
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.people.queries import (
    read_name,
    read_phone,
    read_snils,
    refuse_unlikely_birth_date,
    snils_hash,
)
from rostok.privacy.queries import refuse_disputed
from rostok.staff import journal, permissions
from rostok.staff.about import NAME
from rostok.staff.models import EmploymentKind, Post, TeachingSubject
from rostok.staff.services.cards import save_sensitive
from rostok.staff.services.employments import start_employment
from rostok.staff.services.rules import is_engaged, lock_person
from rostok.staff.services.snils import person_with, refuse_taken_snils


@transaction.atomic
def add_person(
    actor: Actor,
    *,
    organisation: OrgUnit,
    post: Post,
    start: date,
    last_name: str,
    first_name: str,
    patronymic: str = "",
    gender: str = "",
    birth_date: date | None = None,
    snils: str = "",
    phone: str = "",
    kind: str = EmploymentKind.MAIN,
    rate: Decimal | None = None,
    subjects: Iterable[TeachingSubject] = (),
) -> Person:
    """Enter a person by engaging them. One who left everywhere and is known by СНИЛС comes back.

    Refused: what `start_employment` refuses; an empty name; an unlikely birth date; a phone or a
    СНИЛС that cannot be one; a СНИЛС of somebody who works here or elsewhere.
    """
    authorise(actor, permissions.EDIT, organisation)
    hash_ = snils_hash(read_snils(snils)) if snils.strip() else None
    if birth_date:
        refuse_unlikely_birth_date(birth_date, clock.today())
    person = returning_person(hash_, first_name)
    if person is None:
        if hash_:
            refuse_taken_snils(actor, hash_, None)
        person = new_person(last_name, first_name, patronymic, gender)
        record(actor, journal.PERSON_ADDED, person, organisation)
    given = {"birth_date": birth_date, "snils_hash": hash_, "phone": read_phone(phone)}
    save_sensitive(actor, person, {name: value for name, value in given.items() if value})
    start_employment(
        actor,
        person=person,
        organisation=organisation,
        post=post,
        start=start,
        kind=kind,
        rate=rate,
        subjects=subjects,
    )
    return person


def new_person(last_name: str, first_name: str, patronymic: str, gender: str) -> Person:
    """Refused: no last or first name."""
    refuse_nameless(last_name, first_name)
    return Person.objects.create(
        last_name=read_name(last_name),
        first_name=read_name(first_name),
        patronymic=read_name(patronymic),
        gender=gender,
    )


def refuse_nameless(last_name: str, first_name: str) -> None:
    if not clean(last_name) or not clean(first_name):
        raise RuleViolation("Укажите фамилию и имя.")


def returning_person(hash_: str | None, first_name: str) -> Person | None:
    """The person with this СНИЛС and first name who works nowhere any more.

    Last names change with marriage; a first name that differs means a mistyped number.
    """
    person = person_with(hash_) if hash_ else None
    if person is None or is_engaged(person):
        return None
    if norm(person.first_name) != norm(first_name):
        text = "Этот СНИЛС записан за человеком с другим именем: проверьте цифры."
        raise RuleViolation(text, {"snils": text})
    return lock(person)


@transaction.atomic
def edit_person(
    actor: Actor,
    *,
    person: Person,
    last_name: str,
    first_name: str,
    patronymic: str = "",
    gender: str = "",
    version: int | None = None,
) -> Person:
    """Correct a person's name or gender.

    Refused: a stale form; an empty last or first name.
    """
    person = lock_person(actor, person)
    refuse_stale(person, version)
    refuse_nameless(last_name, first_name)
    refuse_disputed(person, NAME)
    before = person.full_name
    person.last_name, person.first_name = read_name(last_name), read_name(first_name)
    person.patronymic, person.gender = read_name(patronymic), gender
    person.version += 1
    person.save()
    record(actor, journal.PERSON_EDITED, person, before=before)
    return person
