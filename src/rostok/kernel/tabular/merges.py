"""Merged cells: what stands in their corner stands in each row and column they cover."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rostok.kernel.errors import RuleViolation
from rostok.kernel.tabular.cells import Cell, is_blank
from rostok.kernel.tabular.limits import LIMITS
from rostok.kernel.tabular.reading import Merge, Sheet, SheetRow

MOST_FILLED = 2_000_000


def filled_down(sheet: Sheet) -> list[SheetRow]:
    """The rows with cells merged downwards written into each row; nobody adds rows by it."""
    tall = [merge for merge in sheet.merges if merge.bottom > merge.top]
    if not tall:
        return sheet.rows
    numbers = [row.number for row in sheet.rows]
    patches: dict[int, dict[int, Cell]] = defaultdict(dict)
    left = MOST_FILLED
    for merge in tall:
        covered = covered_rows(numbers, merge)
        left -= len(covered)
        if left < 0:
            raise RuleViolation(LIMITS.too_scattered)
        if not covered or numbers[covered[0]] != merge.top:
            continue
        corner = sheet.rows[covered[0]].cell(merge.left)
        for index in covered[1:] if not is_blank(corner) else ():
            patches[index][merge.left] = corner
    return [
        patched(row, patches[index]) if index in patches else row
        for index, row in enumerate(sheet.rows)
    ]


def covered_rows(numbers: Sequence[int], merge: Merge) -> range:
    return range(bisect_left(numbers, merge.top), bisect_right(numbers, merge.bottom))


def patched(row: SheetRow, patch: dict[int, Cell]) -> SheetRow:
    """The row with its blank cells filled from the patch."""
    width = max(len(row.cells), *(place + 1 for place in patch))
    cells = [
        patch[place] if place in patch and is_blank(row.cell(place)) else row.cell(place)
        for place in range(width)
    ]
    return SheetRow(row.number, tuple(cells))


def filled_across(row: SheetRow, merges: Iterable[Merge]) -> SheetRow:
    """A row of a header with cells merged to the right written into each column."""
    patch = {
        place: row.cell(merge.left)
        for merge in merges
        if merge.top <= row.number <= merge.bottom
        for place in range(merge.left + 1, min(merge.right, LIMITS.columns) + 1)
    }
    return patched(row, patch) if patch else row


def is_banner(row: SheetRow, banners: dict[int, int]) -> bool:
    """A row that holds one text merged over several columns: a caption between rows."""
    filled = [place for place in range(len(row.cells)) if not is_blank(row.cell(place))]
    return len(filled) == 1 and banners.get(row.number) == filled[0]


def banners_of(merges: Iterable[Merge]) -> dict[int, int]:
    """Number of row → the place where a cell merged over three columns or more begins."""
    return {merge.top: merge.left for merge in merges if merge.right - merge.left > 1}
