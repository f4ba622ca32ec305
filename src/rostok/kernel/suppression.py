"""Small groups hidden so that neither a cell nor a difference of totals tells of few people.

A table over a tree publishes totals beside their parts, so hiding a small cell alone would leave it
to be found by subtraction: another cell of the same total is hidden with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A group of a table by its key, the key of the total it is part of, and how many it holds."""

    key: int
    parent: int | None
    size: int


def hidden_cells(cells: Iterable[Cell], minimum: int) -> set[int]:
    """Keys of the cells not to be shown: small ones, those that would give them away, all below.

    What remains of a total after its shown parts is then nothing, or no less than the minimum and
    made of two groups at least. An empty group is shown: there is nobody to protect.
    """
    by_key = {cell.key: cell for cell in cells}
    parts: dict[int, list[Cell]] = {}
    for cell in by_key.values():
        if cell.parent in by_key and cell.parent is not None:
            parts.setdefault(cell.parent, []).append(cell)
    hidden = {cell.key for cell in by_key.values() if 0 < cell.size < minimum}
    for total in reversed(from_the_top(by_key, parts)):
        protect(by_key[total], parts.get(total, []), hidden, minimum)
    for total in from_the_top(by_key, parts):
        if total in hidden:
            hidden.update(part.key for part in parts.get(total, []))
    return hidden


def from_the_top(by_key: dict[int, Cell], parts: dict[int, list[Cell]]) -> list[int]:
    """Keys, each total before its parts."""
    found = [cell.key for cell in by_key.values() if cell.parent not in by_key]
    for key in found:
        found.extend(part.key for part in parts.get(key, []))
    return found


def protect(total: Cell, parts: list[Cell], hidden: set[int], minimum: int) -> None:
    """Hide further parts of a total, the smallest first, until the rest of it tells of nobody.

    People of the total who belong to no part are a group of their own that is never shown.
    """
    own = total.size - sum(part.size for part in parts)
    shown = sorted((part for part in parts if part.key not in hidden and part.size), key=by_size)
    while exposes([part.size for part in parts if part.key in hidden], own, minimum):
        if not shown:
            hidden.add(total.key)
            return
        hidden.add(shown.pop(0).key)


def by_size(cell: Cell) -> tuple[int, int]:
    return cell.size, cell.key


def exposes(sizes: list[int], own: int, minimum: int) -> bool:
    """Whether the rest of a total is one group, or too few people."""
    groups = [size for size in [*sizes, own] if size]
    if not sizes and not 0 < own < minimum:
        return False
    return bool(groups) and (len(groups) == 1 or sum(groups) < minimum)
