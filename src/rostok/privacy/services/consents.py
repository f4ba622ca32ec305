"""Consents given, recorded from paper, withdrawn; new texts that ask again."""

import hashlib
from collections.abc import Collection
from datetime import date
from typing import IO, Any

from django.db import transaction
from django.db.models import Q

from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise, within_units
from rostok.kernel.bulk import parts
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.files import keep_file
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.models import StoredFile
from rostok.orgs.models import OrgClosure, OrgUnit
from rostok.people.models import Person
from rostok.privacy import journal, permissions
from rostok.privacy.models import Consent, ConsentText, Medium
from rostok.privacy.purposes import purposes, title_of
from rostok.privacy.texts import coming_text, place_of, replaces, text_on, texts_at

FUTURE = "Этот день ещё не наступил."
NO_TEXT = "Текста этого согласия на этот день нет."
NOBODY = "Отметьте хотя бы одного человека."
Scan = IO[bytes]


@transaction.atomic
def load_texts(actor: Actor) -> int:
    """Take the shared texts that are not known yet; called when the program starts."""
    known = set(ConsentText.objects.filter(unit=None).values_list("purpose", "start"))
    found = [
        (code, one)
        for code, purpose in purposes().items()
        for one in purpose.versions
        if (code, one.start) not in known
    ]
    for code, one in found:
        publish(None, code, one.version, one.start, one.text)
    if found:
        record(actor, journal.TEXTS_LOADED, count=len(found))
    return len(found)


@transaction.atomic
def publish_text(
    actor: Actor, *, unit: OrgUnit, purpose: str, version: str, start: date, text: str
) -> ConsentText:
    """Give a territory a text of its own from a day; earlier consents then ask again.

    Refused: an unknown purpose; a day in the past; a second text from the same day; no text.
    """
    authorise(actor, permissions.GOVERN, unit)
    if purpose not in purposes():
        raise RuleViolation("Такой цели согласия нет.")
    if start < clock.today():
        text_of = "Текст начинает действовать не раньше сегодняшнего дня."
        raise RuleViolation(text_of, {"start": text_of})
    if not text.strip():
        raise RuleViolation("Напишите текст согласия.", {"text": "Напишите текст согласия."})
    if ConsentText.objects.filter(unit=unit, purpose=purpose, start=start).exists():
        again = "С этого дня текст уже есть. Выберите другой день."
        raise RuleViolation(again, {"start": again})
    made, replaced = publish(unit, purpose, version, start, text.strip())
    record(
        actor,
        journal.TEXT_PUBLISHED,
        unit,
        purpose=title_of(purpose),
        start=f"{start:%d.%m.%Y}",
        version=version,
        replaced=replaced,
    )
    return made


def publish(
    unit: OrgUnit | None, purpose: str, version: str, start: date, text: str
) -> tuple[ConsentText, int]:
    """The text, and how many consents it replaces from its first day."""
    made = ConsentText.objects.create(
        unit=unit,
        purpose=purpose,
        version=version,
        start=start,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )
    earlier = Consent.objects.filter(
        Q(replaced_on=None) | Q(replaced_on__gt=start), purpose=purpose, text__start__lt=start
    )
    return made, within_reach(earlier, unit).update(replaced_on=start)


def within_reach(consents: Any, unit: OrgUnit | None) -> Any:
    """Those given where a text of the unit is asked for, and to no text of a nearer place."""
    if unit is None:
        return consents.filter(text__unit=None)
    below = OrgClosure.objects.filter(ancestor=unit).values("descendant")
    over = OrgClosure.objects.filter(descendant=unit).values("ancestor")
    return consents.filter(Q(text__unit=None) | Q(text__unit__in=over), unit__in=below)


@transaction.atomic
def give_consent(actor: Actor, *, purpose: str, text: ConsentText) -> Consent:
    """A person agrees for themselves, to the very text they have read.

    Refused: an account without a person; a text that is not asked for; given already.
    """
    person = own_person(actor)
    unit, now = place_of(person), clock.today()
    texts = texts_at(unit, purpose)
    if text not in (text_on(texts, now), coming_text(texts, now)):
        raise RuleViolation("Текст согласия сменился. Откройте страницу заново и прочтите новый.")
    refuse_given(person, text)
    given = made_consent(actor, person, text, texts, now, Medium.SITE, None, unit)
    given.save()
    note_given(actor, given)
    return given


def own_person(actor: Actor) -> Person:
    if actor.person_id is None or not actor.may(permissions.OWN):
        raise Forbidden("Ваша учётная запись не связана с карточкой человека.")
    found: Person = lock(Person.objects.get(pk=actor.person_id))
    return found


def refuse_given(person: Person, text: ConsentText) -> None:
    if Consent.objects.filter(person=person, text=text, withdrawn_on=None).exists():
        raise RuleViolation("Это согласие уже дано.")


def made_consent(
    actor: Actor,
    person: Person,
    text: ConsentText,
    texts: list[ConsentText],
    given_on: date,
    medium: str,
    scan: StoredFile | None,
    unit: OrgUnit | None,
) -> Consent:
    """A row to save; a newer text that is known already will replace it from its first day."""
    newer = [one.start for one in texts if replaces(texts, one, text)]
    return Consent(
        person=person,
        purpose=text.purpose,
        text=text,
        unit=unit,
        given_on=given_on,
        start=max(given_on, text.start),
        medium=medium,
        scan=scan,
        recorded_by=actor.title,
        replaced_on=min(newer, default=None),
    )


def note_given(actor: Actor, given: Consent) -> None:
    record(
        actor,
        journal.CONSENT_GIVEN,
        given.person,
        purpose=title_of(given.purpose),
        medium=Medium(given.medium).label,
        given_on=f"{given.given_on:%d.%m.%Y}",
    )


@transaction.atomic
def record_consent(
    actor: Actor, *, person: Person, purpose: str, given_on: date, scan: Scan, scan_name: str
) -> Consent:
    """Record a signed consent with its scan.

    Refused: a day to come; no text on that day; given already; a file that can't be kept.
    """
    authorise(actor, permissions.KEEP, person)
    refuse_future(given_on, "given_on")
    unit = place_of(person)
    texts = texts_at(unit, purpose)
    text = text_on(texts, given_on)
    if text is None:
        raise RuleViolation(NO_TEXT, {"given_on": NO_TEXT})
    locked: Person = lock(person)
    refuse_given(locked, text)
    kept = keep_file(actor, scan, name=scan_name)
    given = made_consent(actor, locked, text, texts, given_on, Medium.PAPER, kept, unit)
    given.save()
    note_given(actor, given)
    return given


@transaction.atomic
def record_list(
    actor: Actor,
    *,
    unit: OrgUnit,
    people: Collection[Person],
    purpose: str,
    given_on: date,
    scan: Scan,
    scan_name: str,
) -> int:
    """Record the consents of everybody who signed one list of an organisation; how many are new.

    The scan stands at each. Who has given this consent already is passed over.
    Refused: nobody; somebody of another organisation; a day to come; no text on that day; a file
    that can't be kept.
    """
    authorise(actor, permissions.KEEP, unit)
    if not people:
        raise RuleViolation(NOBODY, {"people": NOBODY})
    refuse_future(given_on, "given_on")
    texts = texts_at(unit, purpose)
    text = text_on(texts, given_on)
    if text is None:
        raise RuleViolation(NO_TEXT, {"given_on": NO_TEXT})
    signers = without_consent_to(text, people_of(unit, people))
    kept = keep_file(actor, scan, name=scan_name)
    made = [
        made_consent(actor, one, text, texts, given_on, Medium.PAPER, kept, unit) for one in signers
    ]
    for portion in parts(made, 500):
        Consent.objects.bulk_create(portion)
    record(
        actor,
        journal.CONSENTS_RECORDED,
        unit,
        *signers,
        purpose=title_of(purpose),
        given_on=f"{given_on:%d.%m.%Y}",
        count=len(made),
    )
    return len(made)


def people_of(unit: OrgUnit, people: Collection[Person]) -> list[Person]:
    """The people under a lock. Refused: somebody who works outside the organisation."""
    here = OrgClosure.objects.filter(ancestor=unit).values("descendant")
    wanted = {one.pk for one in people}
    rows = Person.objects.filter(within_units(Person, here), pk__in=wanted, merged_into=None)
    found = list(rows.order_by("pk").select_for_update())
    if len(found) != len(wanted):
        raise RuleViolation("Среди отмеченных есть те, кто не работает в этой организации.")
    return found


def without_consent_to(text: ConsentText, people: list[Person]) -> list[Person]:
    standing = Consent.objects.filter(text=text, person__in=people, withdrawn_on=None)
    known = set(standing.values_list("person", flat=True))
    return [one for one in people if one.pk not in known]


def refuse_future(day: date, field: str) -> None:
    if day > clock.today():
        raise RuleViolation(FUTURE, {field: FUTURE})


@transaction.atomic
def withdraw_consent(actor: Actor, *, consent: Consent) -> Consent:
    """A person takes their consent back; it stops counting at once.

    Refused: another person's; withdrawn already.
    """
    if consent.person_id != own_person(actor).pk:
        raise Forbidden("Отозвать можно только своё согласие.")
    return withdrawn(actor, consent, clock.today(), Medium.SITE, None)


@transaction.atomic
def record_withdrawal(
    actor: Actor, *, consent: Consent, withdrawn_on: date, scan: Scan, scan_name: str
) -> Consent:
    """Record a withdrawal that came on paper.

    Refused: a day to come or before the consent; withdrawn already; a file that can't be kept.
    """
    authorise(actor, permissions.KEEP, consent)
    refuse_future(withdrawn_on, "withdrawn_on")
    if withdrawn_on < consent.given_on:
        early = "Отозвать раньше, чем дано, нельзя."
        raise RuleViolation(early, {"withdrawn_on": early})
    kept = keep_file(actor, scan, name=scan_name)
    return withdrawn(actor, consent, withdrawn_on, Medium.PAPER, kept)


def withdrawn(
    actor: Actor, consent: Consent, day: date, medium: str, scan: StoredFile | None
) -> Consent:
    locked: Consent = lock(consent)
    if locked.withdrawn_on is not None:
        raise RuleViolation("Это согласие уже отозвано.")
    locked.withdrawn_on, locked.withdrawn_medium = day, medium
    locked.withdrawal_scan, locked.withdrawn_by = scan, actor.title
    locked.save()
    record(
        actor,
        journal.CONSENT_WITHDRAWN,
        locked.person,
        purpose=title_of(locked.purpose),
        medium=Medium(medium).label,
        withdrawn_on=f"{day:%d.%m.%Y}",
    )
    return locked
