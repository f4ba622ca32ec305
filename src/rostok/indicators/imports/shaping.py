"""A published table as municipalities send it: titles above, indicators in groups of columns.

The header of one or two rows becomes one row of the columns' own titles; numbers of rows and
letters of columns stay those of the file. A year in the title above becomes a column of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rostok.indicators.imports.columns import (
    DENOMINATOR,
    NUMERATOR,
    UNIT,
    VALUE,
    YEAR,
    Figure,
    number_of,
)
from rostok.indicators.pack import ContextIndicator
from rostok.kernel.tabular import Cell, Column, Sheet, SheetRow, as_text, is_blank
from rostok.kernel.text import norm

SEARCHED = 20
LONG = 20
NUMBER = re.compile(r"^(?:показатель|п|№|пункт)?[\s.№]*(\d+(?:\.\d+)*[а-я]?)(?=[\s.,:;)]|$)")
ENDING = re.compile(r"(числитель|знаменатель|значение)\W*$")
A_YEAR = re.compile(r"(?<!\d)(20[1-9]\d)(?!\d)")
WORDS = (
    (NUMERATOR, ("числит", "учтен", "прошли", "из них", "количество", "число", "кол-во")),
    (DENOMINATOR, ("знамен", "всего", "общее", "общая", "база")),
    (VALUE, ("%", "процент", "доля", "значение", "факт")),
)


@dataclass(frozen=True)
class Legend:
    """What titles of columns may mean."""

    columns: Sequence[Column]
    plain: dict[str, Column] = field(default_factory=dict)
    figures: dict[tuple[str, str], Column] = field(default_factory=dict)
    indicators: dict[str, ContextIndicator] = field(default_factory=dict)

    @classmethod
    def of(cls, columns: Sequence[Column]) -> "Legend":
        legend = cls(columns)
        for column in columns:
            if isinstance(column.parse, Figure):
                indicator = column.parse.indicator
                legend.figures[indicator.code, column.parse.part] = column
                legend.indicators[indicator.code] = indicator
            else:
                for title in (column.title, *column.aliases):
                    legend.plain[norm(title)] = column
        return legend

    def indicator_in(self, text: str) -> ContextIndicator | None:
        """By its code, its printed number at the beginning, or its title."""
        if not text:
            return None
        found = NUMBER.match(text)
        for one in self.indicators.values():
            title = norm(one.title)
            by_number = found is not None and found[1] == norm(number_of(one))
            by_title = text == title or (len(text) >= LONG and (text in title or title in text))
            if by_title or by_number or text.split(",", maxsplit=1)[0] == one.code:
                return one
        return None

    def column_of(self, upper: str, lower: str) -> Column | None:
        """The column of a title in one or two rows."""
        for text in (lower, upper if not lower else ""):
            if text in self.plain:
                return self.plain[text]
        below, above = self.indicator_in(lower), self.indicator_in(upper)
        indicator = below or above
        if indicator is None:
            return None
        part = part_in(lower if below is None else "", upper if below is None else lower)
        code = indicator.code
        return self.figures.get((code, part or VALUE)) or self.figures.get((code, VALUE))


def part_in(lower: str, title: str) -> str:
    """Numerator, denominator or value by the words of the lower row, else the title's last word."""
    for part, words in WORDS:
        if lower and any(word in lower for word in words):
            return part
    ending = ENDING.search(title)
    by_name = {"числитель": NUMERATOR, "знаменатель": DENOMINATOR, "значение": VALUE}
    return by_name[ending[1]] if ending else ""


def shape(sheet: Sheet, columns: Sequence[Column]) -> Sheet:
    """The sheet under one row of known titles; a sheet without such a header stays as it is."""
    legend = Legend.of(columns)
    places, index = best_header(sheet.rows, legend)
    if index < 0:
        return sheet
    titles = header_cells(sheet.rows[index], places)
    year = (
        None
        if any(column.code == YEAR for column in places.values())
        else year_above(sheet.rows[: index + 1])
    )
    rows = [SheetRow(sheet.rows[index].number, titles), *sheet.rows[index + 1 :]]
    return Sheet(sheet.title, with_year(rows, legend, year) if year else rows, sheet.titles)


def best_header(rows: Sequence[SheetRow], legend: Legend) -> tuple[dict[int, Column], int]:
    """The row whose titles, with those above it, name most columns, the unit among them."""
    best: tuple[dict[int, Column], int] = ({}, -1)
    for index in range(min(len(rows), SEARCHED)):
        for upper in (None, rows[index - 1] if index else None):
            places = places_in(upper, rows[index], legend)
            named = {column.code for column in places.values()}
            if named & {UNIT, "code"} and len(places) > max(len(best[0]), 1):
                best = (places, index)
    return best


def places_in(upper: SheetRow | None, lower: SheetRow, legend: Legend) -> dict[int, Column]:
    """Place → column; a title of the upper row stands over the blank cells to its right."""
    found: dict[int, Column] = {}
    taken: set[str] = set()
    group = ""
    for place in range(max(len(lower.cells), len(upper.cells) if upper else 0)):
        above = words_of(upper.cell(place)) if upper else ""
        group = above or group
        below = words_of(lower.cell(place))
        column = legend.column_of(group if below else above, below)
        if column is not None and column.code not in taken:
            found[place] = column
            taken.add(column.code)
    return found


def words_of(cell: Cell) -> str:
    return "" if is_blank(cell) else norm(as_text(cell))


def header_cells(row: SheetRow, places: dict[int, Column]) -> tuple[Any, ...]:
    width = max(len(row.cells), *(place + 1 for place in places))
    return tuple(
        places[place].title if place in places else row.cell(place) for place in range(width)
    )


def year_above(rows: Sequence[SheetRow]) -> int | None:
    """The only year named in the title or the header."""
    years = {
        int(year) for row in rows for cell in row.cells for year in A_YEAR.findall(as_text(cell))
    }
    return years.pop() if len(years) == 1 else None


def with_year(rows: list[SheetRow], legend: Legend, year: int) -> list[SheetRow]:
    title = next(column.title for column in legend.columns if column.code == YEAR)
    place = max(len(row.cells) for row in rows)
    return [
        SheetRow(
            row.number,
            (*row.cells, *(None,) * (place - len(row.cells)), title if at == 0 else year),
        )
        for at, row in enumerate(rows)
    ]
