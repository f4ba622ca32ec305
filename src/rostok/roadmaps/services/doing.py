"""The way of an occurrence from planned to accepted: by somebody else, on a proof that opens.

Each act locks the occurrence, asks for the right over its unit, then for the rule.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from rostok.accounts.models import User
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock, refuse_stale
from rostok.kernel.notices import retime
from rostok.kernel.text import LONGEST_ANSWER, clean, needed
from rostok.kernel.ui.formats import date_words
from rostok.roadmaps import journal, permissions
from rostok.roadmaps.accepting import nobody_else_accepts
from rostok.roadmaps.models import TO_DO_STATES, Occurrence, OccurrenceState, Slip
from rostok.roadmaps.notices import tell_of_copies, tell_of_step
from rostok.roadmaps.proving import is_proved

LONGEST_REASON = 300


@transaction.atomic
def begin(actor: Actor, *, occurrence: Occurrence, progress: str | None = None) -> Occurrence:
    """Take into work, or say how it goes. Refused: waits for acceptance, accepted, cancelled."""
    occurrence = held_open(actor, occurrence)
    refuse_unless_to_do(occurrence)
    if occurrence.state == OccurrenceState.PLANNED:
        occurrence.state = OccurrenceState.IN_WORK
        record(actor, journal.BEGUN, occurrence)
    tell_progress(actor, occurrence, progress)
    changed(occurrence)
    return occurrence


@transaction.atomic
def submit(actor: Actor, *, occurrence: Occurrence, progress: str | None = None) -> Occurrence:
    """Send for acceptance. Refused: nothing that proves it; sent or accepted already."""
    occurrence = held_open(actor, occurrence)
    refuse_unless_to_do(occurrence)
    refuse_unproved(occurrence)
    tell_progress(actor, occurrence, progress)
    occurrence.state = OccurrenceState.SUBMITTED
    occurrence.sender = user_of(actor)
    occurrence.sender_title = actor.title
    changed(occurrence)
    record(actor, journal.SUBMITTED, occurrence)
    tell_of_step(actor, occurrence)
    return occurrence


@transaction.atomic
def recall(actor: Actor, *, occurrence: Occurrence) -> Occurrence:
    """Take back what one sent oneself while nobody has decided: it is in work again.

    Refused: decided already, or not sent; sent by somebody else.
    """
    occurrence = lock(occurrence)
    authorise(actor, permissions.WORK, occurrence)
    refuse_unless_submitted(occurrence)
    if not is_sent_by(actor, occurrence):
        raise RuleViolation(f"Отзывает тот, кто отправил: {occurrence.sender_title}.")
    occurrence.state = OccurrenceState.IN_WORK
    occurrence.sender, occurrence.sender_title = None, ""
    changed(occurrence)
    record(actor, journal.RECALLED, occurrence)
    tell_of_step(actor, occurrence)
    return occurrence


@transaction.atomic
def accept(
    actor: Actor, *, occurrence: Occurrence, version: int | None = None, ground: str = ""
) -> Occurrence:
    """Accept what was done.

    Refused: not sent; a proof that no longer opens; by whoever sent it or does it. Where nobody
    else could accept, the sender may, with a ground that stands in the journal.
    """
    occurrence = lock(occurrence)
    authorise(actor, permissions.ACCEPT, occurrence)
    refuse_stale(occurrence, version)
    refuse_unless_submitted(occurrence)
    refuse_unproved(occurrence)
    ground = clean(ground)[:LONGEST_REASON]
    if is_own(actor, occurrence):
        refuse_own(occurrence, ground)
        occurrence.exception = ground
    decide(actor, occurrence, OccurrenceState.ACCEPTED)
    if occurrence.exception:
        record(actor, journal.ACCEPTED_ALONE, occurrence, ground=ground)
    else:
        record(actor, journal.ACCEPTED, occurrence)
    tell_of_step(actor, occurrence)
    tell_of_copies(actor, occurrence)
    return occurrence


@transaction.atomic
def return_occurrence(
    actor: Actor, *, occurrence: Occurrence, comment: str, version: int | None = None
) -> Occurrence:
    """Send back with what is missing. Refused: not sent; no comment."""
    occurrence = lock(occurrence)
    authorise(actor, permissions.ACCEPT, occurrence)
    refuse_stale(occurrence, version)
    refuse_unless_submitted(occurrence)
    occurrence.comment = needed(comment, "comment", "Напишите, чего не хватает.")
    decide(actor, occurrence, OccurrenceState.RETURNED)
    record(actor, journal.RETURNED, occurrence, comment=occurrence.comment)
    tell_of_step(actor, occurrence)
    return occurrence


@transaction.atomic
def reopen(actor: Actor, *, occurrence: Occurrence, comment: str) -> Occurrence:
    """Take an acceptance back: the occurrence is to be done again. Refused: not accepted."""
    occurrence = lock(occurrence)
    authorise(actor, permissions.ACCEPT, occurrence)
    if occurrence.state != OccurrenceState.ACCEPTED:
        raise RuleViolation("Отменить можно только приёмку того, что принято.")
    occurrence.comment = needed(comment, "comment", "Напишите, почему приёмка отменяется.")
    decide(actor, occurrence, OccurrenceState.RETURNED)
    record(actor, journal.REOPENED, occurrence, comment=occurrence.comment)
    tell_of_step(actor, occurrence)
    return occurrence


@transaction.atomic
def set_day(actor: Actor, *, occurrence: Occurrence, due: date) -> Occurrence:
    """Give a day to what waits for one («по плану»). Refused: it has a day; another year."""
    occurrence = held_open(actor, occurrence)
    if occurrence.due is not None:
        raise RuleViolation("Срок уже назначен: его можно перенести с указанием причины.")
    if due.year != occurrence.year:
        message = f"Это срок {occurrence.year} года: выберите день этого года."
        raise RuleViolation(message, {"due": message})
    occurrence.due = occurrence.first_due = due
    changed(occurrence)
    record(actor, journal.DAY_SET, occurrence, due=date_words(due))
    return occurrence


@transaction.atomic
def move_due(
    actor: Actor, *, occurrence: Occurrence, due: date, reason: str, version: int | None = None
) -> Occurrence:
    """Move the term; the day of the text stays visible beside it.

    Refused: no reason; no day yet; the same day; before its start.
    """
    occurrence = held_open(actor, occurrence)
    refuse_stale(occurrence, version)
    was, reason = (
        occurrence.due,
        needed(reason, "reason", "Напишите, почему срок переносится.", LONGEST_REASON),
    )
    if was is None:
        raise RuleViolation("Срока ещё нет: назначьте его.")
    if due == was:
        raise RuleViolation("Это прежний срок.", {"due": "Выберите другой день."})
    if occurrence.start and due < occurrence.start:
        message = f"Начало — {date_words(occurrence.start)}: срок не может быть раньше."
        raise RuleViolation(message, {"due": message})
    occurrence.due = due
    changed(occurrence)
    retime({occurrence: due})
    Slip.objects.create(
        occurrence=occurrence,
        was=was,
        now=due,
        reason=reason,
        author_title=actor.title,
    )
    record(
        actor,
        journal.SLIPPED,
        occurrence,
        was=date_words(was),
        due=date_words(due),
        reason=reason,
    )
    return occurrence


def accept_many(actor: Actor, *, occurrences: Sequence[Occurrence]) -> dict[int, str]:
    """Accept several, each by itself; returns why not, by number, for those refused."""
    refused: dict[int, str] = {}
    for occurrence in occurrences:
        try:
            accept(actor, occurrence=occurrence)
        except RuleViolation as refusal:
            refused[occurrence.pk] = refusal.message
    return refused


def held_open(actor: Actor, occurrence: Occurrence) -> Occurrence:
    """Locked, within the actor's reach, and not closed."""
    occurrence = lock(occurrence)
    authorise(actor, permissions.WORK, occurrence)
    if not occurrence.is_open:
        state = occurrence.get_state_display()
        raise RuleViolation(f"Это мероприятие уже закрыто: {state}.")
    return occurrence


def changed(occurrence: Occurrence) -> None:
    occurrence.version += 1
    occurrence.save()


def decide(actor: Actor, occurrence: Occurrence, state: OccurrenceState) -> None:
    accepted = state == OccurrenceState.ACCEPTED
    occurrence.state = state
    occurrence.accepter = user_of(actor) if accepted else None
    occurrence.accepter_title = actor.title if accepted else ""
    occurrence.accepted_on = occurrence.roadmap.system.today if accepted else None
    if accepted:
        occurrence.comment = ""
    else:
        occurrence.exception = ""
    changed(occurrence)


def tell_progress(actor: Actor, occurrence: Occurrence, progress: str | None) -> None:
    """What was said before stays where nothing is said; an empty text takes it away."""
    said = occurrence.progress if progress is None else clean(progress)[:LONGEST_ANSWER]
    if said != occurrence.progress:
        occurrence.progress = said
        record(actor, journal.PROGRESSED, occurrence, progress=said or "—")


def user_of(actor: Actor) -> User | None:
    """The account that acts; the console and the installation have none."""
    return User.objects.filter(pk=actor.user_id).first() if actor.user_id is not None else None


def is_own(actor: Actor, occurrence: Occurrence) -> bool:
    """Whether the actor sent it or is the one who does it."""
    does = actor.person_id is not None and occurrence.responsible_id == actor.person_id
    return does or is_sent_by(actor, occurrence)


def is_sent_by(actor: Actor, occurrence: Occurrence) -> bool:
    return actor.user_id is not None and occurrence.sender_id == actor.user_id


def refuse_own(occurrence: Occurrence, ground: str) -> None:
    if not nobody_else_accepts(occurrence):
        raise RuleViolation("Принимает другой человек, не тот, кто отправил или исполнял.")
    if not ground:
        message = "Принять больше некому: напишите, на каком основании принимаете сами."
        raise RuleViolation(message, {"ground": message})


def refuse_unless_to_do(occurrence: Occurrence) -> None:
    if occurrence.state not in TO_DO_STATES:
        raise RuleViolation("Уже отправлено на приёмку.")


def refuse_unless_submitted(occurrence: Occurrence) -> None:
    if occurrence.state == OccurrenceState.ACCEPTED:
        raise RuleViolation(f"Уже принято: {occurrence.accepter_title}.")
    if occurrence.state != OccurrenceState.SUBMITTED:
        raise RuleViolation("Принять, вернуть или отозвать можно то, что отправлено на приёмку.")


def refuse_unproved(occurrence: Occurrence) -> None:
    if not is_proved(occurrence):
        raise RuleViolation(
            "Нет подтверждения, которое открывается: приложите документ, файл, адрес или запись."
        )
