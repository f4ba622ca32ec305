"""Working days by the yearly calendar; a year without data has weekends only, and says so."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data" / "workdays.yaml"
SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class YearOfWork:
    """`days` as printed in the calendar of the year; the lists must agree with it."""

    source: str
    days: int
    free: frozenset[date]
    working: frozenset[date]


@cache
def calendar() -> dict[int, YearOfWork]:
    read: dict[int, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))["years"]
    return {
        year: YearOfWork(
            source=one["source"],
            days=one["days"],
            free=days_of(year, one["free"]),
            working=days_of(year, one["working"]),
        )
        for year, one in read.items()
    }


def days_of(year: int, printed: list[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(f"{year}-{one}") for one in printed)


def is_known(year: int) -> bool:
    """Whether holidays and moved days of the year are known."""
    return year in calendar()


def is_working(day: date) -> bool:
    year = calendar().get(day.year)
    if year is not None and (day in year.free or day in year.working):
        return day in year.working
    return day.weekday() < SATURDAY


def add_working_days(day: date, number: int) -> date:
    """The last day of a term: the first working day after `day` is its first."""
    left = number
    while left:
        day += DAY
        left -= is_working(day)
    return day


def working_days_between(day: date, until: date) -> int:
    """Working days after `day` up to `until`, counted below zero when it has passed."""
    if until < day:
        return -working_days_between(until, day)
    return sum(is_working(day + DAY * n) for n in range(1, (until - day).days + 1))


def unknown_years(day: date, until: date) -> list[int]:
    """Years of a term that are counted by weekends alone: to be said beside it."""
    return [year for year in range(day.year, until.year + 1) if not is_known(year)]
