"""Comma-separated text as it really comes: three encodings, three separators, quotes left open."""

import csv
from collections.abc import Iterator
from io import StringIO

from rostok.kernel.errors import RuleViolation
from rostok.kernel.export import DANGEROUS

ENCODINGS = ("utf-8-sig", "cp1251")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ";\t,|"
SAMPLE_LINES = 30
LONGEST_FIELD = 131_072
UNKNOWN_ENCODING = (
    "Не удалось понять кодировку файла. Сохраните таблицу как xlsx и загрузите снова."
)


def rows_of_csv(content: bytes) -> Iterator[list[str]]:
    """Rows of text; refused when the file breaks off inside a quoted cell."""
    text = decoded(content)
    delimiter = delimiter_of(text)
    refuse_open_quote(text, delimiter)
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            yield [unguarded(cell) for cell in row]
    except csv.Error as error:
        raise RuleViolation(
            f"Файл csv не читается: в нём есть ячейка длиннее {LONGEST_FIELD} знаков или лишняя"
            " кавычка. Сохраните таблицу как xlsx и загрузите снова."
        ) from error


def unguarded(cell: str) -> str:
    """Without the apostrophe that our own export puts before what looks like a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(DANGEROUS) else cell


def decoded(content: bytes) -> str:
    if content.startswith(UTF16_MARKS):
        return decode(content, "utf-16")
    if b"\x00" in content:
        raise RuleViolation("Это не текст и не таблица. Принимаются файлы xlsx, xls и csv.")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleViolation(UNKNOWN_ENCODING)


def decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise RuleViolation(UNKNOWN_ENCODING) from error


def delimiter_of(text: str) -> str:
    """The separator that splits the first filled lines most evenly; a semicolon when none does."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:SAMPLE_LINES]
    return max(DELIMITERS, key=lambda mark: score(lines, mark))


def score(lines: list[str], mark: str) -> tuple[int, int]:
    """How many lines share the commonest non-zero count of the mark, then that count."""
    counts = [unquoted(line).count(mark) for line in lines]
    counts = [count for count in counts if count]
    if not counts:
        return (0, 0)
    commonest = max(set(counts), key=counts.count)
    return (counts.count(commonest), commonest)


def unquoted(line: str) -> str:
    return "".join(line.split('"')[::2])


def refuse_open_quote(text: str, delimiter: str) -> None:
    """A cell opened by a quote and never closed: the file was cut short."""
    if text.count('"') % 2 == 0:
        return
    try:
        for _row in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise RuleViolation(
                "Файл csv обрывается внутри ячейки в кавычках: он передан не полностью или кавычка"
                " не закрыта. Отправьте файл снова."
            ) from error
