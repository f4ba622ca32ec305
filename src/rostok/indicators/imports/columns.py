"""Columns of a table of reported values: the unit, the year, and the indicators of a system."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rostok.indicators.catalogue import indicators_of
from rostok.indicators.pack import ContextIndicator, Indicator
from rostok.indicators.reported.shapes import (
    Shape,
    as_cell_error,
    read_count,
    read_plain,
    read_yes_no,
    shape_of,
)
from rostok.kernel.errors import RuleViolation
from rostok.kernel.tabular import Cell, Column, Context, Parser, Text, Whole, as_text
from rostok.orgs.models import System

NUMERATOR, DENOMINATOR, VALUE = "n", "d", "v"
PARTS = {NUMERATOR: "числитель", DENOMINATOR: "знаменатель", VALUE: "значение"}
UNIT, CODE, YEAR = "unit", "code", "year"
BEFORE = (
    Column(CODE, "Код", ("Код организации", "Код территории"), parse=Text(40)),
    Column(
        UNIT,
        "Организация",
        (
            "Организация, территория",
            "Наименование организации",
            "Наименование",
            "Название",
            "Образовательная организация",
            "Наименование ОО",
            "ОО",
            "Школа",
            "Территория",
            "Муниципалитет",
            "Муниципальное образование",
            "Наименование муниципального образования",
            "Район",
        ),
        parse=Text(500),
        help="Название, как в «Ростке», или код в соседнем столбце",
    ),
    Column(YEAR, "Год", ("Отчётный год",), parse=Whole(2015, 2100)),
)


@dataclass(frozen=True)
class Figure(Parser):
    """A number of an indicator as people type it."""

    indicator: ContextIndicator
    part: str

    def __call__(self, cell: Cell) -> Any:
        try:
            return self.read(cell if isinstance(cell, int | float | Decimal) else as_text(cell))
        except RuleViolation as refusal:
            raise as_cell_error(refusal) from None

    def read(self, cell: Any) -> Any:
        if self.part != VALUE:
            return read_count(cell, self.part)
        if shape_of(self.indicator) == Shape.YES_NO:
            return read_yes_no(as_text(cell))
        return read_plain(self.indicator, cell)

    def dump(self, value: Any) -> Any:
        return f"{value:f}" if isinstance(value, Decimal) else value

    def load(self, stored: Any) -> Any:
        return Decimal(stored) if self.part == VALUE else stored


def parts_of(indicator: ContextIndicator) -> Sequence[str]:
    is_pair = shape_of(indicator) == Shape.COUNTS
    return (NUMERATOR, DENOMINATOR, VALUE) if is_pair else (VALUE,)


def column_code(indicator: ContextIndicator, part: str) -> str:
    return f"{indicator.code}:{part}"


def labels_of(indicators: Iterable[ContextIndicator]) -> dict[str, str]:
    """Code → what a column is called by: the printed number where it is one indicator's own."""
    rows = list(indicators)
    taken = Counter(number_of(one) for one in rows)
    return {
        one.code: f"№ {number}" if number and taken[number] == 1 else one.code
        for one in rows
        for number in [number_of(one)]
    }


def number_of(indicator: ContextIndicator) -> str:
    printed = indicator.printed_number if isinstance(indicator, Indicator) else None
    return (printed or "").strip(" .")


def columns_of(context: Context) -> tuple[Column, ...]:
    """The unit, the year, and each indicator of the context's system."""
    indicators = context_indicators(context)
    labels = labels_of(indicators)
    return (
        *BEFORE,
        *(
            Column(
                column_code(one, part),
                f"{labels[one.code]}, {PARTS[part]}",
                parse=Figure(one, part),
                help=str(one.title),
            )
            for one in indicators
            for part in parts_of(one)
        ),
    )


def context_indicators(context: Context) -> list[ContextIndicator]:
    system = System.objects.with_versions().get(key=context["system"])
    return indicators_of(system, context.get("year") or system.today.year)
