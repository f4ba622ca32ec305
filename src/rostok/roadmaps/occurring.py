"""Occurrences of actions, made in one statement: at the territory itself and where handed down."""

from collections.abc import Iterable, Iterator
from datetime import date

from rostok.kernel import clock
from rostok.kernel.periods import DAY, Period
from rostok.roadmaps.doers import NOBODY, Doers, doers_of
from rostok.roadmaps.models import Action, Direction, Handing, Occurrence, Roadmap
from rostok.roadmaps.terms import Span, Term, is_ahead, last_day_of, spans_of

BATCH = 1000
Key = tuple[int, int, int, int]


def add_occurrences(roadmap: Roadmap, actions: Iterable[Action], period: Period) -> int:
    """Every time the actions fall due in the period and are not there yet; returns how many."""
    return add_spans(
        roadmap, [(action, span) for action in actions for span in spans_within(action, period)]
    )


def add_spans(roadmap: Roadmap, pairs: Iterable[tuple[Action, Span]]) -> int:
    """The terms that are not there yet, and their copies below; returns how many at the root.

    Whoever was named for the last term of an action at a unit and is still there goes on.
    """
    held = list(pairs)
    root = roadmap.system.root_id
    actions = {action for action, _span in held}
    there, doers = keys_of(actions), doers_of(actions, roadmap.system.today)
    made = Occurrence.objects.bulk_create(
        [
            occurrence(action, root, span, doers)
            for action, span in held
            if (action.pk, root, span.year, span.number) not in there
        ],
        batch_size=BATCH,
    )
    add_copies(made, doers)
    return len(made)


def spans_within(action: Action, period: Period) -> list[Span]:
    """When an action falls due, inside the days of its stage where it has any.

    A row without a term of its own has that of the stage, where the heading prints one.
    """
    direction = action.key_activity.direction
    stage = stage_of(direction, period)
    if stage is None:
        return []
    term = action.term_read
    if term.kind == "none" and direction.ends:
        term = Term("period", direction.starts, direction.ends)
    return spans_of(term, stage)


def stage_of(direction: Direction, period: Period) -> Period | None:
    """What of the period lies in the stage; nothing where the stage is over before."""
    start = max(period.start, direction.starts or period.start)
    last = min(last_day_of(period), direction.ends or last_day_of(period))
    return Period(start, last + DAY) if start <= last else None


def occurrence(action: Action, unit: int, span: Span, doers: Doers = NOBODY) -> Occurrence:
    return Occurrence(
        roadmap_id=action.roadmap_id,
        action=action,
        unit_id=unit,
        year=span.year,
        number=span.number,
        label=span.label,
        start=span.start,
        due=span.due,
        first_due=span.due,
        responsible_id=doers.kept.get((action.pk, unit)),
    )


def add_copies_at(units: Iterable[int], parents: Iterable[Occurrence]) -> int:
    """Copies at units that have nothing of the action yet."""
    held = list(parents)
    copies = [copy_at(parent, unit, span_of(parent)) for unit in units for parent in held]
    return len(Occurrence.objects.bulk_create(copies, batch_size=BATCH))


def add_copies(parents: list[Occurrence], doers: Doers = NOBODY) -> int:
    """Copies of new occurrences wherever their actions were handed down, level by level."""
    count, level = 0, parents
    while level:
        level = Occurrence.objects.bulk_create(list(copies_of(level, doers)), batch_size=BATCH)
        count += len(level)
    return count


def copies_of(parents: list[Occurrence], doers: Doers = NOBODY) -> Iterator[Occurrence]:
    """A copy at each unit that the parent's unit handed the action to; those there are left out.

    A term that was over on the day of the handing stays with whoever handed: nobody is late from
    birth. Parents are of one roadmap.
    """
    handed = handed_by(parents)
    there = keys_of({parent.action for parent in parents})
    for parent in parents:
        span = span_of(parent)
        for unit, day in handed.get((parent.action_id, parent.unit_id), []):
            is_there = (parent.action_id, unit, parent.year, parent.number) in there
            if not is_there and is_ahead(span, day):
                yield copy_at(parent, unit, span, doers)


def handed_by(parents: list[Occurrence]) -> dict[tuple[int, int], list[tuple[int, date]]]:
    """To whom and on which day, by the action and the unit that handed it."""
    found: dict[tuple[int, int], list[tuple[int, date]]] = {}
    handings = list(Handing.objects.filter(action__in={one.action_id for one in parents}))
    zone = parents[0].action.roadmap.system.zone if handings else None
    for one in handings:
        to = one.unit_id, clock.day_of(one.at, zone)
        found.setdefault((one.action_id, one.above_id), []).append(to)
    return found


def span_of(one: Occurrence) -> Span:
    return Span(one.year, one.number, one.label, one.start, one.due)


def copy_at(parent: Occurrence, unit: int, span: Span, doers: Doers = NOBODY) -> Occurrence:
    """The same term at another unit: its term is the day that binds above."""
    made = occurrence(parent.action, unit, span, doers)
    made.above = parent
    return made


def keys_of(actions: Iterable[Action]) -> set[Key]:
    """Occurrences there are: action, unit, year, number."""
    held = [action.pk for action in actions]
    rows = Occurrence.objects.filter(action__in=held)
    return set(rows.values_list("action", "unit", "year", "number"))
