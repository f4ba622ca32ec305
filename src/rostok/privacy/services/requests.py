"""Requests of people about their data: given, taken, prolonged once, answered or refused."""

from datetime import date
from typing import IO, Any

from django.db import transaction

from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.files import keep_file
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.text import LONGEST_ANSWER, needed
from rostok.kernel.workdays import add_working_days
from rostok.people.models import Person
from rostok.privacy import journal, permissions
from rostok.privacy.models import Consent, DataRequest, Medium, RequestKind, RequestState
from rostok.privacy.services.consents import own_person, refuse_future, withdrawn
from rostok.privacy.services.disputes import block, is_blocked
from rostok.privacy.texts import place_of
from rostok.privacy.workdays import calendar_at

TERM = 10  # working days, 152-ФЗ, статья 20, часть 1
EXTENSION = 5  # the same: once, with a reasoned notice
OVER = "На это обращение уже ответили."
File = IO[bytes]


@transaction.atomic
def make_request(
    actor: Actor, *, kind: str, text: str = "", purpose: str = "", part: str = ""
) -> DataRequest:
    """A person asks about their own data. What they dispute is put out of use at once.

    Refused: an account without a person; the same asked and not answered yet; nothing said of what
    is wrong.
    """
    person = own_person(actor)
    made = begun(actor, person, kind, text, purpose, part, clock.today(), Medium.SITE)
    if made.part and not is_blocked(person, made.part):
        block(actor, person, made.part, made.text)
    return made


@transaction.atomic
def record_request(
    actor: Actor,
    *,
    person: Person,
    kind: str,
    received_on: date,
    text: str = "",
    purpose: str = "",
    part: str = "",
    scan: File | None = None,
    scan_name: str = "",
) -> DataRequest:
    """Record a request that came on paper, with its scan.

    Refused: a day to come; what `make_request` refuses; a file that can't be kept.
    """
    authorise(actor, permissions.KEEP, person)
    refuse_future(received_on, "received_on")
    locked: Person = lock(person)
    made = begun(actor, locked, kind, text, purpose, part, received_on, Medium.PAPER)
    if scan is not None:
        made.scan = keep_file(actor, scan, name=scan_name)
        made.save(update_fields=["scan"])
    if made.part and not is_blocked(locked, made.part):
        block(actor, locked, made.part, made.text)
    return made


def begun(
    actor: Actor,
    person: Person,
    kind: str,
    text: str,
    purpose: str,
    part: str,
    received_on: date,
    medium: str,
) -> DataRequest:
    if kind not in RequestKind.values:
        raise RuleViolation("Выберите, о чём обращение.", {"kind": "Выберите, о чём обращение."})
    refuse_unsaid(kind, text, purpose, part)
    same = DataRequest.objects.open().filter(person=person, kind=kind, purpose=purpose, part=part)
    if same.exists():
        raise RuleViolation("Такое обращение уже есть, на него ещё не ответили.")
    unit = place_of(person)
    made: DataRequest = DataRequest.objects.create(
        person=person,
        unit=unit,
        kind=kind,
        purpose=purpose if kind == RequestKind.WITHDRAWAL else "",
        part=part if kind == RequestKind.BLOCKING else "",
        text=text.strip(),
        medium=medium,
        received_on=received_on,
        due_on=add_working_days(received_on, TERM, calendar_at(unit)),
        recorded_by=actor.title,
    )
    record(
        actor,
        journal.REQUEST_MADE,
        made,
        person,
        kind=made.get_kind_display(),
        due_on=f"{made.due_on:%d.%m.%Y}",
    )
    return made


def refuse_unsaid(kind: str, text: str, purpose: str, part: str) -> None:
    """Refused: a correction or a dispute without a word of what is wrong; no purpose; no part."""
    if kind in (RequestKind.CORRECTION, RequestKind.BLOCKING) and not text.strip():
        raise RuleViolation("Напишите, что неверно.", {"text": "Напишите, что неверно."})
    if kind == RequestKind.BLOCKING and not part:
        raise RuleViolation("Выберите, что оспаривается.", {"part": "Выберите, что оспаривается."})
    if kind == RequestKind.WITHDRAWAL and not purpose:
        said = "Выберите, какое согласие отозвать."
        raise RuleViolation(said, {"purpose": said})


@transaction.atomic
def take_request(actor: Actor, *, request: DataRequest) -> DataRequest:
    """Say that somebody answers. Refused: taken already; one's own."""
    request = opened(actor, request)
    if request.state != RequestState.RECEIVED:
        raise RuleViolation(f"Обращение уже в работе: {request.taken_by}.")
    request.state, request.taken_by = RequestState.IN_WORK, actor.title
    saved(request)
    record(actor, journal.REQUEST_TAKEN, request, request.person)
    return request


@transaction.atomic
def extend_request(actor: Actor, *, request: DataRequest, reason: str) -> DataRequest:
    """Five working days more, once, with a reason that the person reads.

    Refused: no reason; prolonged already; the term has passed.
    """
    request = opened(actor, request)
    said = needed(reason, "reason", "Напишите, почему нужно больше времени.")
    if request.extension:
        raise RuleViolation("Срок уже продлевали: больше нельзя.")
    if request.is_overdue:
        raise RuleViolation("Срок уже прошёл: продлить его нельзя, ответьте сейчас.")
    request.extension = said
    request.due_on = add_working_days(request.due_on, EXTENSION, calendar_at(request.unit))
    saved(request)
    due_on = f"{request.due_on:%d.%m.%Y}"
    record(actor, journal.REQUEST_EXTENDED, request, request.person, due_on=due_on, reason=said)
    return request


@transaction.atomic
def answer_request(
    actor: Actor,
    *,
    request: DataRequest,
    answer: str,
    file: File | None = None,
    file_name: str = "",
) -> DataRequest:
    """Answer in words, with a file if need be. An answered withdrawal ends the consent.

    Refused: no words; answered already; one's own; a file that can't be kept.
    """
    request = opened(actor, request)
    request.answer = needed(answer, "answer", "Напишите ответ.", longest=5000)
    if file is not None:
        request.answer_file = keep_file(actor, file, name=file_name)
    end_consents(actor, request)
    close(actor, request, RequestState.ANSWERED)
    record(actor, journal.REQUEST_ANSWERED, request, request.person)
    return request


@transaction.atomic
def refuse_request(actor: Actor, *, request: DataRequest, ground: str) -> DataRequest:
    """Refuse with a ground that the person reads.

    Refused: no ground; answered already; one's own; a withdrawal, which nobody may refuse.
    """
    request = opened(actor, request)
    if request.kind == RequestKind.WITHDRAWAL:
        raise RuleViolation("Отказать в отзыве согласия нельзя: ответьте, и оно прекратится.")
    request.answer = needed(ground, "ground", "Напишите основание отказа.", longest=5000)
    close(actor, request, RequestState.REFUSED)
    record(
        actor,
        journal.REQUEST_REFUSED,
        request,
        request.person,
        ground=request.answer[:LONGEST_ANSWER],
    )
    return request


def opened(actor: Actor, request: DataRequest) -> DataRequest:
    """The request under a lock. Refused: out of reach; answered already; one's own."""
    locked: DataRequest = lock(request)
    authorise(actor, permissions.KEEP, locked)
    if not locked.is_open:
        raise RuleViolation(OVER)
    if actor.person_id is not None and actor.person_id == locked.person_id:
        raise RuleViolation("На своё обращение отвечает другой человек.")
    return locked


def close(actor: Actor, request: DataRequest, state: RequestState) -> None:
    request.state, request.answered_on = state, clock.today()
    request.taken_by = request.taken_by or actor.title
    saved(request)


def saved(request: DataRequest) -> None:
    request.version += 1
    request.save()


def end_consents(actor: Actor, request: DataRequest) -> None:
    """The consents that the person asked to end; on paper they end with the day it came."""
    if request.kind != RequestKind.WITHDRAWAL:
        return
    rows: Any = Consent.objects.filter(
        person=request.person, purpose=request.purpose, withdrawn_on=None
    )
    for consent in rows.order_by("pk"):
        day = max(request.received_on, consent.given_on)
        withdrawn(actor, consent, day, request.medium, request.scan)
