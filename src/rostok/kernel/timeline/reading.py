"""Entries newest first, a page at a time, however many there are.

Nobody counts a million entries for a page: a page starts below an entry, and filters that no index
serves look through a bounded number of entries, then say how far back they have come.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from rostok.kernel.access import SUBTREE, Actor
from rostok.kernel.bulk import parts
from rostok.kernel.models import JournalEntry, JournalObject, JournalPlace
from rostok.kernel.permissions import VIEW_JOURNAL
from rostok.kernel.refs import Ref
from rostok.kernel.text import norm

PAGE = 50
STEP = 1000  # read at a time
WINDOW = 10_000  # entries looked through for one page when filters are on
SHOWN_OBJECTS = 3
# Entries of one moment may get their numbers in another order than their times.
SLACK = 1000
BEYOND = 2**62


@dataclass(frozen=True)
class Wanted:
    """What is looked for; days are inclusive, `kinds` empty means all, texts are as typed."""

    since: date | None = None
    until: date | None = None
    who: str = ""
    kinds: tuple[str, ...] = ()
    text: str = ""
    about: tuple[str, int] | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether entries must be looked at one by one."""
        return bool(self.who or self.kinds or self.text or self.since or self.until)

    def condition(self) -> Q:
        found = Q()
        if self.since:
            found &= Q(at__gte=start_of(self.since))
        if self.until:
            found &= Q(at__lt=start_of(self.until + timedelta(days=1)))
        if self.who:
            found &= Q(actor_norm__contains=norm(self.who))
        if self.kinds:
            found &= Q(kind__in=self.kinds)
        for word in norm(self.text).split():
            found &= Q(norm__contains=word)
        return found


@dataclass(frozen=True)
class Found:
    """A page; `older` is where the next one begins, `looked_back_to` how far filters have seen."""

    entries: list[JournalEntry]
    older: int | None = None
    looked_back_to: datetime | None = None


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))


def entries_for(
    actor: Actor, wanted: Wanted, *, before: int | None = None, size: int = PAGE
) -> Found:
    """What happened within the actor's reach, below the entry `before`."""
    below = min(before or BEYOND, first_after(wanted.until))
    above = last_before(wanted.since)
    windows = [
        window_of(source, wanted, below, above, size) for source in sources(actor, wanted.about)
    ]
    floor = max((floor for _, floor in windows), default=0)
    numbers = sorted({n for ids, _ in windows for n in ids if n >= floor}, reverse=True)
    rows = JournalEntry.objects.visible_to(actor, VIEW_JOURNAL).filter(pk__in=numbers[:size])
    entries = list(rows.order_by("-pk"))
    if len(numbers) > size:
        return Found(entries, numbers[size - 1])
    if floor:
        return Found(entries, floor, moment_of(floor))
    return Found(entries)


def entries_about(ref: Ref, *, before: int | None = None, size: int = PAGE) -> Found:
    """What happened to a row. Whoever may open the row may read it."""
    objects = JournalObject.objects.filter(ref_kind=ref.kind, ref_id=ref.id)
    numbers, _ = window_of(objects, Wanted(), before or BEYOND, 0, size)
    entries = list(JournalEntry.objects.filter(pk__in=numbers[:size]).order_by("-pk"))
    return Found(entries, numbers[size - 1] if len(numbers) > size else None)


def sources(actor: Actor, about: tuple[str, int] | None) -> Iterator[QuerySet[Any]]:
    """Rows with an `entry`, each list of them in the order of an index."""
    units = actor.reaches_of(VIEW_JOURNAL).get(SUBTREE, [])
    if about:
        objects = JournalObject.objects.filter(ref_kind=about[0], ref_id=about[1])
        here = JournalPlace.objects.filter(entry=OuterRef("entry"), unit_id__in=units)
        yield objects if actor.unlimited else objects.filter(Exists(here))
    elif actor.unlimited:
        yield JournalEntry.objects.all()
    else:
        yield from (JournalPlace.objects.filter(unit_id=unit) for unit in sorted(set(units)))


def window_of(
    source: QuerySet[Any], wanted: Wanted, below: int, above: int, size: int
) -> tuple[list[int], int]:
    """Numbers of fitting entries, newest first, and the entry above which all were looked at.

    The latter is 0 when there is nothing more to look at.
    """
    number = "pk" if source.model is JournalEntry else "entry_id"
    rows = source.filter(**{f"{number}__lt": below, f"{number}__gt": above}).order_by(f"-{number}")
    numbers = rows.values_list(number, flat=True)
    if not wanted.is_narrowed:
        return list(numbers[: size + 1]), 0
    near = list(numbers[: WINDOW + 1])
    return fitting(near, wanted, size), near[-1] if len(near) > WINDOW else 0


def fitting(numbers: list[int], wanted: Wanted, size: int) -> list[int]:
    """Those of the entries that are looked for, as many as a page shows and one more.

    A few at a time are read by their numbers: asked for all at once, PostgreSQL takes the whole
    journal to find a rare word.
    """
    found: list[int] = []
    for some in parts(numbers, STEP):
        rows = JournalEntry.objects.filter(wanted.condition(), pk__in=some).order_by("-pk")
        found += rows.values_list("pk", flat=True)[: size + 1 - len(found)]
        if len(found) > size:
            break
    return found


def first_after(day: date | None) -> int:
    """An entry below which all entries up to the end of the day stand."""
    if day is None:
        return BEYOND
    later = JournalEntry.objects.filter(at__gte=start_of(day + timedelta(days=1)))
    number = later.order_by("at").values_list("pk", flat=True).first()
    return BEYOND if number is None else number + SLACK


def last_before(day: date | None) -> int:
    """An entry above which all entries from the day on stand."""
    if day is None:
        return 0
    earlier = JournalEntry.objects.filter(at__lt=start_of(day)).order_by("-at")
    number = earlier.values_list("pk", flat=True).first()
    return 0 if number is None else max(0, number - SLACK)


def moment_of(number: int) -> datetime | None:
    moment: datetime | None = (
        JournalEntry.objects.filter(pk=number).values_list("at", flat=True).first()
    )
    return moment


def objects_of(entries: list[JournalEntry]) -> dict[int, tuple[list[JournalObject], int]]:
    """The first few rows that each entry is about, and how many there are.

    An entry of an import is about thousands: they are counted, never read.
    """
    numbers = [entry.pk for entry in entries]
    counted = (
        JournalObject.objects.filter(entry__in=numbers)
        .order_by()
        .values_list("entry")
        .annotate(first=Min("pk"), number=Count("pk"))
    )
    firsts = {entry: (first, number) for entry, first, number in counted}
    near = [first + step for first, _ in firsts.values() for step in range(SHOWN_OBJECTS)]
    found: dict[int, tuple[list[JournalObject], int]] = {
        entry: ([], number) for entry, (_, number) in firsts.items()
    }
    for row in JournalObject.objects.filter(pk__in=near).order_by("pk"):
        if row.entry_id in found:
            found[row.entry_id][0].append(row)
    return found
