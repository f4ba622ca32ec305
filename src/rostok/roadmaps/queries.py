"""Reads of roadmaps: whose they are, what is in them, how far they have come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from rostok.kernel.access import Actor
from rostok.kernel.pages import visible_or_404
from rostok.orgs.models import OrgUnit, System
from rostok.roadmaps import permissions
from rostok.roadmaps.models import (
    OPEN_STATES,
    TO_DO_STATES,
    Action,
    Occurrence,
    OccurrenceState,
    Proof,
    Roadmap,
    Slip,
)
from rostok.roadmaps.models.occurrences import OccurrenceQuerySet
from rostok.roadmaps.occurring import spans_within
from rostok.roadmaps.terms import years_in


@dataclass(frozen=True)
class Standing:
    """How far a set of occurrences has come on a day; the four parts add up to `total`."""

    total: int
    accepted: int
    waiting: int
    overdue: int

    @property
    def ahead(self) -> int:
        return self.total - self.accepted - self.waiting - self.overdue

    @property
    def total_words(self) -> str:
        return f"из {self.total}"


OVERDUE, UNDATED, AHEAD = "overdue", "undated", "ahead"


@dataclass(frozen=True)
class Figure:
    """A big number and the address of the list it counts."""

    title: str
    value: int
    url: str
    note: str = ""


def figures_of(standing: Standing, address: Callable[[str], str]) -> list[Figure]:
    """The parts of a standing; nothing to list, no address."""
    parts = (
        ("Принято", standing.accepted, OccurrenceState.ACCEPTED, standing.total_words),
        ("Ждут приёмки", standing.waiting, OccurrenceState.SUBMITTED, ""),
        ("Просрочено", standing.overdue, OVERDUE, ""),
        ("Впереди", standing.ahead, AHEAD, ""),
    )
    return [
        Figure(title, number, address(str(state)) if number else "", note)
        for title, number, state, note in parts
    ]


def roadmaps_for(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = Roadmap.objects.visible_to(actor, permissions.VIEW).with_systems()
    return rows


def roadmap_of(actor: Actor, key: str) -> Roadmap:
    """The roadmap of a system, or 404 when there is none that the actor may see."""
    rows = Roadmap.objects.with_systems()
    found: Roadmap = visible_or_404(actor, permissions.VIEW, rows, system__key=key)
    return found


def occurrences_for(actor: Actor) -> OccurrenceQuerySet:
    """All occurrences the actor may see, with what a list shows of each."""
    rows: OccurrenceQuerySet = Occurrence.objects.visible_to(actor, permissions.VIEW)
    return rows.with_actions()


def occurrences_of(actor: Actor, roadmap: Roadmap) -> OccurrenceQuerySet:
    """The roadmap's own occurrences, with the number of copies below and of those accepted."""
    rows: Any = occurrences_for(actor).filter(roadmap=roadmap).own()
    copies = Occurrence.objects.filter(above=OuterRef("pk")).standing()
    counted: OccurrenceQuerySet = rows.annotate(
        copies_all=number_of(copies),
        copies_done=number_of(copies.filter(state=OccurrenceState.ACCEPTED)),
    )
    return counted


def number_of(rows: QuerySet[Any]) -> Subquery:
    """Counted for the rows shown alone: a join would group the whole roadmap."""
    grouped = rows.order_by().values("above").annotate(number=Count("pk"))
    return Subquery(grouped.values("number"))


def with_proofs(actor: Actor, rows: OccurrenceQuerySet) -> OccurrenceQuerySet:
    """The same with what proves each, as far as the actor may see it."""
    proofs: Any = Proof.objects.visible_to(actor, permissions.VIEW)
    found: OccurrenceQuerySet = rows.prefetch_related(
        Prefetch("proofs", proofs.filter(removed_at__isnull=True), to_attr="shown_proofs")
    )
    return found


def in_order_of_text(rows: OccurrenceQuerySet) -> OccurrenceQuerySet:
    """Direction › key activity › action, each action's terms by time."""
    ordered: OccurrenceQuerySet = rows.order_by(
        "action__key_activity__direction__position",
        "action__key_activity__position",
        "action__position",
        "number",
        "pk",
    )
    return ordered


def standing_of(rows: OccurrenceQuerySet, today: date) -> Standing:
    """In one query."""
    found = (
        rows.standing()
        .order_by()
        .aggregate(
            total=Count("pk"),
            accepted=Count("pk", filter=Q(state=OccurrenceState.ACCEPTED)),
            waiting=Count("pk", filter=Q(state=OccurrenceState.SUBMITTED)),
            overdue=Count("pk", filter=Q(state__in=TO_DO_STATES, due__lt=today)),
        )
    )
    return Standing(**found)


def years_of(roadmap: Roadmap) -> list[int]:
    """Years in which something of the roadmap falls due; copies have the years of what is above."""
    rows = Occurrence.objects.own().filter(roadmap=roadmap).order_by("year")
    return list(rows.values_list("year", flat=True).distinct())


def years_shown(roadmap: Roadmap, due: list[int]) -> list[int]:
    """Those and years of the roadmap's period which something was promised for.

    One whose terms all moved on stays in sight, one in which the text lets nothing fall is none.
    """
    spare = {*years_in(roadmap.period)} - {*due}
    return sorted({*due, *(spare & promised_years(roadmap) if spare else ())})


def promised_years(roadmap: Roadmap) -> set[int]:
    """Years in which the rows of the text fall due, and those from which terms were moved."""
    actions = roadmap.actions.select_related("key_activity__direction")
    said = {span.year for one in actions for span in spans_within(one, roadmap.period)}
    slips = Slip.objects.filter(occurrence__roadmap=roadmap, was__isnull=False)
    return {*said, *slips.values_list("was__year", flat=True).distinct()}


def nearest_year(years: list[int], today: date) -> int:
    """The running year where the roadmap has it, else its year nearest to that."""
    return min(years, key=lambda year: (abs(year - today.year), -year), default=today.year)


def action_for(actor: Actor, pk: int) -> Action:
    found: Action = visible_or_404(actor, permissions.VIEW, Action.objects.with_places(), pk=pk)
    return found


def open_of_person(actor: Actor) -> OccurrenceQuerySet:
    """What the actor is named to do."""
    rows: OccurrenceQuerySet = occurrences_for(actor).filter(state__in=OPEN_STATES)
    return rows.filter(responsible=actor.person_id) if actor.person_id else rows.none()


def occurrences_at(actor: Actor, unit: OrgUnit) -> OccurrenceQuerySet:
    """What is due at the very unit, its own and what was handed to it."""
    rows: OccurrenceQuerySet = occurrences_for(actor).filter(unit=unit)
    return rows


def overdue_for(actor: Actor, today: date) -> OccurrenceQuerySet:
    """What is late within the actor's reach, the longest first."""
    rows: OccurrenceQuerySet = occurrences_for(actor).overdue_on(today)
    return rows


def waiting_for(actor: Actor) -> OccurrenceQuerySet:
    """What others sent and the actor may accept: neither their own nor done by them."""
    rows: OccurrenceQuerySet = Occurrence.objects.visible_to(actor, permissions.ACCEPT)
    sent = rows.with_actions().filter(state=OccurrenceState.SUBMITTED)
    if actor.user_id is not None:
        sent = sent.exclude(sender=actor.user_id)
    return sent.exclude(responsible=actor.person_id) if actor.person_id is not None else sent


def without_roadmap(actor: Actor) -> QuerySet[Any]:
    """Systems whose roadmap nobody has brought to life yet."""
    rows: Any = System.objects.visible_to(actor, permissions.MANAGE)
    found: QuerySet[Any] = rows.filter(roadmap__isnull=True).select_related("root")
    return found
