"""When an action is due: a printed term becomes dated occurrences, year by year.

«Ежеквартально», «декабрь (ежегодно)», «в течение 2023, 2024 гг.» promise something in each year, so
each year has its own occurrence with its own state and proof. «По плану» promises a year without a
day: its occurrence waits for one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rostok.kernel.periods import DAY, Period, calendar_year

DATED = ("date", "month", "period")
WHOLE_YEARS = ("year", "yearly", "ongoing")
QUARTER_MONTHS = 3
QUARTERS = ("I квартал", "II квартал", "III квартал", "IV квартал")
MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
DECEMBER = 12
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Term:
    """A printed term as data: days are inclusive, `months` are those the text names."""

    kind: str
    start: date | None = None
    end: date | None = None
    months: tuple[int, ...] = ()


@dataclass(frozen=True)
class Span:
    """One time an action is due. `number` is its place in the year; no `due`: a day is awaited."""

    year: int
    number: int = 1
    label: str = ""
    start: date | None = None
    due: date | None = None


def spans_of(term: Term, period: Period) -> list[Span]:
    """Every time a term falls due while a roadmap holds. A term with dates keeps its own dates."""
    if term.kind in DATED:
        return list(dated_spans(term, period))
    if term.kind == "none":
        return [Span(period.start.year)]
    if term.kind == "by_plan":
        return [Span(year) for year in years_in(period)]
    return [clipped(span, period) for span in recurring(term, period) if meets(span, period)]


def dated_spans(term: Term, period: Period) -> Iterator[Span]:
    """The days of the text; what lasts for years is due in each of them."""
    last = term.end or last_day_of(period)
    if term.kind == "date" or term.start is None:
        yield Span(last.year, due=last)
        return
    lasting = Period(term.start, last + DAY)
    if len(term.months) > 1:
        yield from (span for span in in_months(term.months, lasting) if meets(span, lasting))
        return
    for year in years_in(lasting):
        label = month_label(lasting) if term.kind == "month" else ""
        yield clipped(whole_year(year, label), lasting)


def recurring(term: Term, period: Period) -> Iterator[Span]:
    if term.kind in WHOLE_YEARS and term.months:
        yield from in_months(term.months, period)
    elif term.kind in WHOLE_YEARS:
        yield from (whole_year(year) for year in years_in(period))
    elif term.kind == "quarterly":
        for year in years_in(period):
            yield from (quarter(year, number) for number in range(1, 5))
    elif term.kind == "monthly":
        yield from in_months(tuple(range(1, DECEMBER + 1)), period)
    elif term.kind == "weekly":
        for year in years_in(period):
            yield from weeks(year)
    else:
        raise ValueError(f"Unknown kind of term: {term.kind}")


def in_months(months: tuple[int, ...], period: Period) -> Iterator[Span]:
    for year in years_in(period):
        for month in sorted(months):
            yield Span(year, month, MONTHS[month - 1], date(year, month, 1), month_end(year, month))


def whole_year(year: int, label: str = "") -> Span:
    lasting = calendar_year(year)
    return Span(year, 1, label, lasting.start, lasting.last_day)


def quarter(year: int, number: int) -> Span:
    last = number * QUARTER_MONTHS
    first_day = date(year, last - QUARTER_MONTHS + 1, 1)
    return Span(year, number, QUARTERS[number - 1], first_day, month_end(year, last))


def weeks(year: int) -> Iterator[Span]:
    """Weeks that begin on the Mondays of a year."""
    monday = date(year, 1, 1)
    monday += timedelta(days=-monday.weekday() % 7)
    number = 1
    while monday.year == year:
        yield Span(year, number, f"неделя с {monday:%d.%m}", monday, monday + WEEK - DAY)
        monday, number = monday + WEEK, number + 1


def month_label(lasting: Period) -> str:
    return MONTHS[lasting.start.month - 1] if lasting.start.month == last_month(lasting) else ""


def last_month(lasting: Period) -> int:
    return last_day_of(lasting).month


def month_end(year: int, month: int) -> date:
    following = date(year + 1, 1, 1) if month == DECEMBER else date(year, month + 1, 1)
    return following - DAY


def years_in(period: Period) -> range:
    return range(period.start.year, last_day_of(period).year + 1)


def last_day_of(period: Period) -> date:
    if period.last_day is None:
        raise ValueError("A roadmap has an end")
    return period.last_day


def meets(span: Span, period: Period) -> bool:
    start, due = days_of(span)
    return start <= last_day_of(period) and due >= period.start


def clipped(span: Span, period: Period) -> Span:
    """The part of a span inside a period: a roadmap from December asks nothing of November."""
    start, due = days_of(span)
    inside = max(start, period.start), min(due, last_day_of(period))
    return Span(span.year, span.number, span.label, *inside)


def is_ahead(span: Span, day: date) -> bool:
    """Due on the day or later; what waits for a day is ahead until its year is over."""
    return span.year >= day.year if span.due is None else span.due >= day


def days_of(span: Span) -> tuple[date, date]:
    if span.start is None or span.due is None:
        raise ValueError("A span without days is not measured")
    return span.start, span.due
