"""The numbers of a row over those there were."""

from decimal import Decimal
from typing import Any

from rostok.indicators.imports.columns import (
    DENOMINATOR,
    NUMERATOR,
    VALUE,
    column_code,
    parts_of,
)
from rostok.indicators.pack import ContextIndicator
from rostok.indicators.reported.shapes import Figures, Shape, outcome_of_cell, shape_of
from rostok.kernel.tabular import Change, ParsedRow
from rostok.kernel.ui.formats import percent_words

NEAR = Decimal("0.1")


def figures_in(one: ContextIndicator, row: ParsedRow, was: Figures) -> Figures:
    """The numbers of the row over those there were: a blank cell changes nothing."""
    given = {part: row.values.get(column_code(one, part)) for part in parts_of(one)}
    numerator, denominator = given.get(NUMERATOR), given.get(DENOMINATOR)
    if shape_of(one) != Shape.COUNTS:
        return Figures(value=was.value if given[VALUE] is None else given[VALUE])
    if numerator is None and denominator is None:
        known = was.numerator is not None or was.denominator is not None
        keeps = known or given[VALUE] is None
        return was if keeps else Figures(value=given[VALUE])
    return Figures(
        was.numerator if numerator is None else numerator,
        was.denominator if denominator is None else denominator,
    )


def printed_note(
    one: ContextIndicator, row: ParsedRow, figures: Figures, label: str
) -> list[Change]:
    """A printed percent that its own counts contradict: shown, the counts are kept."""
    printed = row.values.get(column_code(one, VALUE))
    if shape_of(one) != Shape.COUNTS or one.unit != "percent" or printed is None:
        return []
    value = outcome_of_cell(one, figures).value
    if figures.value is not None or value is None or abs(value - printed) <= NEAR:
        return []
    return [
        Change(
            column_code(one, VALUE),
            f"{label}: процент не сходится с числами, примем числа",
            f"напечатано {percent_words(printed)}",
            f"по числам {percent_words(value)}",
        )
    ]


def dumped(figures: Figures) -> list[Any]:
    value = None if figures.value is None else f"{figures.value:f}"
    return [figures.numerator, figures.denominator, value]
