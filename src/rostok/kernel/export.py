"""Tables out of the system: one workbook or text file of exactly what the page shows."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from math import ceil
from tempfile import TemporaryFile
from typing import IO, Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django_tables2 import Table
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from rostok.kernel.text import clean
from rostok.kernel.ui.cells import signature

FORMATS = {"xlsx": "Excel (xlsx)", "csv": "CSV"}
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
CHUNK = 2000
NARROWEST, WIDE_TEXT, WIDEST = 12, 30, 60
BESIDE_HEADER = 4  # bold letters and the arrow of the filter
SAMPLE = 200
A4 = 9  # in the list of Excel
LINE, HIGHEST = 15, 405  # points
LONGEST_CELL = 32_767
LONGEST_TITLE = 31
WORKBOOK_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
    "nan_inf_to_errors": True,
}
ONLY_RECORD = ("record",)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")

TYPED = bool | int | float | Decimal | date | time

Row = Sequence[Any]


@dataclass(frozen=True)
class Sheet:
    """A sheet to write: `header` is bold and frozen.

    By place of a column: `choices` are drop-down lists, `looks` number formats of empty cells.
    """

    title: str
    header: Sequence[str]
    rows: Iterable[Row]
    widths: Sequence[int] = ()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    looks: Mapping[int, str] = field(default_factory=dict)


def table_response(table: Table, *, name: str, format: str) -> HttpResponseBase:  # noqa: A002
    """The whole table as a file, typed values instead of HTML. `format` is a key of `FORMATS`."""
    return file_response(header_of(table), rows_of(table), name, format)


def file_response(
    header: Sequence[str],
    rows: Iterable[Row],
    name: str,
    format: str,  # noqa: A002 - as above
) -> HttpResponseBase:
    """Rows as a file, sent or written as they come."""
    if format == "csv":
        response: HttpResponseBase = StreamingHttpResponse(csv_lines(header, rows))
    else:
        response = FileResponse(workbook_file([Sheet(name, header, rows)]))
    response.headers["Content-Type"] = CONTENT_TYPES[format]
    response.headers["Content-Disposition"] = disposition(name, format)
    return response


def workbook_response(content: bytes, name: str) -> HttpResponseBase:
    """A workbook made by `write_workbook`, to be saved under the name."""
    response = FileResponse(BytesIO(content), content_type=CONTENT_TYPES["xlsx"])
    response.headers["Content-Disposition"] = disposition(name, "xlsx")
    return response


def disposition(name: str, extension: str) -> str:
    return str(content_disposition_header(as_attachment=True, filename=f"{name}.{extension}"))


def exported_columns(table: Table) -> list[Any]:
    return [column for column in table.columns if not column.column.exclude_from_export]


def header_of(table: Table) -> list[str]:
    return [clean(strip_tags(str(column.header))) for column in exported_columns(table)]


def rows_of(table: Table) -> Iterator[list[Any]]:
    """Typed values of all pages, read in chunks, related rows with each chunk."""
    columns = exported_columns(table)
    data: Any = table.data.data
    if isinstance(data, QuerySet) and data._result_cache is None:  # noqa: SLF001 - no public way
        table.data.data = Streamed(data)
    for row in table.rows:
        yield [value_of(row, column) for column in columns]


def value_of(row: Any, column: Any) -> Any:
    """What the column is about, before it is dressed for the page; `value_<name>` comes first."""
    told = getattr(row.table, f"value_{column.name}", None)
    if told is not None and not column.column.empty_values and signature(told)[0] == ONLY_RECORD:
        return typed(told(row.record))  # never empty, so nothing has to be looked up before
    dressed = {f"value_{column.name}", f"render_{column.name}"}

    def given(bound: Any, value: Any = None) -> Any:
        if isinstance(value, TYPED) and not any(hasattr(row.table, name) for name in dressed):
            return value
        return row._call_value(bound, value)  # noqa: SLF001 - what as_values itself does

    return typed(row._get_and_render_with(column, given, None))  # noqa: SLF001 - the same


class Streamed:
    """A query that is iterated in chunks instead of being held whole."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows

    def __iter__(self) -> Iterator[Any]:
        return self.rows.iterator(CHUNK)

    def __len__(self) -> int:
        return self.rows.count()


def typed(value: Any) -> Any:
    """A number, a date, a truth value or plain text; the dash of an empty cell is nothing."""
    if value is None or value == "—":
        return None
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, TYPED):
        return value
    return strip_tags(value).strip() if isinstance(value, SafeString) else str(value)


def csv_lines(header: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """Lines that Excel opens as they are: a mark of UTF-8, semicolons, decimal commas."""
    writer = csv.writer(Echo(), delimiter=";")
    yield b"\xef\xbb\xbf"
    for row in chain([header], rows):
        yield writer.writerow([as_csv(value) for value in row])


class Echo:
    """A file for `csv.writer` that hands each line back instead of keeping it."""

    def write(self, line: str) -> bytes:
        return line.encode()


def as_csv(value: Any) -> str:
    if value is None or isinstance(value, str):
        return harmless(value or "")
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",")
    return harmless(str(value))


def harmless(text: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def write_workbook(sheets: Iterable[Sheet]) -> bytes:
    with workbook_file(sheets) as file:
        return file.read()


def workbook_file(sheets: Iterable[Sheet]) -> IO[bytes]:
    """The workbook as an open temporary file at its start; rows are written as they come."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    with Workbook(file, {**WORKBOOK_OPTIONS, "constant_memory": True}) as book:
        taken: set[str] = set()
        for sheet in sheets:
            write_sheet(book, sheet, sheet_title(sheet.title, taken))
    file.seek(0)
    return file


def sheet_title(title: str, taken: set[str]) -> str:
    """A title that Excel takes: 31 characters, none of its special marks, unused."""
    plain = "".join(" " if mark in "[]:*?/\\'" else mark for mark in title)
    base = clean(plain)[:LONGEST_TITLE] or "Лист"
    made, number = base, 2
    while made.casefold() in taken:
        made = f"{base[: LONGEST_TITLE - 4]} {number}"
        number += 1
    taken.add(made.casefold())
    return made


def write_sheet(book: Workbook, sheet: Sheet, title: str) -> None:
    page = book.add_worksheet(title)
    rows = iter(sheet.rows)
    seen = list(islice(rows, SAMPLE))
    lay_out(page)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    looks = {
        datetime: book.add_format({"num_format": "dd.mm.yyyy hh:mm", "valign": "top"}),
        date: book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"}),
        time: book.add_format({"num_format": "hh:mm", "valign": "top"}),
    }
    widths = [width_of(sheet, place, seen) for place in range(len(sheet.header))]
    make_room(page, 0, sheet.header, widths)
    for place, caption in enumerate(sheet.header):
        plain = {"num_format": sheet.looks.get(place, "General"), "valign": "top"}
        look = book.add_format({**plain, "text_wrap": place not in sheet.looks})
        page.set_column(place, place, widths[place], look)
        page.write_string(0, place, caption, bold)
    add_choices(page, sheet)
    page.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(chain(seen, rows), start=1):
        make_room(page, last, row, widths)
        for place, value in enumerate(row):
            write_cell(page, last, place, value, looks)
    if sheet.header:
        page.autofilter(0, 0, last, len(sheet.header) - 1)


def lay_out(page: Worksheet) -> None:
    """Printed along the long side, as wide as a sheet of paper, the header on each."""
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def width_of(sheet: Sheet, place: int, seen: Sequence[Row]) -> int:
    """As the header and the first rows need; a long text takes several lines."""
    if place < len(sheet.widths):
        return sheet.widths[place]
    texts = [row[place] for row in seen if place < len(row) and isinstance(row[place], str)]
    longest = max(map(len, texts), default=0)
    header = len(sheet.header[place]) + BESIDE_HEADER
    return min(max(header, min(longest + 1, WIDE_TEXT), NARROWEST), WIDEST)


def make_room(page: Worksheet, number: int, row: Row, widths: Sequence[int]) -> None:
    """The height of a row whose texts take several lines: not every program measures it itself."""
    lines = max(map(lines_of, row, widths), default=1)
    if lines > 1:
        page.set_row(number, min(LINE * lines, HIGHEST))


def lines_of(value: Any, width: int) -> int:
    """Words are broken whole, so a line holds less than its width."""
    if not isinstance(value, str):
        return 1
    return max(1, sum(ceil(len(part) * 1.15 / width) for part in value.split("\n")))


def add_choices(page: Worksheet, sheet: Sheet) -> None:
    for place, options in sheet.choices.items():
        if sum(len(option) + 1 for option in options) <= 255:  # noqa: PLR2004 - the limit of Excel
            page.data_validation(
                1, place, 10_000, place, {"validate": "list", "source": list(options)}
            )


def write_cell(page: Worksheet, row: int, place: int, value: Any, looks: dict[type, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        page.write_string(row, place, value[:LONGEST_CELL])
    elif isinstance(value, bool):
        page.write_string(row, place, "да" if value else "нет")
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, place, float(value))
    elif isinstance(value, date | time):
        page.write_datetime(row, place, value, looks[type(value)])
    else:
        page.write_string(row, place, str(value)[:LONGEST_CELL])
