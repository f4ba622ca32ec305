"""A regulation's roadmap comes alive: its rows as actions, its terms as occurrences."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.periods import DAY, Period
from rostok.orgs.models import System
from rostok.packs.models import PackVersion
from rostok.packs.pack import Pack
from rostok.roadmaps import journal, permissions
from rostok.roadmaps import pack as text
from rostok.roadmaps.models import Action, Direction, KeyActivity, Roadmap, RoadmapAct
from rostok.roadmaps.occurring import add_occurrences
from rostok.roadmaps.printed import said_of, words_of

LONGEST_CODE = 40


@transaction.atomic
def draw_roadmap(actor: Actor, *, system: System) -> Roadmap:
    """Bring the roadmap of a system's regulation to life.

    Refused: the system has one already; the regulation has none.
    """
    root = lock(system.root)
    authorise(actor, permissions.MANAGE, root)
    return draw(actor, system)


def draw(actor: Actor, system: System) -> Roadmap:
    """The same for whoever puts the system in force: that right is enough."""
    version = system.current_version
    printed = version.read.find(text.Roadmap)
    if printed is None:
        raise RuleViolation("В положении нет дорожной карты.")
    if Roadmap.objects.filter(system=system).exists():
        raise RuleViolation("Дорожная карта этой системы уже заведена.")
    period = period_of(version, printed)
    roadmap = Roadmap.objects.create(
        system=system,
        pack_version=version,
        title=printed.title,
        start=period.start,
        end=period.end,
    )
    add_first_act(roadmap, version)
    actions = add_actions(roadmap, printed)
    terms = add_occurrences(roadmap, actions, period)
    record(actor, journal.DRAWN, roadmap, system, actions=len(actions), terms=terms)
    return roadmap


def period_of(version: PackVersion, printed: text.Roadmap) -> Period:
    """The period of the regulation; an end it does not print comes from the dates it names."""
    pack = version.section("pack")
    given = pack.period
    named = sorted(years_named(pack, printed))
    start = (given and given.start) or date(named[0], 1, 1)
    last = (given and given.end) or date(named[-1], 12, 31)
    return Period(start, last + DAY)


def years_named(pack: Pack, printed: text.Roadmap) -> Iterable[int]:
    if pack.document and pack.document.date:
        yield pack.document.date.year
    for action in printed.actions:
        yield from (day.year for day in (action.start, action.end) if day)


def add_first_act(roadmap: Roadmap, version: PackVersion) -> None:
    document = version.section("pack").document
    if document is None:
        return
    RoadmapAct.objects.create(
        roadmap=roadmap,
        kind=document.kind,
        title=document.title,
        number=document.number or "",
        signed_on=document.date,
        start=document.date,
        end=roadmap.end if document.date < roadmap.end else None,
    )


def add_actions(roadmap: Roadmap, printed: text.Roadmap) -> list[Action]:
    """All rows of the text, in its order."""
    rows = []
    for place, direction in enumerate(printed.directions):
        held = Direction.objects.create(roadmap=roadmap, position=place, **said_of(direction))
        for order, activity in enumerate(direction.key_activities):
            key_activity = KeyActivity.objects.create(
                direction=held, position=order, number=activity.number, title=activity.title
            )
            rows += [
                Action(
                    roadmap=roadmap,
                    key_activity=key_activity,
                    position=position,
                    code=action.code,
                    **words_of(action),
                )
                for position, action in enumerate(activity.actions)
            ]
    for row in rows:
        row.norm = row.said()
    return Action.objects.bulk_create(rows)
