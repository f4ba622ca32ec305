"""What a territory adds to its roadmap beside the text: own actions, links."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.text import clean
from rostok.kernel.ui.formats import date_words
from rostok.orgs.models import OrgClosure, OrgUnit
from rostok.roadmaps import journal, permissions
from rostok.roadmaps.models import (
    Action,
    Direction,
    KeyActivity,
    Occurrence,
    Roadmap,
)

OWN_TITLE = "Сверх дорожной карты"
LONGEST_TITLE = 1000


@dataclass(frozen=True)
class OwnAction:
    """An action that the text does not have, due once at a unit."""

    title: str
    due: date
    start: date | None = None
    executor: str = ""
    result: str = ""
    label: str = ""


@transaction.atomic
def add_own_action(actor: Actor, *, roadmap: Roadmap, unit: OrgUnit, own: OwnAction) -> Occurrence:
    """Add what the text does not have. Refused: no title; days the wrong way round; outside."""
    roadmap = lock(roadmap)
    authorise(actor, permissions.WORK, unit)
    refuse_wrong_own(roadmap, unit, own)
    activity = own_activity(roadmap)
    place = next_place(roadmap)
    action = Action(
        roadmap=roadmap,
        key_activity=activity,
        position=place,
        code=f"own-{place}",
        own=True,
        title=clean(own.title)[:LONGEST_TITLE],
        executor=clean(own.executor),
        term=date_words(own.due),
        term_kind="date",
        starts=own.start,
        ends=own.due,
        result=clean(own.result),
        result_kind="outcome" if clean(own.result) else "none",
    )
    action.norm = action.said()
    action.save()
    made: Occurrence = Occurrence.objects.create(
        roadmap=roadmap,
        action=action,
        unit=unit,
        year=own.due.year,
        label=own.label,
        start=own.start,
        due=own.due,
        first_due=own.due,
    )
    record(actor, journal.ACTION_ADDED, action, made)
    return made


@transaction.atomic
def link_activity(actor: Actor, *, activity: KeyActivity, above: KeyActivity | None) -> KeyActivity:
    """Say which key activity of the region a municipal one carries out.

    Refused: one of a roadmap whose territory does not hold this one.
    """
    activity = lock(activity)
    roadmap = activity.direction.roadmap
    authorise(actor, permissions.MANAGE, roadmap)
    if above is not None:
        refuse_not_above(roadmap, above.direction.roadmap)
    activity.above = above
    activity.save()
    record(actor, journal.LINKED, roadmap, above=str(above or "—"))
    return activity


def own_activity(roadmap: Roadmap) -> KeyActivity:
    direction, _made = Direction.objects.get_or_create(
        roadmap=roadmap, own=True, number="", defaults={"position": 1000, "title": OWN_TITLE}
    )
    activity, _made = KeyActivity.objects.get_or_create(
        direction=direction, number="", defaults={"position": 0, "title": OWN_TITLE}
    )
    return activity


def next_place(roadmap: Roadmap) -> int:
    """The number after the last own action."""
    own = roadmap.actions.filter(own=True).aggregate(last=Max("position"))["last"]
    return int(own or 0) + 1


def refuse_wrong_own(roadmap: Roadmap, unit: OrgUnit, own: OwnAction) -> None:
    if not clean(own.title):
        raise RuleViolation("Назовите мероприятие.", {"title": "Назовите мероприятие."})
    if own.start and own.due < own.start:
        raise RuleViolation("Срок раньше начала.", {"due": "Срок раньше начала."})
    if own.due not in roadmap.period:
        message = "Срок вне периода дорожной карты. Чтобы работать дальше, продлите её."
        raise RuleViolation(message, {"due": message})
    if not OrgUnit.objects.below(roadmap.system.root_id).filter(pk=unit.pk).exists():
        raise RuleViolation("Эта организация не входит в систему.")


def refuse_not_above(roadmap: Roadmap, upper: Roadmap) -> None:
    holds = OrgClosure.objects.filter(
        ancestor=upper.system.root_id, descendant=roadmap.system.root_id, depth__gt=0
    )
    if not holds.exists():
        raise RuleViolation("Связать можно с мероприятием системы уровнем выше.")
