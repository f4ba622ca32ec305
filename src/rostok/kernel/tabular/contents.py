"""The rows of a whole file by its layout: of one sheet or of all."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from xlsxwriter.utility import xl_col_to_name

from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import ImportBatch, WordMeaning
from rostok.kernel.tabular.cells import is_blank
from rostok.kernel.tabular.headers import Header, Unmapped, listed, missing
from rostok.kernel.tabular.layouts import CHOSEN, Layout, scope_of, sheets_to_read
from rostok.kernel.tabular.limits import LIMITS
from rostok.kernel.tabular.parsing import Rows, Ways, Words, read_rows
from rostok.kernel.tabular.reading import Book, Sheet
from rostok.kernel.tabular.specs import SHEET_STEP, Context, ImportSpec, ParsedRow
from rostok.kernel.text import norm

MOST_SHEETS = 1000
SHOWN_ROWS = 10
NO_ROWS_BELOW = "Под заголовком нет ни одной заполненной строки. Заполните таблицу."


@dataclass
class Contents:
    """Rows of the file, the sheets they come from in order, and what was passed over, in words."""

    rows: list[ParsedRow] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    header: Header | None = None


def words_for(spec: str, context: Context) -> Words:
    """What people said their words mean: code of column → normalised word → what it stands for."""
    found: dict[str, dict[str, str]] = {}
    for known in WordMeaning.objects.filter(spec=spec, scope=scope_of(context)):
        found.setdefault(known.column, {})[known.norm] = known.meaning
    return found


def read_contents(batch: ImportBatch, spec: ImportSpec, book: Book, layout: Layout) -> Contents:
    """Refused: a required column is said nowhere (`Unmapped`); no rows; too many rows."""
    refuse_incomplete(spec, layout)
    ways = Ways(
        constants=layout.constants,
        words=words_for(spec.code, batch.context),
        section=spec.section_column(batch.context),
        looks_like_section=spec.looks_like_section,
        keeps_totals=spec.keeps_totals,
    )
    contents, skipped = Contents(), []
    for sheet, header in sheets_to_read(book, layout, spec.columns):
        if header is None or len(contents.sheets) >= MOST_SHEETS:
            skipped.append(sheet.title)
        else:
            contents.header = contents.header or header
            add_sheet(contents, spec, layout, ways, sheet, header)
    if not contents.rows:
        kind = Unmapped if layout.origin == CHOSEN else RuleViolation
        raise kind(NO_ROWS_BELOW)
    contents.notes += spec.remarks(frozenset(layout.columns), layout.constants)
    if skipped:
        contents.notes.append(f"Листы без такого заголовка пропущены: {listed(skipped)}.")
    return contents


def refuse_incomplete(spec: ImportSpec, layout: Layout) -> None:
    absent = missing(
        {*layout.columns, *filter(layout.constants.get, layout.constants)}, spec.columns
    )
    if absent:
        raise Unmapped(f"Не выбраны столбцы: {listed(column.title for column in absent)}.")


def add_sheet(
    contents: Contents, spec: ImportSpec, layout: Layout, ways: Ways, sheet: Sheet, header: Header
) -> None:
    if layout.all_sheets:
        known = ways.words.get(ways.section, {})
        ways = replace(ways, caption=known.get(norm(sheet.title), sheet.title))
    found = read_rows(sheet, header, spec.columns, ways)
    shift = SHEET_STEP * len(contents.sheets)
    for row in found.rows:
        row.number += shift
    contents.sheets.append(sheet.title)
    contents.rows += found.rows
    title = sheet.title if layout.all_sheets else ""
    contents.notes += [*notes_of(found, title), *nameless_note(sheet, header, title)]
    if len(contents.rows) > LIMITS.rows:
        raise RuleViolation(LIMITS.too_many_rows)


def notes_of(found: Rows, sheet: str) -> list[str]:
    where = f" на листе «{sheet}»" if sheet else ""
    notes = []
    if found.captions:
        rows = "в строке" if len(found.captions) == 1 else "в строках"
        notes.append(f"Подзаголовки{where} — {rows} {numbers(found.captions)}.")
    if found.totals:
        notes.append(f"Строки итогов{where} пропущены: {numbers(found.totals)}.")
    if found.signatures:
        notes.append(f"Подписи под таблицей{where} пропущены: {numbers(found.signatures)}.")
    return notes


def nameless_note(sheet: Sheet, header: Header, title: str) -> list[str]:
    """Columns that hold something under no title: nobody may think that they were read."""
    if header.index < 0:
        return []
    below, read = sheet.rows[header.index + 1 :], set(header.places.values())
    width = max((len(row.cells) for row in below), default=0)
    nameless = [
        xl_col_to_name(place)
        for place in range(width)
        if place not in read
        and not any(header.titles[place : place + 1])
        and any(not is_blank(row.cell(place)) for row in below)
    ]
    where = f" на листе «{title}»" if title else ""
    return (
        [f"Столбцы без заголовка{where} не прочитаны: {', '.join(nameless)}."] if nameless else []
    )


def numbers(rows: Iterable[int]) -> str:
    rows = list(rows)
    more = f" и ещё {len(rows) - SHOWN_ROWS}" if len(rows) > SHOWN_ROWS else ""
    return ", ".join(map(str, rows[:SHOWN_ROWS])) + more


def place_of(batch: ImportBatch, number: int) -> tuple[str, int]:
    """The sheet of a staged row, if several were read, and its number there."""
    sheets = batch.notes.get("sheets", [])
    which, row = divmod(number, SHEET_STEP)
    return (sheets[which] if len(sheets) > which and len(sheets) > 1 else ""), row
