"""Reading a sheet of xlsx, xls or csv whatever its size and state: rows, or a clear refusal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import IO, Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from rostok.kernel.errors import RuleViolation
from rostok.kernel.tabular.cells import Cell, is_blank
from rostok.kernel.tabular.compound import inspect_compound
from rostok.kernel.tabular.delimited import rows_of_csv
from rostok.kernel.tabular.limits import LIMITS, Limits
from rostok.kernel.tabular.package import DAMAGED, ODS, UNMEASURED, PartFaults, inspect_package

ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WITH_MACROS = (".xlsm", ".xlsb", ".xltm", ".xlam")
MERGES = 20_000
NO_ROWS = "В файле нет ни одной заполненной строки. Проверьте, тот ли это файл."


@dataclass(frozen=True)
class SheetRow:
    """A filled row: its number in the file from 1, and its cells from column A on."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, place: int) -> Cell:
        return self.cells[place] if place < len(self.cells) else None


@dataclass(frozen=True)
class Merge:
    """A rectangle of merged cells: rows by number from 1, places from 0, all inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """The filled rows of a sheet, and how the sheets of the file are called."""

    title: str
    rows: list[SheetRow]
    titles: tuple[str, ...] = ()
    merges: tuple[Merge, ...] = ()


Faults = dict[str, PartFaults]
Suits = Callable[[Sheet], bool]


@dataclass(frozen=True)
class Book:
    """A file of sheets, each opened when its turn comes: a monstrous one is perhaps not needed."""

    titles: tuple[str, ...]
    opened: Callable[[str], Sheet | None] = field(repr=False)

    def sheet(self, title: str) -> Sheet | None:
        """The sheet of this title, nothing when there is none or it is empty."""
        return self.opened(title) if title in self.titles else None

    def sheets(self) -> Iterator[Sheet]:
        """The filled sheets, those that a person sees first."""
        for title in self.titles:
            sheet = self.opened(title)
            if sheet is not None:
                yield sheet


def anything(_sheet: Sheet) -> bool:
    return True


def read_sheet(
    file: IO[bytes], name: str, *, limits: Limits = LIMITS, suits: Suits = anything
) -> Sheet:
    """The first visible sheet that suits, else the first filled one; refusals of `read_book`."""
    return chosen(read_book(file, name, limits=limits), suits)


def read_book(file: IO[bytes], name: str, *, limits: Limits = LIMITS) -> Book:
    """The sheets of a file.

    Refused: too large, packed tighter than any honest file, with macros, damaged, cut short, of a
    foreign kind, protected by a password.
    """
    refuse_name(name)
    content = file.read(limits.size + 1)
    if len(content) > limits.size:
        raise RuleViolation(limits.too_large)
    if not content:
        raise RuleViolation("Файл пустой. Проверьте, что выбрали нужный, и отправьте его снова.")
    return book_of(content, name, limits)


def refuse_name(name: str) -> None:
    lowered = name.casefold()
    if lowered.endswith(WITH_MACROS):
        raise RuleViolation(
            "Файлы с макросами (xlsm, xlsb) не принимаются. Сохраните таблицу как обычную книгу"
            " xlsx."
        )
    if lowered.endswith(".ods"):
        raise RuleViolation(ODS)


def book_of(content: bytes, name: str, limits: Limits) -> Book:
    """Judged by the content: the extension of a file is often wrong."""
    if content.startswith(ZIP):
        return workbook(content, inspect_package(content, limits), limits)
    if content.startswith(OLE):
        inspect_compound(content)
        return workbook(content, None, limits)
    if name.casefold().endswith((".xlsx", ".xls")) and looks_binary(content):
        raise RuleViolation(DAMAGED)
    refuse_foreign(content)
    rows = filled_rows(enumerate(rows_of_csv(content), start=1), 0, limits)
    return Book(("",), lambda title: Sheet(title, rows, ("",)) if rows else None)


def looks_binary(content: bytes) -> bool:
    return b"\x00" in content[:1024]


def refuse_foreign(content: bytes) -> None:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"%pdf", b"\x89png", b"\xff\xd8\xff", b"rar!", b"7z\xbc", b"{\\rtf")):
        raise RuleViolation("Это не таблица. Принимаются файлы xlsx, xls и csv.")
    if start.startswith((b"<html", b"<!doctype", b"<?xml", b"<table")):
        raise RuleViolation(
            "Это веб-страница с расширением таблицы. Откройте её в Excel и сохраните как xlsx."
        )


def workbook(content: bytes, faults: Faults | None, limits: Limits) -> Book:
    with reader_errors():
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        titles = worksheets(book)

    @cache
    def opened(title: str) -> Sheet | None:
        with reader_errors():
            return opened_sheet(book, title, titles, faults, limits)

    return Book(titles, opened)


@contextmanager
def reader_errors() -> Iterator[None]:
    """What the reader of workbooks may break with, as refusals."""
    try:
        yield
    except CalamineError as error:
        raise RuleViolation(reason_of(error)) from error
    except BaseException as error:
        # A panic inside the reader is no Exception; nothing else may pass for one.
        if type(error).__name__ == "PanicException":
            raise RuleViolation(DAMAGED) from error
        raise


def reason_of(error: Exception) -> str:
    if "password" in str(error).casefold():
        return "Файл защищён паролем. Снимите защиту и загрузите его снова."
    return DAMAGED


def worksheets(book: CalamineWorkbook) -> tuple[str, ...]:
    """Sheets with cells, those that a person sees first."""
    of_cells = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    of_cells.sort(key=lambda meta: meta.visible != SheetVisibleEnum.Visible)
    return tuple(meta.name for meta in of_cells)


def opened_sheet(
    book: CalamineWorkbook,
    title: str,
    titles: tuple[str, ...],
    faults: Faults | None,
    limits: Limits,
) -> Sheet | None:
    known = PartFaults() if faults is None else faults.get(title, UNMEASURED)
    if known.refusal:
        raise RuleViolation(known.refusal)
    sheet = book.get_sheet_by_name(title)
    if sheet.start is None:
        return None
    rows = filled_rows(marked(sheet, known), sheet.start[1], limits)
    return Sheet(title, rows, titles, merges_of(sheet)) if rows else None


def merges_of(sheet: Any) -> tuple[Merge, ...]:
    found = sheet.merged_cell_ranges or ()
    return tuple(
        Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in found[:MERGES]
    )


def marked(sheet: Any, faults: PartFaults) -> Iterator[tuple[int, list[Any]]]:
    """Rows with their numbers, broken formulas put back in: the reader shows them as nothing."""
    left, rows = sheet.start[1], enumerate(sheet.iter_rows(), start=1)
    if not faults.marks:
        yield from rows
    for number, cells in rows:
        for place, mark in faults.at(number):
            if left <= place < left + len(cells):
                cells[place - left] = mark
        yield number, cells


def filled_rows(
    numbered: Iterable[tuple[int, Sequence[Any]]], left: int, limits: Limits
) -> list[SheetRow]:
    """The rows that hold more than zeros; `left` empty columns stand before the first cell."""
    rows: list[SheetRow] = []
    padding = (None,) * left
    for number, cells in numbered:
        if not any(cells) or all(map(is_blank, cells)):
            continue
        refuse_width(left + len(cells), limits)
        if len(rows) >= limits.rows:
            raise RuleViolation(limits.too_many_rows)
        rows.append(SheetRow(number, (*padding, *cells)))
    return rows


def refuse_width(width: int, limits: Limits) -> None:
    if width > limits.columns:
        raise RuleViolation(limits.too_wide)


def chosen(book: Book, suits: Suits) -> Sheet:
    first: Sheet | None = None
    for sheet in book.sheets():
        if suits(sheet):
            return sheet
        first = first or sheet
    if first is None:
        raise RuleViolation(NO_ROWS)
    return first
