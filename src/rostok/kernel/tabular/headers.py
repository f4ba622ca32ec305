"""Finding the header of a table, wherever it stands and however many rows it takes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from rostok.kernel.errors import RuleViolation
from rostok.kernel.tabular.cells import as_text, is_blank
from rostok.kernel.tabular.columns import Column
from rostok.kernel.tabular.merges import filled_across, filled_down
from rostok.kernel.tabular.reading import Sheet
from rostok.kernel.text import norm

SEARCHED_ROWS = 20
MOST_DEPTH = 3
SHOWN_TITLES = 12
LONGEST_TITLE = 150
LOOK_ALIKES = str.maketrans("aceopxykmtbh", "асеорхукмтвн")
IN_BRACKETS = re.compile(r"\([^)]*\)")
BROKEN_WORD = re.compile(r"(?<=[а-я])- (?=[а-я])")
MARKS = " *:.,;№_"
BY_PATTERN, BY_LIKENESS = 100, 200
LIKE_ENOUGH, LONG_ENOUGH = 90, 6


class Unmapped(RuleViolation):
    """The file is readable, but which column is which must be said by a person."""


@dataclass(frozen=True)
class Header:
    """Where each known column stands (from 0); titles nobody knows are ignored, but shown.

    `index` is the last row of the header among the rows of the sheet, −1 for a sheet without one.
    """

    index: int
    places: Mapping[str, int]
    ignored: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    depth: int = 1


def key_of(title: str) -> str:
    """A title for comparison: no case, ё, marks; Latin letters that look Cyrillic are Cyrillic."""
    return norm(title).translate(LOOK_ALIKES).strip(MARKS)


@lru_cache(maxsize=10_000)
def keys_of(title: str) -> tuple[str, ...]:
    """The title as it is, without what stands in brackets, without hyphens at ends of lines."""
    keys = [key_of(title), key_of(IN_BRACKETS.sub(" ", title))]
    return tuple(dict.fromkeys(way for key in keys for way in (key, BROKEN_WORD.sub("", key))))


def known_titles(columns: Iterable[Column]) -> dict[str, tuple[str, int]]:
    """Key of a title → code and rank: the proper title before its aliases."""
    found: dict[str, tuple[str, int]] = {}
    for column in columns:
        for rank, title in enumerate((column.title, *column.aliases)):
            for key in keys_of(title):
                found.setdefault(key, (column.code, rank))
    found.pop("", None)
    return found


def match(
    titles: Sequence[str], columns: Sequence[Column], own: Sequence[str] = ()
) -> dict[str, int]:
    """Code → place. Of two places for one column the better name wins, then the first.

    `own` are the titles without what stands above them: «Работник, фамилия» is «фамилия» too.

    Names are looked up; what is left is tried by patterns, and, once anything has been found, by
    likeness, for slips of the pen. Both only for columns that declare a pattern.
    """
    offered = [column for column in columns if not column.hidden]
    known = known_titles(offered)
    best: dict[str, tuple[int, int]] = {}
    unknown = []
    for place, title in enumerate(titles):
        found = named(title, known) or by_pattern(title, offered)
        if found is None and own and own[place] != title:
            found = named(own[place], known) or by_pattern(own[place], offered)
        if found is None:
            unknown.append(place)
            continue
        code, rank = found
        best[code] = min(best.get(code, (rank, place)), (rank, place))
    lenient = known_titles(column for column in offered if column.pattern)
    for place in unknown if best and lenient else ():
        like = by_likeness(titles[place], lenient)
        if like is not None and like not in best:
            best[like] = (BY_LIKENESS, place)
    return {code: place for code, (_rank, place) in best.items()}


def named(title: str, known: Mapping[str, tuple[str, int]]) -> tuple[str, int] | None:
    return next((known[key] for key in keys_of(title) if key in known), None)


def by_pattern(title: str, columns: Iterable[Column]) -> tuple[str, int] | None:
    key = key_of(title)
    if not key or len(key) > LONGEST_TITLE:
        return None
    return next(
        (
            (column.code, BY_PATTERN)
            for column in columns
            if column.pattern and re.search(column.pattern, key)
        ),
        None,
    )


def by_likeness(title: str, known: Mapping[str, tuple[str, int]]) -> str | None:
    key = key_of(title)
    if not LONG_ENOUGH <= len(key) <= LONGEST_TITLE:
        return None
    found = process.extractOne(key, known.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
    return known[found[0]][0] if found else None


def titles_at(sheet: Sheet, index: int, depth: int) -> tuple[str, ...]:
    """The titles of a header that ends in this row: what stands above is said first."""
    lines = lines_at(sheet, index, depth)
    return tuple(joined(line[place] for line in lines) for place in range(len(lines[0])))


def header_at(sheet: Sheet, index: int, depth: int, columns: Sequence[Column]) -> Header:
    """These rows read as a header, the last of them by its index."""
    lines = lines_at(sheet, index, depth)
    titles = tuple(joined(line[place] for line in lines) for place in range(len(lines[0])))
    places = match(titles, columns, lines[-1])
    return Header(index, places, ignored_titles(titles, places), titles, depth)


def lines_at(sheet: Sheet, index: int, depth: int) -> list[list[str]]:
    """The rows of a header as texts, merged cells and names of groups written into each place."""
    rows = [
        filled_across(row, sheet.merges)
        for row in filled_down(
            Sheet(sheet.title, sheet.rows[index - depth + 1 : index + 1], (), sheet.merges)
        )
    ]
    width = max(len(row.cells) for row in rows)
    lines = [[as_text(row.cell(place)) for place in range(width)] for row in rows]
    for upper, lower in pairwise(lines):
        spread(upper, lower)
    return lines


def spread(upper: list[str], lower: list[str]) -> None:
    """A group's name over its columns: to the right of a named one, while only it has a name."""
    group = ""
    for place, title in enumerate(upper):
        if not lower[place]:
            group = ""
        elif title:
            group = title
        else:
            upper[place] = group


def joined(parts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(part for part in parts if part))


def candidates(sheet: Sheet, columns: Sequence[Column]) -> Iterator[Header]:
    """Every beginning of the sheet read as a header of one row, two, three."""
    last = min(SEARCHED_ROWS, len(sheet.rows))
    for depth in range(1, MOST_DEPTH + 1):
        for index in range(depth - 1, last):
            header = header_at(sheet, index, depth, columns)
            if header.places:
                yield header


def guess_header(sheet: Sheet, columns: Sequence[Column]) -> Header | None:
    """The likeliest header: complete if any is, then that which names most columns."""
    found = list(candidates(sheet, columns))
    return max(
        found,
        key=lambda header: (
            not missing(header.places, columns),
            len(header.places),
            -header.depth,
            -header.index,
        ),
        default=None,
    )


def missing(known: Iterable[str], columns: Sequence[Column]) -> list[Column]:
    """Required columns that are neither there nor given by another that is."""
    known = set(known)
    given = {code for column in columns if column.code in known for code in column.gives}
    return [column for column in columns if column.required and column.code not in known | given]


def has_header(sheet: Sheet, columns: Sequence[Column]) -> bool:
    """Whether one of the first rows names all required columns, or any when none is required."""
    header = guess_header(sheet, columns)
    return header is not None and not missing(header.places, columns)


def find_header(sheet: Sheet, columns: Sequence[Column]) -> Header:
    """The header of the sheet. Refused: there is none; a required column is missing."""
    header = guess_header(sheet, columns)
    if header is None:
        needed = listed(
            column.title for column in columns if not column.hidden and not column.extra
        )
        on_sheet = f"На листе «{sheet.title}» среди" if sheet.title else "Среди"
        raise Unmapped(
            f"{on_sheet} первых {SEARCHED_ROWS} строк нет заголовка с нужными столбцами: {needed}."
        )
    refuse_incomplete(sheet, header, columns)
    return header


def refuse_incomplete(sheet: Sheet, header: Header, columns: Sequence[Column]) -> None:
    absent = missing(header.places, columns)
    if absent:
        found = listed(title for title in header.titles if title)
        raise Unmapped(
            f"Не хватает столбцов: {listed(column.title for column in absent)}."
            f" В строке {sheet.rows[header.index].number} найдены: {found}."
        )


def ignored_titles(titles: Sequence[str], places: Mapping[str, int]) -> tuple[str, ...]:
    taken = set(places.values())
    return tuple(
        title
        for place, title in enumerate(titles)
        if place not in taken and title and not is_blank(title)
    )


def listed(titles: Iterable[str]) -> str:
    shown = [f"«{title}»" for title in titles]
    more = f" и ещё {len(shown) - SHOWN_TITLES}" if len(shown) > SHOWN_TITLES else ""
    return ", ".join(shown[:SHOWN_TITLES]) + more
