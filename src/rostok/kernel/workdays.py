"""Working days by the yearly calendar; a year without data has weekends only, and says so.

A region adds days off by its own law: `where` is the key of the territory, empty for the country.
"""

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


@dataclass(frozen=True)
class Territory:
    """A region with days off of its own: what they are by year, and what is doubtful."""

    names: tuple[str, ...]
    ground: str
    note: str
    years: dict[int, dict[date, str]]


@cache
def read() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return found


@cache
def territories() -> dict[str, Territory]:
    """By key, as the data names them."""
    return {
        key: Territory(
            names=tuple(one["names"]),
            ground=one["ground"],
            note=one.get("note", ""),
            years={
                year: {date.fromisoformat(f"{year}-{day}"): title for day, title in days.items()}
                for year, days in one["years"].items()
            },
        )
        for key, one in read()["territories"].items()
    }


@cache
def calendar() -> dict[int, YearOfWork]:
    return {
        year: YearOfWork(
            source=one["source"],
            days=one["days"],
            free=days_of(year, one["free"]),
            working=days_of(year, one["working"]),
        )
        for year, one in read()["years"].items()
    }


def days_of(year: int, printed: list[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(f"{year}-{one}") for one in printed)


def is_known(year: int, where: str = "") -> bool:
    """Whether holidays and moved days of the year are known, those of the territory too."""
    own = territories().get(where)
    return year in calendar() and (own is None or year in own.years)


def is_working(day: date, where: str = "") -> bool:
    if day in own_days(day.year, where):
        return False
    year = calendar().get(day.year)
    if year is not None and (day in year.free or day in year.working):
        return day in year.working
    return day.weekday() < SATURDAY


def own_days(year: int, where: str) -> dict[date, str]:
    """Days off that the territory adds in a year."""
    own = territories().get(where)
    return own.years.get(year, {}) if own else {}


def add_working_days(day: date, number: int, where: str = "") -> date:
    """The last day of a term: the first working day after `day` is its first."""
    left = number
    while left:
        day += DAY
        left -= is_working(day, where)
    return day


def working_days_between(day: date, until: date, where: str = "") -> int:
    """Working days after `day` up to `until`, counted below zero when it has passed."""
    if until < day:
        return -working_days_between(until, day, where)
    return sum(is_working(day + DAY * n, where) for n in range(1, (until - day).days + 1))


def own_days_between(day: date, until: date, where: str) -> dict[date, str]:
    """Days off of the territory that make a term longer: to be told beside it."""
    years = range(day.year, until.year + 1)
    found = {one: title for year in years for one, title in own_days(year, where).items()}
    return {one: title for one, title in found.items() if day < one <= until}


def unknown_years(day: date, until: date, where: str = "") -> list[int]:
    """Years of a term of which some holidays are not known: to be said beside it."""
    return [year for year in range(day.year, until.year + 1) if not is_known(year, where)]
