"""How a file is read: which sheet, which header, which column is which, and who said so."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import ColumnMapping, ImportBatch
from rostok.kernel.tabular.columns import Column
from rostok.kernel.tabular.headers import (
    MOST_DEPTH,
    SEARCHED_ROWS,
    Header,
    Unmapped,
    find_header,
    guess_header,
    ignored_titles,
    key_of,
    listed,
    missing,
    titles_at,
)
from rostok.kernel.tabular.reading import NO_ROWS, Book, Sheet
from rostok.kernel.tabular.specs import Context, ImportSpec

AUTOMATIC, REMEMBERED, CHOSEN = "auto", "remembered", "chosen"
FOR_EXAMPLE = ("Пример", "Как заполнять")
Triple = tuple[str, int, str]


@dataclass(frozen=True)
class Layout:
    """`header` is the number of its first row, 0 when the sheet has none; `columns`: code → place.

    `sheet` is the title of the one that is read or, when all are, of the first.
    """

    sheet: str = ""
    header: int = 1
    depth: int = 1
    columns: Mapping[str, int] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    all_sheets: bool = False
    origin: str = AUTOMATIC
    titles: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        lists = {name: tuple(stored.get(name, ())) for name in ("titles", "ignored", "others")}
        return cls(**{**stored, **lists})


def scope_of(context: Context) -> str:
    """Whose lists these are, as one text."""
    return json.dumps(dict(context), sort_keys=True, ensure_ascii=False)[:200]


def signature_of(titles: Iterable[str]) -> str:
    """The same for the same titles in any order; nothing for a sheet without titles."""
    keys = sorted(filter(None, map(key_of, titles)))
    return hashlib.sha256("\n".join(keys).encode()).hexdigest() if keys else ""


def triples_of(titles: Sequence[str], columns: Mapping[str, int]) -> list[Triple]:
    """The columns by their titles, so that their order may change."""
    keys = [key_of(title) for title in titles]
    return [
        (keys[place], keys[:place].count(keys[place]), code)
        for code, place in sorted(columns.items())
        if place < len(keys)
    ]


def places_of(titles: Sequence[str], triples: Iterable[Sequence[Any]]) -> dict[str, int]:
    keys = [key_of(title) for title in titles]
    found = {}
    for key, which, code in triples:
        standing = [place for place, known in enumerate(keys) if known == key]
        if which < len(standing):
            found[code] = standing[which]
    return found


def layout_for(batch: ImportBatch, spec: ImportSpec, book: Book) -> Layout:
    """What a person chose for this file, else what is remembered of such, else what is guessed.

    Refused (`Unmapped`): a person must say which column is which, or which sheet is meant.
    """
    if batch.layout.get("origin") == CHOSEN:
        return Layout.of(batch.layout)
    return remembered(batch, spec, book) or automatic(batch.context, spec, book)


def mappings_for(spec: str, context: Context) -> Any:
    return ColumnMapping.objects.filter(spec=spec, scope=scope_of(context))


def remembered(batch: ImportBatch, spec: ImportSpec, book: Book) -> Layout | None:
    known = {mapping.signature: mapping for mapping in mappings_for(spec.code, batch.context)}
    if not known:
        return None
    for sheet in book.sheets():
        for index, depth, titles in headers_in(sheet):
            mapping = known.get(signature_of(titles))
            if mapping is not None:
                places = places_of(titles, mapping.columns)
                return Layout(
                    sheet=sheet.title,
                    header=sheet.rows[index - depth + 1].number,
                    depth=depth,
                    columns={code: at for code, at in places.items() if code in spec.by_code},
                    constants=mapping.constants,
                    all_sheets=mapping.all_sheets,
                    origin=REMEMBERED,
                    titles=titles,
                    ignored=ignored_titles(titles, places),
                )
    return None


def headers_in(sheet: Sheet) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Index of the last row, depth and titles of all that may be a header."""
    for index in range(min(SEARCHED_ROWS, len(sheet.rows))):
        for depth in range(1, min(MOST_DEPTH, index + 1) + 1):
            yield index, depth, titles_at(sheet, index, depth)


def automatic(context: Context, spec: ImportSpec, book: Book) -> Layout:
    """The first sheet with a complete header; the others of the kind are named."""
    complete, best = [], None
    for sheet in readable_sheets(book):
        header = guess_header(sheet, spec.columns)
        if header is not None and not missing(header.places, spec.columns):
            complete.append((sheet, header))
        elif best is None or score(header) > score(best[1]):
            best = (sheet, header)
    if complete:
        return settled(context, spec, complete)
    if best is None:
        raise RuleViolation(NO_ROWS)
    find_header(best[0], spec.columns)
    raise AssertionError  # pragma: no cover - a sheet without a complete header is refused


def score(header: Header | None) -> int:
    return len(header.places) if header else 0


def readable_sheets(book: Book) -> Iterator[Sheet]:
    """Filled sheets; one that is too large to be opened stops nobody once another has been read."""
    seen = False
    for title in book.titles:
        try:
            sheet = book.sheet(title)
        except RuleViolation:
            if not seen:
                raise
            continue
        if sheet is not None:
            seen = True
            yield sheet


def settled(context: Context, spec: ImportSpec, complete: list[tuple[Sheet, Header]]) -> Layout:
    real = [found for found in complete if found[0].title not in FOR_EXAMPLE] or complete
    sheet, header = real[0]
    others = tuple(other.title for other, _header in real[1:])
    section = spec.section_column(context)
    if others and section and not any(code in header.places for code in sections_of(spec, section)):
        raise Unmapped(
            f"В файле несколько листов со списками: {listed((sheet.title, *others))}. Выберите один"
            " или «Все листы»: тогда название листа — это организация."
        )
    return layout_of(sheet, header, others)


def sections_of(spec: ImportSpec, section: str) -> tuple[str, ...]:
    """The column that says the same as a caption does, and the caption's own."""
    return (section, *spec.column(section).gives)


def layout_of(sheet: Sheet, header: Header, others: tuple[str, ...] = ()) -> Layout:
    return Layout(
        sheet=sheet.title,
        header=sheet.rows[header.index - header.depth + 1].number,
        depth=header.depth,
        columns=dict(header.places),
        titles=header.titles,
        ignored=header.ignored,
        others=others,
    )


def header_of(sheet: Sheet, layout: Layout) -> Header:
    """The header where the layout says. Refused: the sheet has no such row."""
    if not layout.header:
        return Header(-1, layout.columns, depth=0)
    first = next((at for at, row in enumerate(sheet.rows) if row.number == layout.header), None)
    if first is None:
        raise Unmapped(f"На листе «{sheet.title}» нет заполненной строки {layout.header}.")
    index = min(first + layout.depth, len(sheet.rows)) - 1
    titles = titles_at(sheet, index, index - first + 1)
    ignored = ignored_titles(titles, layout.columns)
    return Header(index, layout.columns, ignored, titles, index - first + 1)


def sheets_to_read(
    book: Book, layout: Layout, columns: Sequence[Column]
) -> Iterator[tuple[Sheet, Header | None]]:
    """The sheets with their headers; with all sheets read, those without a header have none."""
    sheet = book.sheet(layout.sheet)
    if sheet is None:
        raise Unmapped(f"Листа «{layout.sheet}» в файле нет или он пустой. Выберите лист.")
    first = header_of(sheet, layout)
    yield sheet, first
    if not layout.all_sheets:
        return
    for other in readable_sheets(book):
        if other.title not in {sheet.title, *FOR_EXAMPLE}:
            yield other, like_header(other, first, columns)


def like_header(sheet: Sheet, first: Header, columns: Sequence[Column]) -> Header | None:
    """The header with the titles of the first sheet's, else one found on its own."""
    if first.index < 0:
        return first
    signature = signature_of(first.titles)
    triples = triples_of(first.titles, first.places)
    for index, depth, titles in headers_in(sheet):
        if signature_of(titles) == signature:
            places = places_of(titles, triples)
            return Header(index, places, ignored_titles(titles, places), titles, depth)
    found = guess_header(sheet, columns)
    return found if found is not None and not missing(found.places, columns) else None
