"""An action ended by an act, and one ended by mistake that is carried out again."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.notices import settle
from rostok.kernel.text import needed
from rostok.kernel.ui.formats import date_words
from rostok.orgs.models import OrgUnit
from rostok.roadmaps import journal, permissions
from rostok.roadmaps.cascade import open_of
from rostok.roadmaps.models import OPEN_STATES, Action, Occurrence, OccurrenceState, Proof
from rostok.roadmaps.printed import rows_of

LONGEST_GROUND = 300


@transaction.atomic
def cancel_action(actor: Actor, *, action: Action, ground: str, on: date | None = None) -> Action:
    """Cancel an action by an act: what is open is cancelled, what was accepted stays.

    Refused: cancelled already; no act named.
    """
    action = lock(action)
    authorise(actor, permissions.MANAGE, action)
    if not action.is_in_force:
        raise RuleViolation("Мероприятие уже отменено.")
    said = needed(ground, "ground", "Назовите акт: вид, дату и номер.", LONGEST_GROUND)
    action.ended_on = on or action.roadmap.system.today
    action.ended_ground = said
    action.version += 1
    action.save()
    settle(open_of(action).select_related("action"))
    words = f"Отменено: {action.ended_ground}"
    open_of(action).cancel_with_action(action.ended_on, words)
    record(
        actor,
        journal.ACTION_CANCELLED,
        action,
        on=date_words(action.ended_on),
        ground=action.ended_ground,
    )
    return action


@transaction.atomic
def restore_action(actor: Actor, *, action: Action, ground: str) -> Action:
    """Carry out again what an act cancelled: its terms are open as they were, copies too.

    Refused: in force; no ground; the text of the regulation has it no more.
    """
    action = lock(action)
    authorise(actor, permissions.MANAGE, action)
    if action.is_in_force:
        raise RuleViolation("Мероприятие не отменено.")
    if not is_of_text(action):
        raise RuleViolation("Мероприятие исключено из положения: вернуть его может новая редакция.")
    said = needed(ground, "ground", "Напишите, почему мероприятие снова выполняется.")
    reopen_cancelled(action)
    action.ended_on, action.ended_ground = None, ""
    action.version += 1
    action.save()
    record(actor, journal.ACTION_RESTORED, action, ground=said)
    return action


@transaction.atomic
def cancel_term(actor: Actor, *, occurrence: Occurrence, ground: str) -> Occurrence:
    """Cancel one term by an act, with its open copies below; the action goes on.

    A term that was handed down is cancelled by those who handed it. Refused: closed; no act named.
    """
    occurrence = lock(occurrence)
    authorise(actor, permissions.MANAGE, governing_unit(occurrence))
    if not occurrence.is_open:
        raise RuleViolation(f"Это мероприятие уже закрыто: {occurrence.get_state_display()}.")
    said = needed(ground, "ground", "Назовите акт: вид, дату и номер.", LONGEST_GROUND)
    rows = with_all_below(occurrence, Q(state__in=OPEN_STATES))
    settle(rows)
    Occurrence.objects.filter(pk__in=[one.pk for one in rows]).update(
        state=OccurrenceState.CANCELLED,
        cancelled_on=occurrence.roadmap.system.today,
        comment=f"Отменено: {said}",
        version=F("version") + 1,
    )
    record(actor, journal.TERM_CANCELLED, *rows, ground=said)
    return occurrence


@transaction.atomic
def restore_term(actor: Actor, *, occurrence: Occurrence, ground: str) -> Occurrence:
    """Carry out again a term that was cancelled, with the copies that the same act cancelled.

    Refused: not cancelled; its action, or the term it was handed down from, is; no ground.
    """
    occurrence = lock(occurrence)
    authorise(actor, permissions.MANAGE, governing_unit(occurrence))
    refuse_unless_restorable(occurrence)
    said = needed(ground, "ground", "Напишите, почему мероприятие снова выполняется.")
    same = Q(
        state=OccurrenceState.CANCELLED,
        cancelled_on=occurrence.cancelled_on,
        comment=occurrence.comment,
    )
    rows = with_all_below(occurrence, same)
    open_again(Occurrence.objects.filter(pk__in=[one.pk for one in rows]))
    record(actor, journal.TERM_RESTORED, *rows, ground=said)
    return occurrence


def governing_unit(occurrence: Occurrence) -> OrgUnit:
    """Where it is decided whether a term stands: what was handed down is not given up below."""
    unit: OrgUnit = occurrence.above.unit if occurrence.above else occurrence.unit
    return unit


def with_all_below(occurrence: Occurrence, which: Q) -> list[Occurrence]:
    """The term and its copies on every level below, as far as each is such, locked."""
    found, level = [occurrence], [occurrence]
    while level:
        rows = Occurrence.objects.filter(which, above__in=level).select_related("action")
        level = list(rows.select_for_update(of=("self",)).order_by("pk"))
        found += level
    return found


def refuse_unless_restorable(occurrence: Occurrence) -> None:
    if occurrence.state != OccurrenceState.CANCELLED:
        raise RuleViolation("Этот срок не отменён.")
    if not occurrence.action.is_in_force:
        raise RuleViolation("Отменено всё мероприятие: вернуть можно его, вместе со сроками.")
    if occurrence.above and occurrence.above.state == OccurrenceState.CANCELLED:
        raise RuleViolation(
            f"Этот срок отменён и у «{occurrence.above.unit}»: верните сначала тот."
        )


def reopen_cancelled(action: Action) -> None:
    """Only what ended with the action."""
    open_again(Occurrence.objects.filter(action=action, cancelled_with_action=True))


def open_again(rows: Any) -> None:
    """Where work had begun it goes on."""
    proofs = Proof.objects.filter(occurrence=OuterRef("pk"), removed_at=None)
    again = {
        "comment": "",
        "cancelled_on": None,
        "cancelled_with_action": False,
        "version": F("version") + 1,
    }
    gone = rows.filter(state=OccurrenceState.CANCELLED)
    gone.filter(~Q(progress="") | Exists(proofs)).update(state=OccurrenceState.IN_WORK, **again)
    gone.update(state=OccurrenceState.PLANNED, **again)


def is_of_text(action: Action) -> bool:
    return action.own or action.code in rows_of(action.roadmap.pack_version)
