"""Rows under a header, typed: captions, totals and repeated headers are told from rows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from rostok.kernel.tabular.cells import Cell, CellError, as_text, is_blank
from rostok.kernel.tabular.columns import REQUIRED, UNKNOWN_WORD, Column, Parts
from rostok.kernel.tabular.headers import Header, key_of
from rostok.kernel.tabular.merges import banners_of, filled_down, is_banner
from rostok.kernel.tabular.reading import Sheet, SheetRow
from rostok.kernel.tabular.specs import ParsedRow, Problem, never
from rostok.kernel.text import norm

TOTAL = re.compile(r"^(?:итого|всего|итог|всего работников|общий итог)\b")
SIGNATURE = re.compile(r"_{3,}|^исп(?:олнитель)?\b|^м\. ?п\.?$|^\(?подпись\b")
LEAST_NUMBERED = 3
MOST_CELLS_OF_TOTAL = 8
MOST_CELLS_OF_SIGNATURE = 4

Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Ways:
    """How cells are read: one value for a whole file, meanings of words, captions between rows.

    `words`: code of column → normalised word → what stands in its place. `section` is the code that
    a caption fills (`""`: captions are passed over), `caption` the one that stands above all rows.
    `keeps_totals`: a line «Итого» is a row like others.
    """

    constants: Mapping[str, str] = field(default_factory=dict)
    words: Words = field(default_factory=dict)
    section: str = ""
    looks_like_section: Any = never
    caption: str = ""
    keeps_totals: bool = False


@dataclass
class Rows:
    """The rows of a sheet, and the numbers of those passed over."""

    rows: list[ParsedRow] = field(default_factory=list)
    captions: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    signatures: list[int] = field(default_factory=list)


def parse_rows(
    sheet: Sheet, header: Header, columns: Sequence[Column], ways: Ways | None = None
) -> list[ParsedRow]:
    """The rows under the header; those without a value in any known column are passed over."""
    return read_rows(sheet, header, columns, ways or Ways()).rows


def read_rows(sheet: Sheet, header: Header, columns: Sequence[Column], ways: Ways) -> Rows:
    reader = RowReader(header, columns, ways)
    banners = banners_of(sheet.merges)
    found, caption = Rows(), ways.caption
    for row in rows_below(sheet, header):
        if is_total(row) and not ways.keeps_totals:
            found.totals.append(row.number)
        elif (is_heading := reader.is_caption(row) or is_banner(row, banners)) and is_signature(
            row
        ):
            found.signatures.append(row.number)
        elif is_heading:
            caption = reader.caption_of(row)
            found.captions.append(row.number)
        elif (parsed := reader.parse(row)) is None:
            continue
        elif is_signature(row) and any(problem.code == "required" for problem in parsed.problems):
            found.signatures.append(row.number)
        else:
            if ways.section and caption:
                parsed.values[ways.section] = caption
            found.rows.append(parsed)
    return found


def rows_below(sheet: Sheet, header: Header) -> Iterator[SheetRow]:
    """Rows under the header, without the numbers of columns and the header said again."""
    known = (
        {place: key_of(header.titles[place]) for place in header.places.values()}
        if (header.titles)
        else {}
    )
    last = sheet.rows[header.index].number if header.index >= 0 else 0
    for index, row in enumerate(filled_down(sheet)[header.index + 1 :]):
        if index == 0 and last and numbers_columns(row, len(header.places)):
            continue
        if row.number > last and not repeats(row, known):
            yield row


def repeats(row: SheetRow, known: Mapping[int, str]) -> bool:
    """The header again, as every printed page begins with it."""
    return len(known) > 1 and all(
        key_of(as_text(row.cell(place))) == key for place, key in known.items()
    )


def numbers_columns(row: SheetRow, width: int) -> bool:
    """The line «1, 2, 3, …» under the header of official forms."""
    numbers = [as_text(cell) for cell in row.cells if not is_blank(cell)]
    counted = [str(at + 1) for at in range(len(numbers))]
    return len(numbers) >= max(width, LEAST_NUMBERED) and numbers == counted


def is_total(row: SheetRow) -> bool:
    """«Итого: 25» is no row of a list."""
    filled = [cell for cell in row.cells if not is_blank(cell)]
    return (
        0 < len(filled) <= MOST_CELLS_OF_TOTAL
        and isinstance(filled[0], str)
        and TOTAL.search(norm(filled[0])) is not None
    )


def is_signature(row: SheetRow) -> bool:
    """«Директор ______ /Иванова/», «Исп. Петрова, тел. …» stand under lists."""
    filled = [cell for cell in row.cells if not is_blank(cell)]
    return len(filled) <= MOST_CELLS_OF_SIGNATURE and any(
        isinstance(cell, str) and SIGNATURE.search(norm(cell)) for cell in filled
    )


class RowReader:
    """Types the cells of one sheet."""

    def __init__(self, header: Header, columns: Sequence[Column], ways: Ways) -> None:
        self.ways = ways
        self.columns = columns
        self.present = [
            (column, header.places[column.code])
            for column in columns
            if column.code in header.places
        ]
        self.places = frozenset(header.places.values())
        self.letters = lettered(header.places)
        self.constants = {
            column.code: column.value_of(text)
            for column in columns
            if (text := ways.constants.get(column.code))
        }
        given = {code for column, _place in self.present for code in column.gives}
        self.needed = [
            column.code
            for column in columns
            if column.required and (column.code in header.places or column.code in given)
        ]

    def is_caption(self, row: SheetRow) -> bool:
        """One text alone in its row that is named like an organisation, not like a person."""
        filled = [cell for cell in row.cells if not is_blank(cell)]
        return (
            len(filled) == 1
            and isinstance(filled[0], str)
            and bool(self.ways.looks_like_section(as_text(filled[0])))
        )

    def caption_of(self, row: SheetRow) -> str:
        text = next(as_text(cell) for cell in row.cells if not is_blank(cell))
        return self.ways.words.get(self.ways.section, {}).get(norm(text), text)

    def parse(self, row: SheetRow) -> ParsedRow | None:
        raw = {column.code: row.cell(place) for column, place in self.present}
        if all(is_blank(cell) for cell in raw.values()):
            return None
        parsed = ParsedRow(row.number, {}, raw, letters=self.letters)
        parts: Parts = Parts()
        for column, _place in self.present:
            value = self.read(parsed, column, raw[column.code])
            if isinstance(value, Parts):
                parts.update({code: part for code, part in value.items() if code not in parts})
            elif not column.is_only_parts:
                parsed.values[column.code] = value
        self.complete(parsed, parts)
        return parsed

    def read(self, parsed: ParsedRow, column: Column, cell: Cell) -> Any:
        try:
            return column.value_of(self.translated(column, cell))
        except CellError as error:
            word = as_text(cell) if error.code == UNKNOWN_WORD and not column.sensitive else ""
            parsed.problems.append(Problem(error.code, error.message, column.code, word))
            return None

    def complete(self, parsed: ParsedRow, parts: Parts) -> None:
        """What other cells and the whole file say, and what is missing all the same."""
        wrong = {problem.column for problem in parsed.problems}
        for given in (parts, self.constants):
            for code, value in given.items():
                if parsed.values.get(code) is None and code not in wrong:
                    parsed.values[code] = value
        excused = {
            code for column, _p in self.present if column.code in wrong for code in column.gives
        }
        for code in self.needed:
            if parsed.values.get(code) is None and code not in wrong | excused:
                parsed.values[code] = None
                parsed.problems.append(Problem("required", REQUIRED, code))

    def translated(self, column: Column, cell: Cell) -> Cell:
        """The cell with known words put in place of those that somebody has explained."""
        meanings = self.ways.words.get(column.code)
        if not meanings or not isinstance(cell, str | int | float):
            return cell
        text = as_text(cell)
        if norm(text) in meanings:
            return meanings[norm(text)]
        if column.separator is None:
            return cell
        parts = [part.strip() for part in column.separator.split(text)]
        if not any(norm(part) in meanings for part in parts):
            return cell
        known = (meanings.get(norm(part), part) for part in parts)
        return ", ".join(part for part in known if part)


def lettered(places: Mapping[str, int]) -> dict[str, str]:
    """Where columns stand, as people name them: A, B, … AA."""
    return {code: xl_col_to_name(place) for code, place in places.items()}
