"""An action ended by an act, and one ended by mistake that is carried out again."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.notices import settle
from rostok.kernel.text import needed
from rostok.kernel.ui.formats import date_words
from rostok.roadmaps import journal, permissions
from rostok.roadmaps.cascade import open_of
from rostok.roadmaps.models import Action, Occurrence, OccurrenceState, Proof
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


def reopen_cancelled(action: Action) -> None:
    """Only what ended with the action; where work had begun it goes on."""
    rows = Occurrence.objects.filter(action=action, cancelled_with_action=True)
    proofs = Proof.objects.filter(occurrence=OuterRef("pk"), removed_at=None)
    again = {
        "comment": "",
        "cancelled_on": None,
        "cancelled_with_action": False,
        "version": F("version") + 1,
    }
    rows.filter(~Q(progress="") | Exists(proofs)).update(state=OccurrenceState.IN_WORK, **again)
    rows.update(state=OccurrenceState.PLANNED, **again)


def is_of_text(action: Action) -> bool:
    return action.own or action.code in rows_of(action.roadmap.pack_version)
