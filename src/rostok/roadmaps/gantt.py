"""The roadmap drawn along the months of a year, ready for SVG attributes.

Lengths across are per cent, as in `kernel.ui.charts`: the same drawing fits a desk and a phone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from rostok.kernel.periods import DAY, Period, calendar_year
from rostok.kernel.ui.charts import share
from rostok.roadmaps.lists import due_words, state_words
from rostok.roadmaps.models import Direction, Occurrence
from rostok.roadmaps.terms import MONTHS

LEAST = Decimal("1.6")
WHOLE = Decimal(100)
WORDS = {
    "planned": "запланировано",
    "active": "в работе",
    "slipped": "срок перенесён (черта — срок по тексту)",
    "overdue": "просрочено",
    "returned": "возвращено",
    "review": "ждёт приёмки",
    "done": "принято",
    "cancelled": "отменено",
}


@dataclass(frozen=True)
class Stretch:
    """A part of the year, in per cent from its beginning."""

    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """An occurrence along the year; no stretch: it waits for a day.

    `first` is the place of the day that the text names, where the term slipped.
    """

    occurrence: Occurrence
    look: str
    words: str
    due: str
    stretch: Stretch | None
    first: str

    @property
    def title(self) -> str:
        """The bar read aloud."""
        return f"{self.due}, {self.words}"


@dataclass(frozen=True)
class Lane:
    """A direction with its bars; `band`: the days of its stage, where the text names them."""

    direction: Direction
    band: Stretch | None
    bars: list[Bar]


@dataclass(frozen=True)
class Month:
    title: str
    short: str
    x: str
    middle: str


@dataclass(frozen=True)
class Chart:
    months: list[Month]
    today: str
    lanes: list[Lane]


def chart_of(rows: Iterable[Occurrence], year: int, today: date) -> Chart:
    """Rows come in the order of the text."""
    lanes = [
        Lane(direction, band_of(direction, year), [bar_of(row, year, today) for row in found])
        for direction, found in groupby(rows, direction_of)
    ]
    return Chart(months_of(year), place_of(today, year) if today.year == year else "", lanes)


def direction_of(row: Occurrence) -> Any:
    return row.action.key_activity.direction


def bar_of(row: Occurrence, year: int, today: date) -> Bar:
    return Bar(
        occurrence=row,
        look=row.look_on(today),
        words=state_words(row, today),
        due=due_words(row),
        stretch=stretch_of(row.start, row.due, year),
        first=place_of(row.first_due, year) if row.is_slipped and row.first_due else "",
    )


def band_of(direction: Direction, year: int) -> Stretch | None:
    """A stage that fills the whole year needs no band."""
    if direction.starts is None or direction.ends is None:
        return None
    whole = calendar_year(year)
    if direction.starts <= whole.start and direction.ends >= year_end(whole):
        return None
    return stretch_of(direction.starts, direction.ends, year)


def stretch_of(start: date | None, due: date | None, year: int) -> Stretch | None:
    """The part of a stretch of days inside the year, wide enough to be seen and hit."""
    if due is None:
        return None
    left = max(part_before(start or due, year), Decimal(0))
    right = min(part_before(due + DAY, year), WHOLE)
    if right <= 0 or left >= WHOLE:
        return None
    width = max(right - left, LEAST)
    return Stretch(share(min(left, WHOLE - width)), share(width))


def place_of(day: date, year: int) -> str:
    return share(min(max(part_before(day, year), Decimal(0)), WHOLE))


def part_before(day: date, year: int) -> Decimal:
    """How much of the year is over when a day begins, in per cent; less than zero before it."""
    whole = calendar_year(year)
    days = (year_end(whole) - whole.start).days + 1
    return WHOLE * (day - whole.start).days / days


def year_end(whole: Period) -> date:
    return whole.last_day or whole.start


def months_of(year: int) -> list[Month]:
    starts = [date(year, number, 1) for number in range(1, len(MONTHS) + 1)]
    places = [*(part_before(start, year) for start in starts), WHOLE]
    return [
        Month(title, title[:3], share(places[at]), share((places[at] + places[at + 1]) / 2))
        for at, title in enumerate(MONTHS)
    ]


def legend_of(lanes: Sequence[Lane]) -> list[tuple[str, str]]:
    """The looks that occur, in words, in the order of the way from planned to accepted."""
    there = {bar.look for lane in lanes for bar in lane.bars if bar.stretch}
    return [(look, words) for look, words in WORDS.items() if look in there]
