"""What an indicator of a system is asked in a year: its method, period, base date and limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rostok.indicators.formula import Made
from rostok.indicators.pack import ContextIndicator, Indicator
from rostok.kernel.measures import Ask
from rostok.kernel.periods import DAY, Period, calendar_year, school_year
from rostok.orgs.models import System
from rostok.packs.models import PackVersion

FIRST_YEAR = 2021


@dataclass(frozen=True)
class Question:
    """One indicator of one system in one year.

    `on` is the base date; `tree_day` the day by whose tree organisations add up to territories.
    """

    system: System
    version: PackVersion
    limits: Mapping[str, Any]
    indicator: ContextIndicator
    year: int
    period: Period
    on: date
    tree_day: date

    @property
    def formula(self) -> Made:
        formula: Made = self.indicator.value
        return formula

    @property
    def ask(self) -> Ask:
        return Ask(period=self.period, on=self.on, limits=self.limits, root=self.system.root_id)

    @property
    def is_future(self) -> bool:
        return self.on < self.period.start


def question_about(
    system: System,
    indicator: ContextIndicator,
    year: int,
    on: date | None = None,
    version: PackVersion | None = None,
) -> Question:
    """The question as the pack puts it; `on` given by a person wins over the base date.

    Without a `version` the method is that in force at the end of the period.
    """
    whole = whole_period(indicator, year)
    day = on or base_date(indicator, whole, system)
    version = version or system.version_on(last_day(whole))
    return Question(
        system=system,
        version=version,
        limits=system.limits_on(last_day(whole), version),
        indicator=indicator,
        year=year,
        period=up_to(whole, day),
        on=day,
        tree_day=tree_day(system, year, on),
    )


def tree_day(system: System, year: int, on: date | None = None) -> date:
    """A year is summed by the tree of its last day, by today's while it runs; `on` wins."""
    return on or min(last_day(calendar_year(year)), system.today)


def whole_period(indicator: ContextIndicator, year: int) -> Period:
    """Calendar year, school year, or everything since the year the regulation counts from."""
    if indicator.period == "school_year":
        return school_year(year)
    period = calendar_year(year)
    if indicator.period == "to_date":
        since = min(indicator.since or FIRST_YEAR, year)
        return Period(date(since, 1, 1), period.end)
    return period


def base_date(indicator: ContextIndicator, period: Period, system: System) -> date:
    """The last day of the period, today while it runs; 1 September where the pack says so."""
    if indicator.base_date == "school_year_start":
        return school_year_start(indicator, period)
    return min(last_day(period), system.today)


def school_year_start(indicator: ContextIndicator, period: Period) -> date:
    if indicator.period == "school_year":
        return period.start
    return school_year(last_day(period).year).start


def last_day(period: Period) -> date:
    if period.last_day is None:
        raise ValueError("A reporting period has an end")
    return period.last_day


def up_to(period: Period, day: date) -> Period:
    """Facts after the base date are not yet known on it."""
    if period.start <= day < last_day(period):
        return Period(period.start, day + DAY)
    return period


def target_printed_for(indicator: ContextIndicator, year: int) -> Decimal | None:
    """The pack's target of a year: dated, or standing for its years; context ones have none."""
    if not isinstance(indicator, Indicator):
        return None
    dated = indicator.targets.get(year)
    if dated is not None:
        return Decimal(dated)
    standing = indicator.target_standing
    if standing is None or year not in standing_years(indicator):
        return None
    return Decimal(standing.value)


def standing_years(indicator: Indicator) -> range:
    """Years in which an undated target binds: each of its term, or the last one for the whole."""
    standing = indicator.target_standing
    if standing is None:
        return range(0)
    first = standing.last if standing.per == "whole" else standing.first
    return range(first, standing.last + 1)


def target_years(indicator: ContextIndicator) -> set[int]:
    """Years for which the regulation sets a target."""
    if not isinstance(indicator, Indicator):
        return set()
    dated = {year for year, value in indicator.targets.items() if value is not None}
    return dated | set(standing_years(indicator))
