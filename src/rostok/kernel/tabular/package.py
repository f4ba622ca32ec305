"""Looking into an xlsx before it is parsed: bombs, macros, cut-off files, runaway sheets.

The reader lays cells out as a full rectangle, so two cells at far corners would cost gigabytes:
the extent of the filled cells is measured first, by a parser that keeps nothing.
"""

import posixpath
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from rostok.kernel.errors import RuleViolation
from rostok.kernel.tabular.gauge import Gauge
from rostok.kernel.tabular.limits import Limits

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
BLOCK = 1 << 18
SMALL_ENTRY = 1 << 20
SMALL_PACKED = 1 << 14
LOCAL_HEADER = 30
DAMAGED = (
    "Файл повреждён или передан не полностью. Откройте его в Excel или LibreOffice, сохраните как"
    " xlsx и загрузите снова."
)
MACROS = "В файле есть макросы. Сохраните таблицу как обычную книгу xlsx и загрузите снова."
FOREIGN = "Это архив, а не таблица. Принимаются файлы xlsx, xls и csv."
WORD = "Это документ Word. Скопируйте таблицу из него в Excel, сохраните как xlsx и загрузите."
ODS = "Формат ods не принимается. Сохраните таблицу как xlsx или csv."
LOCKED = "Файл защищён паролем. Снимите защиту и загрузите его снова."
UNREADABLE = (
    BadZipFile,
    LargeZipFile,
    EOFError,
    KeyError,
    ValueError,
    OSError,
    struct.error,
    zlib.error,
    expat.ExpatError,
)
BOMB = (
    "Содержимое файла при распаковке непомерно велико. Скопируйте нужные строки в новую книгу и"
    " загрузите её."
)


@dataclass(frozen=True)
class PartFaults:
    """Cells of a sheet that the reader would show as empty (row number → place and mark).

    `refusal`: why the sheet must not be read at all.
    """

    marks: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    refusal: str = ""

    def at(self, number: int) -> list[tuple[int, str]]:
        return self.marks.get(number, [])


UNMEASURED = PartFaults(refusal=DAMAGED)


def inspect_package(content: bytes, limits: Limits) -> dict[str, PartFaults]:
    """Broken formulas by title of the sheet. Refused: all that could hang or fool the reader."""
    try:
        with ZipFile(BytesIO(content)) as package:
            refuse_bomb(package.infolist(), limits)
            refuse_liars(content, package.infolist())
            refuse_kind(package)
            names = {name.casefold(): name for name in package.namelist()}
            return {
                title: measured(package, names[part.casefold()], limits)
                for title, part in titles(package).items()
                if part.casefold() in names
            }
    except UNREADABLE as error:
        raise RuleViolation(DAMAGED) from error
    except (NotImplementedError, RuntimeError) as error:
        raise RuleViolation(LOCKED) from error


def refuse_bomb(entries: list[ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked:
        raise RuleViolation(BOMB)
    for entry in entries:
        tight = entry.file_size > limits.ratio * max(entry.compress_size, 1)
        if entry.file_size > SMALL_ENTRY and tight:
            raise RuleViolation(BOMB)


def refuse_liars(content: bytes, entries: list[ZipInfo]) -> None:
    """The unpacked size is only declared: an entry that goes on past it is a bomb all the same."""
    for entry in entries:
        if entry.compress_type == ZIP_DEFLATED and entry.compress_size > SMALL_PACKED:
            refuse_liar(content, entry)


def refuse_liar(content: bytes, entry: ZipInfo) -> None:
    name_length, extra_length = struct.unpack_from("<HH", content, entry.header_offset + 26)
    start = entry.header_offset + LOCAL_HEADER + name_length + extra_length
    packed = content[start : start + entry.compress_size]
    unpacker, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    while packed and not unpacker.eof:
        size += len(unpacker.decompress(packed, BLOCK))
        packed = unpacker.unconsumed_tail
        if size > entry.file_size:
            raise RuleViolation(BOMB)


def refuse_kind(package: ZipFile) -> None:
    names = {name.casefold() for name in package.namelist()}
    if "word/document.xml" in names:
        raise RuleViolation(WORD)
    if "[content_types].xml" not in names:
        raise RuleViolation(ODS if "mimetype" in names and "content.xml" in names else FOREIGN)
    types = read_small(package, "[Content_Types].xml").lower()
    if b"macroenabled" in types or any(name.endswith("vbaproject.bin") for name in names):
        raise RuleViolation(MACROS)
    if "xl/workbook.bin" in names:
        raise RuleViolation("Формат xlsb не принимается. Сохраните таблицу как обычную книгу xlsx.")
    if "xl/workbook.xml" not in names:
        raise RuleViolation(FOREIGN)


def read_small(package: ZipFile, name: str) -> bytes:
    """A part of service data; the declared size may lie, so no more than that is read."""
    with package.open(name) as part:
        content = part.read(SMALL_ENTRY)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise RuleViolation(DAMAGED)
    return content


def titles(package: ZipFile) -> dict[str, str]:
    """Title of a sheet → its part."""
    targets = {
        found["Id"]: found["Target"]
        for found in elements(read_small(package, "xl/_rels/workbook.xml.rels"), "Relationship")
        if "Id" in found and "Target" in found
    }
    return {
        found["name"]: resolved(targets.get(found.get(RELATIONS, ""), ""))
        for found in elements(read_small(package, "xl/workbook.xml"), "sheet")
        if "name" in found
    }


def resolved(target: str) -> str:
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")


def elements(content: bytes, wanted: str) -> Iterator[dict[str, str]]:
    found: list[dict[str, str]] = []
    parser = parser_of()

    def opened(name: str, attributes: dict[str, str]) -> None:
        if local(name) == wanted:
            found.append(attributes)

    parser.StartElementHandler = opened
    parser.Parse(content, True)
    return iter(found)


def local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


def parser_of() -> Any:
    """A parser that knows namespaces and refuses a document type: bombs are made of entities."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_args: Any) -> None:
        raise RuleViolation(DAMAGED)

    parser.StartDoctypeDeclHandler = refuse
    return parser


def measured(package: ZipFile, name: str, limits: Limits) -> PartFaults:
    """A sheet that is too large is only remembered as such: perhaps nobody needs it."""
    gauge = Gauge(limits)
    parser = parser_of()
    parser.StartElementHandler = gauge.opened
    parser.EndElementHandler = gauge.closed
    parser.CharacterDataHandler = gauge.text
    try:
        with package.open(name) as part:
            while block := part.read(BLOCK):
                parser.Parse(block, False)
        parser.Parse(b"", True)
        gauge.refuse_area()
    except RuleViolation as refusal:
        return PartFaults(refusal=refusal.message)
    return PartFaults(dict(gauge.marks))
