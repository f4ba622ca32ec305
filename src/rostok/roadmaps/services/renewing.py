"""A new version of the regulation changes the living roadmap; what was done stays."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation, StaleForm
from rostok.kernel.journal import record
from rostok.kernel.locks import lock, refuse_stale
from rostok.kernel.notices import settle
from rostok.packs.models import PackVersion
from rostok.roadmaps import journal, permissions
from rostok.roadmaps import pack as text
from rostok.roadmaps.comparing import Renewal, remade_of, renewal_of, spans_anew
from rostok.roadmaps.models import (
    Action,
    Direction,
    KeyActivity,
    Occurrence,
    OccurrenceState,
    Roadmap,
)
from rostok.roadmaps.occurring import add_spans, spans_within
from rostok.roadmaps.printed import Row, rows_of, said_of, words_of
from rostok.roadmaps.terms import is_ahead

Places = dict[tuple[str, str], KeyActivity]
WORDS = (
    "title",
    "party",
    "parties",
    "executor",
    "term",
    "term_kind",
    "months",
    "starts",
    "ends",
    "result",
    "result_kind",
    "note",
)
SAVED = (*WORDS, "norm", "key_activity", "position", "version")


@transaction.atomic
def renew_roadmap(
    actor: Actor, *, roadmap: Roadmap, version: int | None = None, shown: PackVersion | None = None
) -> Renewal:
    """Bring a roadmap to the version of the regulation in force.

    `shown` is the version whose changes were confirmed. Refused: changed since they were shown;
    the roadmap is of this version already.
    """
    roadmap = lock(roadmap)
    authorise(actor, permissions.MANAGE, roadmap)
    refuse_stale(roadmap, version)
    target = roadmap.system.current_version
    refuse_needless(roadmap, target)
    if shown is not None and shown.pk != target.pk:
        raise StaleForm("Пока страница была открыта, редакция сменилась. Сверьте изменения заново.")
    renewal = renewal_of(roadmap, target)
    today = roadmap.system.today
    places = lay_out(roadmap, target)
    rewrite(renewal, places)
    retime(renewal, today)
    added = add(renewal, places, today)
    drop(renewal, today)
    roadmap.pack_version = target
    roadmap.version += 1
    roadmap.save()
    record(
        actor,
        journal.RENEWED,
        roadmap,
        *added,
        *(one.action for one in renewal.changed),
        *renewal.dropped,
        version=target.version,
        added=len(renewal.added),
        changed=len(renewal.changed),
        dropped=len(renewal.dropped),
    )
    return renewal


def refuse_needless(roadmap: Roadmap, target: PackVersion) -> None:
    if roadmap.pack_version_id == target.pk:
        raise RuleViolation(f"Дорожная карта уже приведена к редакции {target.version}.")


def lay_out(roadmap: Roadmap, target: PackVersion) -> Places:
    """Headings of the text: new ones made, known ones in the new words, by their numbers."""
    printed = target.read.find(text.Roadmap)
    parts = printed.directions if printed else []
    directions = Direction.objects.bulk_create(
        [Direction(roadmap=roadmap, position=at, **said_of(part)) for at, part in enumerate(parts)],
        update_conflicts=True,
        unique_fields=["roadmap", "number", "own"],
        update_fields=["position", "title", "starts", "ends"],
    )
    KeyActivity.objects.bulk_create(
        [
            KeyActivity(direction=held, position=at, number=one.number, title=one.title)
            for held, part in zip(directions, parts, strict=True)
            for at, one in enumerate(part.key_activities)
        ],
        update_conflicts=True,
        unique_fields=["direction", "number"],
        update_fields=["position", "title"],
    )
    rows = KeyActivity.objects.filter(direction__roadmap=roadmap, direction__own=False)
    return {(one.direction.number, one.number): one for one in rows.select_related("direction")}


def rewrite(renewal: Renewal, places: Places) -> None:
    """New words where the text has changed, and the place of every row."""
    changed = {one.action.code for one in renewal.changed}
    before = rows_of(renewal.roadmap.pack_version)
    actions = list(renewal.roadmap.actions.filter(own=False, code__in=renewal.rows))
    for action in actions:
        row = renewal.rows[action.code]
        action.key_activity, action.position = places[row.place], row.position
        if action.code in changed:
            take_words(action, before[action.code], row)
    Action.objects.bulk_update(actions, SAVED)


def take_words(action: Action, before: Row, row: Row) -> None:
    """Only what the text changed: words that an act has prolonged stay otherwise."""
    old, new = words_of(before.action), words_of(row.action)
    for name in WORDS:
        if old[name] != new[name]:
            setattr(action, name, new[name])
    action.norm = action.said()
    action.version += 1


def retime(renewal: Renewal, today: date) -> None:
    """Terms that nobody has touched are made anew after the changed text."""
    remade = remade_of(renewal.retimed)
    delete_all(remade.gone)
    rows = Action.objects.filter(pk__in=[one.pk for one in renewal.retimed])
    actions = rows.select_related("key_activity__direction", "roadmap__system")
    pairs = [(action, span) for action in actions for span in spans_anew(action, remade, today)]
    add_spans(renewal.roadmap, pairs)


def delete_all(occurrences: Iterable[Occurrence]) -> None:
    """Copies with what they were handed down from, whatever the order."""
    rows = Occurrence.objects.filter(pk__in=[one.pk for one in occurrences])
    rows.update(above=None)
    rows.delete()


def add(renewal: Renewal, places: Places, today: date) -> list[Action]:
    """Rows the text did not have before, due from today on; one that was dropped comes back."""
    former = {one.code: one for one in renewal.roadmap.actions.filter(own=False)}
    actions = []
    for row in renewal.added:
        action = former.get(row.action.code) or Action(roadmap=renewal.roadmap)
        action.code, action.ended_on, action.ended_ground = row.action.code, None, ""
        action.key_activity, action.position = places[row.place], row.position
        for name, word in words_of(row.action).items():
            setattr(action, name, word)
        action.norm = action.said()
        actions.append(action)
    Action.objects.bulk_create([one for one in actions if one.pk is None])
    back = [one for one in actions if one.code in former]
    Action.objects.bulk_update(back, [*SAVED, "ended_on", "ended_ground"])
    reopen_ahead(back, today)
    add_spans(
        renewal.roadmap,
        [
            (action, span)
            for action in actions
            for span in spans_within(action, renewal.roadmap.period)
            if is_ahead(span, today)
        ],
    )
    return actions


def reopen_ahead(actions: list[Action], today: date) -> None:
    """What ended with an action that came back is due again; what is past stays cancelled."""
    rows = Occurrence.objects.filter(action__in=actions, cancelled_with_action=True)
    again = {"cancelled_on": None, "cancelled_with_action": False, "comment": ""}
    rows.filter(due__gte=today).update(state=OccurrenceState.PLANNED, **again)
    rows.update(cancelled_with_action=False)


def drop(renewal: Renewal, today: date) -> None:
    """Rows the text no longer has: what is open is cancelled, what was accepted stays."""
    rows = Action.objects.filter(pk__in=[one.pk for one in renewal.dropped])
    ground = f"Исключено редакцией {renewal.version.version}"
    rows.update(ended_on=today, ended_ground=ground)
    gone = Occurrence.objects.filter(action__in=rows).unfinished()
    settle(gone.select_related("action"))
    gone.cancel_with_action(today, ground)
