"""A main place of work on its way to another organisation: asked or offered, then decided."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from rostok.accounts.queries import is_kept
from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise, holds
from rostok.kernel.errors import RuleViolation, StaleForm
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.periods import DAY
from rostok.kernel.text import clean
from rostok.kernel.ui.formats import date_words
from rostok.orgs.models import OrgUnit, UnitKind
from rostok.people.models import Person
from rostok.staff import journal, permissions
from rostok.staff.models import (
    OPEN_TRANSFERS,
    Employment,
    EmploymentKind,
    Post,
    TransferRequest,
    TransferState,
)
from rostok.staff.notices import tell_of_transfer
from rostok.staff.services.elsewhere import Sought, find_elsewhere, refuse_guessing
from rostok.staff.services.employments import engage, finish
from rostok.staff.services.leaving import leave
from rostok.staff.services.rules import lock_person
from rostok.staff.transfers import awaiting

GRACE = timedelta(days=10)
NOT_FOUND = (
    "Среди работающих в других организациях такого человека нет. Проверьте имя и дату или СНИЛС."
    " Если человек сейчас нигде не работает, примите его на работу."
)
GONE = (
    "Человек здесь по основному месту уже не работает. Отклоните запрос: новая организация примет"
    " его на работу сама."
)


def ask_transfer(
    actor: Actor,
    *,
    organisation: OrgUnit,
    last_name: str,
    first_name: str,
    patronymic: str = "",
    birth_date: date | None = None,
    snils: str = "",
    post: Post,
    start: date,
    rate: Decimal | None = None,
    note: str = "",
) -> TransferRequest:
    """Ask the organisation where somebody works now to let them go; it is not named.

    A miss stays in the journal even though it is refused, and a day bears few of them. Refused:
    neither a СНИЛС nor a birth date; nobody found elsewhere; a person whom the actor keeps; one
    whose transfer is open.
    """
    sought = Sought.read(last_name, first_name, patronymic, birth_date, snils)
    with transaction.atomic():
        authorise(actor, permissions.EDIT, organisation)
        lock(organisation)
        refuse_guessing(actor)
        work = find_elsewhere(sought)
        if work is not None:
            wanted = {"post": post, "rate": rate, "start": start, "note": clean(note)}
            return asked(actor, organisation, work, asked_as=sought.name, **wanted)
        record(actor, journal.TRANSFER_MISSED, organisation, who=sought.name)
    raise RuleViolation(NOT_FOUND)


def asked(actor: Actor, organisation: OrgUnit, work: Employment, **wanted: Any) -> TransferRequest:
    person = lock(work.person)
    if holds(actor, permissions.EDIT, person):
        raise RuleViolation(f"{person} уже в вашем списке: {work.organisation}.")
    refuse_second_transfer(person)
    refuse_closed_to(organisation, wanted["start"])
    transfer: TransferRequest = TransferRequest.objects.create(
        person=person,
        from_organisation=work.organisation,
        to_organisation=organisation,
        asked_on=clock.today(),
        above_from=above_from(actor, work.organisation),
        **wanted,
    )
    words = {"target": organisation, "start": date_words(wanted["start"])}
    tell_apart(actor, journal.TRANSFER_ASKED, transfer, who=transfer.asked_as, **words)
    tell_of_transfer(actor, transfer)
    return transfer


def tell_apart(actor: Actor, kind: str, transfer: TransferRequest, **words: Any) -> None:
    """An entry for each side: that of the asking one does not name the person on record."""
    record(actor, kind, transfer, **words)
    record(actor, kind, transfer.person, **words)


def refuse_closed_to(organisation: OrgUnit, start: date) -> None:
    if not organisation.is_open_on(start):
        raise RuleViolation(f"«{organisation}» в этот день не работает.")


def refuse_second_transfer(person: Person) -> None:
    if TransferRequest.objects.filter(person=person, state__in=OPEN_TRANSFERS).exists():
        raise RuleViolation("Перевод этого человека уже открыт: дождитесь решения.")


def above_from(actor: Actor, decides: OrgUnit) -> date:
    """From when the level above decides too: at once where nobody keeps the organisation itself."""
    places = {decides.pk, decides.parent_id or decides.pk} if is_branch(decides) else {decides.pk}
    at_once = holds(actor, permissions.EDIT, decides) or not is_kept(places, permissions.EDIT)
    return clock.today() if at_once else clock.today() + GRACE


def is_branch(unit: OrgUnit) -> bool:
    return unit.kind == UnitKind.UNIT


@transaction.atomic
def offer_transfer(
    actor: Actor, *, employment: Employment, organisation: OrgUnit, last_day: date, note: str = ""
) -> TransferRequest:
    """Offer a person to another organisation, which begins the new work when it accepts.

    Refused: work that is not the main one or has ended; the same organisation; a closed one; a
    transfer open already.
    """
    person = lock_person(actor, employment.person)
    employment = lock(employment)
    authorise(actor, permissions.EDIT, employment)
    refuse_ended(employment, last_day)
    if organisation.pk == employment.organisation_id:
        text = "Человек и так работает в этой организации."
        raise RuleViolation(text, {"organisation": text})
    refuse_second_transfer(person)
    refuse_closed_to(organisation, last_day + DAY)
    transfer: TransferRequest = TransferRequest.objects.create(
        person=person,
        from_organisation=employment.organisation,
        to_organisation=organisation,
        state=TransferState.OFFERED,
        is_offer=True,
        asked_as=person.full_name,
        last_day=last_day,
        note=clean(note),
        asked_on=clock.today(),
        above_from=above_from(actor, organisation),
    )
    words = {"target": organisation, "last_day": date_words(last_day)}
    record(actor, journal.TRANSFER_OFFERED, transfer, person, **words)
    tell_of_transfer(actor, transfer)
    return transfer


def refuse_ended(employment: Employment, last_day: date) -> None:
    if employment.kind != EmploymentKind.MAIN:
        raise RuleViolation("Передают основное место работы.")
    if employment.end is not None and employment.end <= clock.today():
        raise RuleViolation("Эта работа уже окончена: новая организация примет человека сама.")
    if last_day < employment.start:
        text = "Последний день не может быть раньше первого."
        raise RuleViolation(text, {"last_day": text})


def lock_open(actor: Actor, transfer: TransferRequest, *, is_offer: bool) -> TransferRequest:
    """The person, then the transfer.

    Refused: decided already; not the actor's to decide; not yet the level above's.
    """
    lock(transfer.person)
    locked = lock(transfer)
    if locked.person_id != transfer.person_id:
        raise StaleForm("Карточку человека тем временем объединили: откройте перевод ещё раз.")
    authorise(actor, permissions.EDIT, locked.decides)
    if not locked.is_open or locked.is_offer != is_offer:
        raise RuleViolation(f"Решать нечего: перевод {locked.get_state_display()}.")
    if not awaiting(actor).filter(pk=locked.pk).exists():
        raise RuleViolation(
            f"До {date_words(locked.above_from)} решает сама организация: «{locked.decides}»."
        )
    return locked


@transaction.atomic
def agree_transfer(actor: Actor, *, transfer: TransferRequest, last_day: date) -> TransferRequest:
    """Let the person go: the old work ends, the new begins the next day or as was asked, if later.

    Roles held at the old organisation end with the work. Refused: a person who has left already;
    whatever ending or beginning work refuses.
    """
    transfer = lock_open(actor, transfer, is_offer=False)
    start = max(transfer.start or last_day, last_day + DAY)
    post, rate = transfer.post, transfer.rate
    return carry_out(actor, transfer, last_day=last_day, post=post, rate=rate, start=start)


@transaction.atomic
def accept_transfer(
    actor: Actor,
    *,
    transfer: TransferRequest,
    post: Post,
    start: date,
    rate: Decimal | None = None,
) -> TransferRequest:
    """Take the person who was offered. Refused: a first day before the old work has ended."""
    transfer = lock_open(actor, transfer, is_offer=True)
    last_day = transfer.last_day or start - DAY
    if start <= last_day:
        text = f"На прежнем месте человек работает по {date_words(last_day)}: приём позже."
        raise RuleViolation(text, {"start": text})
    return carry_out(actor, transfer, last_day=last_day, post=post, rate=rate, start=start)


def carry_out(
    actor: Actor,
    transfer: TransferRequest,
    *,
    last_day: date,
    post: Post | None,
    rate: Decimal | None,
    start: date,
) -> TransferRequest:
    """End the old main work and begin the new one; both or neither."""
    old = end_old_work(actor, transfer, last_day)
    new = Employment(
        person=transfer.person,
        organisation=transfer.to_organisation,
        post=post or old.post,
        kind=EmploymentKind.MAIN,
        rate=rate,
        start=start,
    )
    engage(actor, new)
    transfer.last_day, transfer.start = last_day, start
    transfer.post, transfer.rate = new.post, new.rate
    decide(transfer, TransferState.AGREED)
    words = {"source": transfer.from_organisation, "target": transfer.to_organisation}
    days = {"last_day": date_words(last_day), "start": date_words(start)}
    record(actor, journal.TRANSFER_AGREED, transfer, transfer.person, **words, **days)
    tell_of_transfer(actor, transfer)
    return transfer


def end_old_work(actor: Actor, transfer: TransferRequest, last_day: date) -> Employment:
    """The main work ends, and the internal one beside it. Refused: nothing to end."""
    work: Any = transfer.person.employments.unended_on(clock.today())
    here = work.filter(organisation=transfer.from_organisation).select_for_update()
    old = here.main().first()
    if old is None:
        raise RuleViolation(GONE)
    beside = list(here.filter(kind=EmploymentKind.INTERNAL))
    ended = [finish(actor, one, last_day) for one in (old, *beside)]
    leave(actor, ended)
    return ended[0]


def decide(transfer: TransferRequest, state: str) -> None:
    transfer.state = state
    transfer.decided_on = clock.today()
    transfer.save()


@transaction.atomic
def refuse_transfer(actor: Actor, *, transfer: TransferRequest, reason: str) -> TransferRequest:
    """Say no, with a reason that the other side reads. Refused: without a reason.

    The entry names who refused, so that of a request stands with the person only.
    """
    transfer = lock_open(actor, transfer, is_offer=transfer.is_offer)
    transfer.answer = clean(reason)
    if not transfer.answer:
        text = "Напишите причину: её прочтёт другая организация."
        raise RuleViolation(text, {"reason": text})
    decide(transfer, TransferState.REFUSED)
    sides = [transfer, transfer.person] if transfer.is_offer else [transfer.person]
    record(actor, journal.TRANSFER_REFUSED, *sides, reason=transfer.answer)
    tell_of_transfer(actor, transfer)
    return transfer


@transaction.atomic
def withdraw_transfer(actor: Actor, *, transfer: TransferRequest) -> TransferRequest:
    """Take back what one's own side asked or offered. Refused: decided already."""
    lock(transfer.person)
    transfer = lock(transfer)
    authorise(actor, permissions.EDIT, transfer.opened_by)
    if not transfer.is_open:
        raise RuleViolation(f"Отзывать нечего: перевод {transfer.get_state_display()}.")
    decide(transfer, TransferState.WITHDRAWN)
    tell_apart(actor, journal.TRANSFER_WITHDRAWN, transfer)
    tell_of_transfer(actor, transfer)
    return transfer
