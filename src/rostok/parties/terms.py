"""What the roadmap asks of a party and what it has of it: terms counted by action and unit."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
    When,
)

from rostok.orgs.models import OrgUnit, System
from rostok.roadmaps.models import TO_DO_STATES, Action, Occurrence, OccurrenceState

TO_DO = Q(state__in=TO_DO_STATES)


@dataclass(frozen=True)
class Terms:
    """Terms added up: the next one, how many are overdue, wait for acceptance or for a day.

    `late` is the earliest of the overdue.
    """

    following: date | None = None
    overdue: int = 0
    review: int = 0
    undated: int = 0
    accepted: date | None = None
    late: date | None = None

    @property
    def is_over(self) -> bool:
        """Nothing of it is ahead any more."""
        return not (self.following or self.overdue or self.review or self.undated)

    def __add__(self, other: "Terms") -> "Terms":
        return Terms(
            min(filter(None, (self.following, other.following)), default=None),
            self.overdue + other.overdue,
            self.review + other.review,
            self.undated + other.undated,
            max(filter(None, (self.accepted, other.accepted)), default=None),
            min(filter(None, (self.late, other.late)), default=None),
        )


@dataclass(frozen=True)
class Row:
    """The terms of one action at one unit; `own`: not a copy handed down from above.

    Units that are parties by their kind alone are the same parties: one stands for all of them.
    """

    action: Action
    unit: int
    own: bool
    terms: Terms


@dataclass(frozen=True)
class Promises:
    """All rows of a system's roadmap that its parties may answer for."""

    actions: dict[str, Action]
    rows: list[Row]

    def of(self, codes: Iterable[str], units: frozenset[int], *, whole: bool = False) -> Terms:
        """Terms of these actions: the territory's own, and copies handed down to these units.

        With `whole` all that was handed down to them counts, whatever the action.
        """
        wanted = set(codes)
        named = [row for code in wanted for row in self.by_action.get(code, ())]
        rest = self.handed_down if whole else ()
        rows = (*named, *(row for row in rest if row.action.code not in wanted))
        return sum((row.terms for row in rows if row.own or row.unit in units), Terms())

    @cached_property
    def by_action(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            found[row.action.code].append(row)
        return found

    @cached_property
    def handed_down(self) -> list[Row]:
        return [row for row in self.rows if not row.own]


def promises_in(system: System, units: QuerySet[OrgUnit], named: Collection[int]) -> Promises:
    """Two queries; copies handed down to other units are not counted at all.

    `named` are those of the units that are a party by name and not by their kind.
    """
    actions = Action.objects.in_force().filter(roadmap__system=system)
    by_id = {action.pk: action for action in actions.only("code", "title", "parties")}
    counted = counted_by_action(
        system, Occurrence.objects.standing().filter(own_or_at(units)), named
    )
    rows = [
        Row(by_id[action], unit, own, Terms(*numbers))
        for action, own, _seat, _kind, unit, *numbers in counted
        if action in by_id
    ]
    return Promises({action.code: action for action in by_id.values()}, rows)


def own_or_at(units: QuerySet[OrgUnit]) -> Case:
    """Not handed down from above, or at these units.

    Not a plain «or»: SQLite would look the roadmap up by unit, a row at a time, twice as slowly.
    """
    at_units = ExpressionWrapper(Q(unit__in=units.order_by().values("pk")), BooleanField())
    return Case(When(above__isnull=True, then=Value(True)), default=at_units)


def counted_by_action(
    system: System, rows: QuerySet[Occurrence], named: Collection[int]
) -> Iterable[tuple[Any, ...]]:
    today = system.today
    return (
        rows.filter(roadmap__system=system)
        .order_by()
        .annotate(
            own=ExpressionWrapper(Q(above__isnull=True), BooleanField()),
            seat=Case(When(unit__in=named, then=F("unit")), default=Value(0)),
        )
        .values_list("action", "own", "seat", "unit__org_kind")
        .annotate(
            place=Min("unit"),
            following=Min("due", filter=TO_DO & Q(due__gte=today)),
            overdue=Count("pk", filter=TO_DO & Q(due__lt=today)),
            review=Count("pk", filter=Q(state=OccurrenceState.SUBMITTED)),
            undated=Count("pk", filter=TO_DO & Q(due__isnull=True)),
            accepted=Max("accepted_on", filter=Q(state=OccurrenceState.ACCEPTED)),
            late=Min("due", filter=TO_DO & Q(due__lt=today)),
        )
    )
