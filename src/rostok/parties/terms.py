"""What the roadmap asks of a party and what it has of it: terms counted by action and unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    Max,
    Min,
    Q,
    QuerySet,
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
    """The terms of one action at one unit; `own`: not a copy handed down from above."""

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
        found = (
            row.terms
            for row in self.rows
            if (row.own or row.unit in units)
            and (row.action.code in wanted or (whole and not row.own))
        )
        return sum(found, Terms())


def promises_in(system: System, units: QuerySet[OrgUnit]) -> Promises:
    """Two queries; copies handed down to other units are not counted at all."""
    actions = Action.objects.in_force().filter(roadmap__system=system)
    by_id = {action.pk: action for action in actions.only("code", "title", "parties")}
    here = Q(above__isnull=True) | Q(unit__in=units.order_by().values("pk"))
    counted = counted_by_action(system, Occurrence.objects.standing().filter(here))
    rows = [
        Row(by_id[action], unit, above, Terms(*numbers))
        for action, unit, above, *numbers in counted
        if action in by_id
    ]
    return Promises({action.code: action for action in by_id.values()}, rows)


def counted_by_action(system: System, rows: QuerySet[Occurrence]) -> Iterable[tuple[Any, ...]]:
    today = system.today
    return (
        rows.filter(roadmap__system=system)
        .order_by()
        .annotate(own=ExpressionWrapper(Q(above__isnull=True), BooleanField()))
        .values_list("action", "unit", "own")
        .annotate(
            following=Min("due", filter=TO_DO & Q(due__gte=today)),
            overdue=Count("pk", filter=TO_DO & Q(due__lt=today)),
            review=Count("pk", filter=Q(state=OccurrenceState.SUBMITTED)),
            undated=Count("pk", filter=TO_DO & Q(due__isnull=True)),
            accepted=Max("accepted_on", filter=Q(state=OccurrenceState.ACCEPTED)),
            late=Min("due", filter=TO_DO & Q(due__lt=today)),
        )
    )
