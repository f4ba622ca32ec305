"""Sets of the roadmap published for indicators.

An occurrence counts where the roadmap is its territory's own: copies handed down are steps on the
way to the one above them, and the roadmap of a municipality inside a region is its own.
"""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from rostok.kernel.measures import Ask, MemberKind, Members, NearMiss, measure, member_kinds
from rostok.kernel.periods import calendar_year
from rostok.roadmaps.models import Occurrence, OccurrenceState, RoadmapAct
from rostok.roadmaps.models.occurrences import OccurrenceQuerySet

YEAR = "year"

member_kinds.add(
    "occurrence",
    MemberKind("occurrence", "occurrence", ("мероприятие", "мероприятия", "мероприятий")),
    origin="roadmaps",
)
member_kinds.add(
    "document",
    MemberKind("document", "roadmap-act", ("документ", "документа", "документов")),
    origin="roadmaps",
)


def occurrences(rows: QuerySet[Any]) -> Members:
    return Members(rows=rows, member="pk", unit="unit", on="due", order="due", fact="pk")


def of_roadmap(ask: Ask) -> OccurrenceQuerySet:
    """The territory's own occurrences: the whole roadmap as of the day, or those of the year.

    Before its first day a roadmap asks nothing.
    """
    rows: OccurrenceQuerySet = Occurrence.objects.own().filter(
        roadmap__system__root=ask.root, roadmap__start__lte=ask.on
    )
    if ask.filters.get("within") == YEAR:
        dated = Q(due__gte=ask.period.start, due__lt=calendar_year(ask.on.year).end)
        return rows.filter(dated | Q(due__isnull=True, year=ask.on.year))
    return rows.exclude(promised_later(ask.on))


def promised_later(day: date) -> Q:
    """What an act of prolongation asked for whose period had not begun by the day.

    The day of the text tells, so that a term carried over stays in the years it was promised for.
    """
    earlier = RoadmapAct.objects.filter(roadmap=OuterRef("roadmap"), start__lt=OuterRef("start"))
    later = RoadmapAct.objects.filter(Exists(earlier), roadmap=OuterRef("roadmap"), start__gt=day)
    by_day = Exists(later.filter(start__lte=OuterRef("first_due")))
    by_year = Exists(later.filter(start__year__lte=OuterRef("year")))
    return Q(by_day) | (Q(first_due__isnull=True) & Q(by_year))


def due_rows(ask: Ask) -> QuerySet[Any]:
    """What is asked for: in a year that which is due by the day."""
    rows = of_roadmap(ask).standing_on(ask.on)
    return rows.filter(due__lte=ask.on) if ask.filters.get("within") == YEAR else rows


def accepted_by(day: date) -> Q:
    return Q(state=OccurrenceState.ACCEPTED, accepted_on__lte=day)


def accepted_later(ask: Ask) -> Members:
    return occurrences(of_roadmap(ask).filter(state="accepted", accepted_on__gt=ask.on))


def waiting(ask: Ask) -> Members:
    return occurrences(of_roadmap(ask).filter(state=OccurrenceState.SUBMITTED))


def returned(ask: Ask) -> Members:
    return occurrences(of_roadmap(ask).filter(state=OccurrenceState.RETURNED))


def in_work(ask: Ask) -> Members:
    return occurrences(of_roadmap(ask).filter(state=OccurrenceState.IN_WORK))


def cancelled(ask: Ask) -> Members:
    gone = Q(state=OccurrenceState.CANCELLED, cancelled_on__lte=ask.on)
    return occurrences(of_roadmap(ask).filter(gone))


@measure(
    "roadmaps.due",
    member="occurrence",
    title="Мероприятия дорожной карты со сроком",
    near_misses=(NearMiss(cancelled, "отменено актом"),),
    filters=("within",),
)
def due(ask: Ask) -> Members:
    """All that was not cancelled by the day, or what the year asks by it."""
    return occurrences(due_rows(ask))


@measure(
    "roadmaps.accepted",
    member="occurrence",
    title="Принятые мероприятия дорожной карты",
    near_misses=(
        NearMiss(waiting, "ждёт приёмки"),
        NearMiss(returned, "возвращено на доработку"),
        NearMiss(accepted_later, "принято после даты расчёта"),
        NearMiss(in_work, "в работе"),
    ),
    filters=("within",),
)
def accepted(ask: Ask) -> Members:
    """What somebody else accepted on a proof by the day, be it before its term."""
    return occurrences(of_roadmap(ask).filter(accepted_by(ask.on)))


@measure("roadmaps.act", member="document", title="Действующий акт о дорожной карте")
def act(ask: Ask) -> Members:
    """The act by which the roadmap is in force on the day."""
    rows = RoadmapAct.objects.active_on(ask.on).filter(roadmap__system__root=ask.root)
    return Members(
        rows=rows, member="pk", unit="roadmap__system__root", on="signed_on", order="start"
    )


@measure(
    "roadmaps.monitoring-note",
    member="occurrence",
    title="Принятая информация об эффективности",
)
def monitoring_note(ask: Ask) -> Members:
    """Accepted occurrences of the year whose result the text calls an information or a report."""
    rows = due_rows(ask).filter(
        accepted_by(ask.on), action__result_kind__in=("note", "report"), year=ask.on.year
    )
    return occurrences(rows)
