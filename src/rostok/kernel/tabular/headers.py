"""Finding the header of a table, wherever it stands, and what its columns are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rostok.kernel.errors import RuleViolation
from rostok.kernel.tabular.cells import Cell, CellError, as_text, is_blank
from rostok.kernel.tabular.columns import Column
from rostok.kernel.tabular.reading import Sheet, SheetRow
from rostok.kernel.tabular.specs import ParsedRow, Problem
from rostok.kernel.text import norm

SEARCHED_ROWS = 20
SHOWN_TITLES = 12
LOOK_ALIKES = str.maketrans("aceopxykmtbh", "асеорхукмтвн")
IN_BRACKETS = re.compile(r"\([^)]*\)")
MARKS = " *:.;№"


@dataclass(frozen=True)
class Header:
    """Where each known column stands (from 0); titles nobody knows are ignored, but shown."""

    index: int
    places: dict[str, int]
    ignored: tuple[str, ...] = ()


def key_of(title: str) -> str:
    """A title for comparison: no case, ё, marks; Latin letters that look Cyrillic are Cyrillic."""
    return norm(title).translate(LOOK_ALIKES).strip(MARKS)


def keys_of(cell: Cell) -> list[str]:
    """The title as it is, then without what stands in brackets."""
    title = as_text(cell)
    return [key_of(title), key_of(IN_BRACKETS.sub(" ", title))]


def known_titles(columns: Iterable[Column]) -> dict[str, tuple[str, int]]:
    """Key of a title → code and rank: the proper title before its aliases."""
    found: dict[str, tuple[str, int]] = {}
    for column in columns:
        for rank, title in enumerate((column.title, *column.aliases)):
            for key in keys_of(title):
                found.setdefault(key, (column.code, rank))
    found.pop("", None)
    return found


def match(cells: Sequence[Cell], columns: Sequence[Column]) -> dict[str, int]:
    """Code → place. Of two places for one column the better name wins, then the first."""
    titles = known_titles(columns)
    best: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(cells):
        found = next((titles[key] for key in keys_of(cell) if key in titles), None)
        if found is not None:
            code, rank = found
            best[code] = min(best.get(code, (rank, place)), (rank, place))
    return {code: place for code, (_rank, place) in best.items()}


def has_header(rows: Sequence[SheetRow], columns: Sequence[Column]) -> bool:
    """Whether one of the first rows names all required columns, or any when none is required."""
    needed = {column.code for column in columns if column.required}
    matches = [match(row.cells, columns).keys() for row in rows[:SEARCHED_ROWS]]
    return any(found and needed <= found for found in matches)


def find_header(sheet: Sheet, columns: Sequence[Column]) -> Header:
    """The row that names most columns. Refused: none does; a required column is missing."""
    rows = sheet.rows[:SEARCHED_ROWS]
    matches = [match(row.cells, columns) for row in rows]
    index = max(range(len(matches)), key=lambda at: len(matches[at]), default=-1)
    if index < 0 or not matches[index]:
        raise RuleViolation(
            f"На листе «{sheet.title}» среди первых {SEARCHED_ROWS} строк нет заголовка с нужными"
            f" столбцами: {listed(column.title for column in columns)}. Скачайте шаблон и сверьте."
        )
    refuse_incomplete(rows[index], matches[index], columns)
    return Header(index, matches[index], ignored_titles(rows[index], matches[index]))


def refuse_incomplete(row: SheetRow, places: dict[str, int], columns: Sequence[Column]) -> None:
    missing = [column.title for column in columns if column.required and column.code not in places]
    if missing:
        found = listed(as_text(cell) for cell in row.cells if not is_blank(cell))
        raise RuleViolation(
            f"Не хватает столбцов: {listed(missing)}. В строке {row.number} найдены: {found}."
            " Переименуйте столбцы, как в шаблоне, или добавьте недостающие."
        )


def ignored_titles(row: SheetRow, places: dict[str, int]) -> tuple[str, ...]:
    taken = set(places.values())
    return tuple(
        as_text(cell)
        for place, cell in enumerate(row.cells)
        if place not in taken and not is_blank(cell)
    )


def listed(titles: Iterable[str]) -> str:
    shown = [f"«{title}»" for title in titles]
    more = f" и ещё {len(shown) - SHOWN_TITLES}" if len(shown) > SHOWN_TITLES else ""
    return ", ".join(shown[:SHOWN_TITLES]) + more


def parse_rows(sheet: Sheet, header: Header, columns: Sequence[Column]) -> list[ParsedRow]:
    """Rows under the header, typed; rows without a value in any known column are passed over."""
    present = [
        (column, header.places[column.code]) for column in columns if column.code in header.places
    ]
    below = sheet.rows[header.index + 1 :]
    if below and numbers_columns(below[0], len(present)):
        below = below[1:]
    parsed = (parse_row(row, present) for row in below)
    return [row for row in parsed if row is not None]


def numbers_columns(row: SheetRow, width: int) -> bool:
    """The line «1 2 3 …» that official forms have under their header."""
    numbers = [as_text(cell) for cell in row.cells if not is_blank(cell)]
    return len(numbers) >= max(width, 3) and numbers == [str(at + 1) for at in range(len(numbers))]


def parse_row(row: SheetRow, present: Sequence[tuple[Column, int]]) -> ParsedRow | None:
    raw = {column.code: row.cell(place) for column, place in present}
    if all(is_blank(cell) for cell in raw.values()):
        return None
    parsed = ParsedRow(row.number, {}, raw)
    for column, _place in present:
        try:
            parsed.values[column.code] = column.read(raw[column.code])
        except CellError as error:
            parsed.values[column.code] = None
            parsed.problems.append(Problem(error.code, error.message, column.code))
    return parsed
