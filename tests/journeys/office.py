"""LibreOffice as a reader of our files: it opens each and writes what it has understood."""

import csv
import os
import subprocess
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from docx import Document
from python_calamine import CalamineWorkbook

SOFFICE = Path("/usr/bin/soffice")
PATIENCE = 300  # seconds for all files of a kind
# Semicolons, double quotes, UTF-8: what a person answers in the window of LibreOffice.
TEXT = "Text - txt - csv (StarCalc):59,34,76"
# What a file of each kind becomes, so that it can be read without LibreOffice.
TARGETS = {"xlsx": "ods", "csv": "ods", "docx": "html"}

Table = list[list[Any]]
INSTANT = timedelta(milliseconds=10)  # LibreOffice keeps no finer parts of a moment


def opened(folder: Path, kind: str, contents: Sequence[bytes]) -> list[Path]:
    """The files as LibreOffice has understood them, in the same order; one call for all."""
    given, target = folder / kind, TARGETS[kind]
    given.mkdir()
    for number, content in enumerate(contents):
        (given / f"{number}.{kind}").write_bytes(content)
    command = [
        str(SOFFICE),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        *([f"--infilter={TEXT}"] if kind == "csv" else []),
        *("--convert-to", target, "--outdir", str(folder / f"read-{kind}")),
        *(str(given / f"{number}.{kind}") for number in range(len(contents))),
    ]
    environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    subprocess.run(command, env=environment, timeout=PATIENCE, check=True, capture_output=True)
    return [folder / f"read-{kind}" / f"{number}.{target}" for number in range(len(contents))]


def written(kind: str, content: bytes) -> dict[str, Table]:
    """The tables of our file by title, read by what has nothing of LibreOffice."""
    if kind == "docx":
        return numbered(tables_of_word(content))
    if kind == "csv":
        rows = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
        return numbered([plain(rows)])
    return sheets_of(content)


def read(kind: str, path: Path) -> dict[str, Table]:
    """The tables that LibreOffice found."""
    if kind == "docx":
        return numbered(tables_of_page(path.read_text(encoding="utf-8")))
    sheets = sheets_of(path.read_bytes())
    return numbered(list(sheets.values())) if kind == "csv" else sheets


def numbered(tables: Sequence[Table]) -> dict[str, Table]:
    return {str(number): table for number, table in enumerate(tables)}


def sheets_of(content: bytes) -> dict[str, Table]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: plain(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names}


def plain(rows: Any) -> Table:
    return [[in_a_line(value) for value in row] for row in rows]


def in_a_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, datetime) and isinstance(theirs, datetime):
        return abs(ours - theirs) <= INSTANT
    return bool(ours == theirs)


def tables_of_word(content: bytes) -> list[Table]:
    return [plain(rows_of_word(table)) for table in Document(BytesIO(content)).tables]


def rows_of_word(table: Any) -> Iterator[list[str]]:
    """A cell that spans columns or rows stands once, where it begins."""
    known: set[Any] = set()
    for row in table.rows:
        new = {cell._tc: cell for cell in row.cells if cell._tc not in known}
        known.update(new)
        yield [cell.text for cell in new.values()]


def headings_of_word(content: bytes) -> list[str]:
    paragraphs = Document(BytesIO(content)).paragraphs
    found = [one.text for one in paragraphs if one.style.name.startswith("Heading")]
    return [" ".join(text.split()) for text in found]


def tables_of_page(page: str) -> list[Table]:
    reader = PageReader()
    reader.feed(page)
    return [plain(table) for table in reader.tables]


def headings_of_page(page: str) -> list[str]:
    reader = PageReader()
    reader.feed(page)
    return [" ".join(text.split()) for text in reader.headings]


class PageReader(HTMLParser):
    """Tables and headings of a page that LibreOffice writes: flat, without tables in tables."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.headings: list[str] = []
        self.place: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.place = self.tables[-1][-1]
            self.place.append("")
        elif tag in {"h1", "h2"}:
            self.place = self.headings
            self.place.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "h1", "h2"}:
            self.place = None

    def handle_data(self, data: str) -> None:
        if self.place is not None:
            self.place[-1] += data


def full_cells(table: Table) -> Iterator[int]:
    """How many cells of each row have something in them."""
    return (sum(value != "" for value in row) for row in table)
