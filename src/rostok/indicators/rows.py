"""One indicator of a unit with the years around it, and how it is said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rostok.indicators.models import IndicatorValue, ReportedTotal, ValueState, state_words
from rostok.indicators.pack import ContextIndicator, Indicator
from rostok.indicators.reported.book import REPORTED
from rostok.indicators.reported.words import completeness_words
from rostok.indicators.wording import (
    change_words,
    counts_words,
    difference_words,
    target_words,
    value_words,
)
from rostok.kernel.ui.charts import Point


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator of a unit in a year, with the years around it, ready to show."""

    indicator: ContextIndicator
    now: IndicatorValue | None
    points: Sequence[Point]
    target_points: Sequence[Point]
    differs: bool = False
    beside: ReportedTotal | None = None
    level: str = ""
    hidden_years: frozenset[int] = frozenset()

    def with_value(self, fresh: IndicatorValue) -> "IndicatorRow":
        """The row with a value of this moment; `differs` when the stored one is older."""
        points = [(year, fresh.value if year == fresh.year else at) for year, at in self.points]
        stale = self.now is not None and counts_of(self.now) != counts_of(fresh)
        return replace(self, now=fresh, points=points, differs=stale)

    @property
    def number(self) -> str:
        return self.indicator.printed_number or "" if isinstance(self.indicator, Indicator) else ""

    @property
    def group(self) -> str | None:
        return self.indicator.group if isinstance(self.indicator, Indicator) else None

    @property
    def title(self) -> str:
        return self.indicator.title

    @property
    def value(self) -> Decimal | None:
        return self.now.value if self.now else None

    @property
    def target(self) -> Decimal | None:
        return self.now.target if self.now else None

    @property
    def state(self) -> str:
        return self.now.state if self.now else ValueState.NO_DATA

    @property
    def state_words(self) -> str:
        return state_words(self.state)

    @property
    def is_hidden(self) -> bool:
        return self.now is not None and self.now.is_hidden

    @property
    def value_words(self) -> str:
        return self.state_words if self.is_hidden else value_words(self.value, self.indicator.unit)

    @property
    def target_words(self) -> str:
        return target_words(self.target, self.indicator.unit, self.indicator.better)

    @property
    def counts_words(self) -> str:
        return counts_words(self.now.numerator, self.now.denominator) if self.now else ""

    @property
    def change_words(self) -> str:
        """«+0,7 к 2023 году»: against the latest earlier year that has a value."""
        earlier = [(year, was) for year, was in self.points if was is not None]
        earlier = [(year, was) for year, was in earlier if self.now and int(year) < self.now.year]
        if self.value is None or not earlier:
            return ""
        year, was = earlier[-1]
        return f"{change_words(self.value - (was or 0))} к {year} году"

    @property
    def note(self) -> str:
        parts = (
            self.counts_words,
            self.change_words,
            self.completeness_words,
            self.beside_words,
        )
        return ", ".join(filter(None, parts))

    @property
    def completeness_words(self) -> str:
        """«по данным 12 из 15 организаций», where the official value is reported."""
        if self.now is None or self.now.source != REPORTED:
            return ""
        return completeness_words(self.now.units_sent, self.now.units_due, self.level)

    @property
    def beside_words(self) -> str:
        """The other source with the difference: «по кадрам 45,0 %, разница +3,2»."""
        other = self.other_value
        if other is None or self.now is None:
            return ""
        name = "по данным системы" if self.now.source == REPORTED else "сообщили"
        words = f"{name} {value_words(other, self.indicator.unit)}"
        if self.value is None or self.indicator.unit == "yes_no":
            return words
        return f"{words}, {difference_words(self.value - other, self.indicator.unit)}"

    @property
    def other_value(self) -> Decimal | None:
        if self.beside is None or self.now is None:
            return None
        is_reported = self.now.source == REPORTED
        return self.beside.computed_value if is_reported else self.beside.value

    @property
    def flag_words(self) -> str:
        """A stated total that its parts contradict; values nobody has approved yet."""
        beside = self.beside
        if beside is None or self.now is None or self.now.source != REPORTED:
            return ""
        flags = []
        if beside.disagrees:
            flags.append(
                f"сумма частей {value_words(beside.parts_value, self.indicator.unit)}"
                " расходится с итогом"
            )
        if beside.units_unapproved:
            flags.append(f"не утверждено: {beside.units_unapproved}")
        return "; ".join(flags)

    @property
    def has_plan(self) -> bool:
        return any(target is not None for _year, target in self.target_points)


def counts_of(value: IndicatorValue) -> tuple[int | None, int | None]:
    return value.numerator, value.denominator


def indicator_row(
    indicator: ContextIndicator, by_year: dict[int, IndicatorValue], year: int
) -> IndicatorRow:
    return IndicatorRow(
        indicator,
        by_year.get(year),
        [(at, value.value) for at, value in by_year.items()],
        [(at, value.target) for at, value in by_year.items() if value.target is not None],
        hidden_years=frozenset(at for at, value in by_year.items() if value.is_hidden),
    )
