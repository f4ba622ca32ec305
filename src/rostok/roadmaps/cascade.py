"""What goes down the tree and what rolls up: handed actions, linked key activities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from rostok.kernel.access import Actor
from rostok.kernel.text import norm
from rostok.orgs.models import OrgClosure, OrgKind, OrgUnit, UnitKind
from rostok.roadmaps import permissions
from rostok.roadmaps.models import (
    TO_DO_STATES,
    Action,
    KeyActivity,
    Occurrence,
    OccurrenceState,
    Roadmap,
)
from rostok.roadmaps.queries import occurrences_for

STEM = 5
SHORTEST_WORD = 4
ALIKE = 0.2
FEW = 5
KIND_CHOICES = [*UnitKind.choices, *OrgKind.choices]


@dataclass(frozen=True)
class Below:
    """How far those below have come with what was handed to them."""

    total: int
    accepted: int
    overdue: int

    def __str__(self) -> str:
        words = f"принято {self.accepted} из {self.total}"
        return f"{words}, просрочено {self.overdue}" if self.overdue else words


def below_of(rows: QuerySet[Any], today: date) -> Below:
    found = (
        rows.exclude(state=OccurrenceState.CANCELLED)
        .order_by()
        .aggregate(
            total=Count("pk"),
            accepted=Count("pk", filter=Q(state=OccurrenceState.ACCEPTED)),
            overdue=Count("pk", filter=Q(state__in=TO_DO_STATES, due__lt=today)),
        )
    )
    return Below(**found)


def copies_of_action(actor: Actor, action: Action) -> Any:
    """All that was handed down of an action, on every level, as far as the actor sees."""
    return occurrences_for(actor).filter(action=action, above__isnull=False)


def below_of_action(actor: Actor, action: Action) -> Below:
    return below_of(copies_of_action(actor, action), action.roadmap.system.today)


def received_by(actor: Actor, unit: OrgUnit) -> Any:
    return occurrences_for(actor).filter(unit=unit, above__isnull=False)


def received_within(actor: Actor) -> Any:
    """The same of all units the actor works for and those below them."""
    rows: Any = Occurrence.objects.visible_to(actor, permissions.WORK)
    return rows.with_actions().filter(above__isnull=False)


def receivers_of(actor: Actor) -> list[OrgUnit]:
    """The units the actor works for that were handed something."""
    own = {grant.unit_id for grant in actor.grants if grant.permission == permissions.WORK}
    held = Occurrence.objects.filter(unit__in=own - {None}, above__isnull=False)
    return list(OrgUnit.objects.filter(pk__in=held.values("unit"))) if own else []


def handers_of(actor: Actor, action: Action) -> list[OrgUnit]:
    """Units that do the action and whose actor may hand it on, the topmost first."""
    rows = doing_under(actor, action).annotate(height=Count("above_rows"))
    return list(rows.order_by("height", "sort_key"))


def doing_under(actor: Actor, action: Action) -> Any:
    """Units that do the action and whose roadmap the actor manages."""
    doing = Occurrence.objects.filter(action=action).values("unit")
    return OrgUnit.objects.visible_to(actor, permissions.MANAGE).filter(pk__in=doing)


def open_of(action: Action) -> Any:
    """Terms that are not over, copies too."""
    return Occurrence.objects.filter(action=action).unfinished()


def going_down(action: Action, above: OrgUnit) -> Any:
    """The terms of a unit that a handing takes along: open and still ahead."""
    rows = Occurrence.objects.filter(action=action, unit=above).unfinished()
    return rows.ahead_on(action.roadmap.system.today)


def with_something_ahead(actions: Sequence[Action], above: OrgUnit) -> set[int]:
    """Of actions of one roadmap, those from which a handing would take something along."""
    if not actions:
        return set()
    rows = Occurrence.objects.filter(action__in=[one.pk for one in actions], unit=above)
    ahead = rows.unfinished().ahead_on(actions[0].roadmap.system.today)
    return set(ahead.order_by().values_list("action", flat=True))


def candidates_of(action: Action, above: OrgUnit) -> Any:
    """Open units below that have not got the action yet."""
    held = action.handings.values("unit")
    rows = OrgUnit.objects.below(above).open_on(action.roadmap.system.today)
    return rows.exclude(pk=above.pk).exclude(pk__in=held).order_by("sort_key")


def units_to_name(above: OrgUnit, today: date) -> Any:
    """Open units below, the nearest level first."""
    rows = OrgUnit.objects.below(above).open_on(today).exclude(pk=above.pk)
    return rows.annotate(height=Count("above_rows")).order_by("height", "sort_key")


def kinds_of(units: Iterable[OrgUnit]) -> list[tuple[str, str]]:
    """Kinds among the units: territories by level, organisations by what they do."""
    there = {kind_of(unit) for unit in units}
    return [(kind, str(title)) for kind, title in KIND_CHOICES if kind in there]


def kind_of(unit: OrgUnit) -> str:
    return unit.org_kind or unit.kind


def of_kind(rows: Any, kind: str) -> Any:
    return rows.filter(Q(org_kind=kind) | Q(org_kind="", kind=kind))


def roadmaps_above(roadmap: Roadmap) -> Any:
    """Roadmaps of the territories that hold this one."""
    above = OrgClosure.objects.filter(descendant=roadmap.system.root_id, depth__gt=0)
    return Roadmap.objects.filter(system__root__in=above.values("ancestor"))


def activities_above(roadmap: Roadmap) -> list[KeyActivity]:
    rows = KeyActivity.objects.filter(direction__roadmap__in=roadmaps_above(roadmap))
    return list(
        rows.filter(direction__own=False).select_related("direction__roadmap__system__root")
    )


def alike(activity: KeyActivity, among: Iterable[KeyActivity]) -> list[KeyActivity]:
    """Those whose wording is nearest, the nearest first."""
    own = stems_of(activity.title)
    near = [(likeness(own, stems_of(one.title)), one) for one in among]
    found = sorted((pair for pair in near if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return [one for _near, one in found[:FEW]]


def stems_of(title: str) -> frozenset[str]:
    """Beginnings of the words that mean something."""
    return frozenset(word[:STEM] for word in norm(title).split() if len(word) >= SHORTEST_WORD)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    together = len(one | other)
    return len(one & other) / together if together else 0.0


@dataclass(frozen=True)
class Carried:
    """A municipal key activity that carries out one of the region."""

    activity: KeyActivity
    below: Below


def carried_out(actor: Actor, activity: KeyActivity, today: date) -> list[Carried]:
    """What territories below do under a key activity and how far, in one query."""
    visible = Roadmap.objects.visible_to(actor, permissions.VIEW).values("pk")
    of = "actions__occurrences"
    counted = Q(**{f"{of}__above__isnull": True}) & ~Q(
        **{f"{of}__state": OccurrenceState.CANCELLED}
    )
    late = Q(**{f"{of}__state__in": TO_DO_STATES, f"{of}__due__lt": today})
    rows = activity.below.filter(direction__roadmap__in=visible).annotate(
        total=Count(of, filter=counted),
        accepted=Count(of, filter=counted & Q(**{f"{of}__state": OccurrenceState.ACCEPTED})),
        overdue=Count(of, filter=counted & late),
    )
    ordered: Any = rows.select_related("direction__roadmap__system__root").order_by(
        "direction__roadmap__system__root__sort_key", "position"
    )
    return [Carried(row, Below(row.total, row.accepted, row.overdue)) for row in ordered]
