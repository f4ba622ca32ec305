"""Small groups hidden so that neither a cell nor a difference of totals tells of few people.

A table over a tree publishes totals beside their parts, so hiding a small cell alone would leave it
to be found by subtraction: another cell of the same total is hidden with it. A share tells of two
groups at once, of those with the fact and of those without it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Parts = dict[int, list["Cell"]]


class Group(NamedTuple):
    """How many of the people of a base are counted; of a plain number, all of its base are.

    A difference of two groups is a group too, so its numbers may be below zero.
    """

    counted: int
    base: int

    def is_small(self, minimum: int) -> bool:
        """Whether few people have the fact, lack it, or are there at all. Nobody is not few."""
        told = (self.counted, self.base, self.base - self.counted)
        return any(0 < abs(number) < minimum for number in told)

    @property
    def is_alike(self) -> bool:
        """Whether what is told of the group is told of each in it."""
        return bool(self.base) and self.counted in (0, self.base)


NOBODY = Group(0, 0)
Groups = tuple[Group, ...]


@dataclass(frozen=True)
class Cell:
    """A cell of a table by its key, the key of the total it is part of, and what it tells.

    Tables that are shown beside one another (numbers of the same facts) are hidden together: the
    cell holds its group of each of them, in one order for the whole tree.
    """

    key: int
    parent: int | None
    groups: Groups

    @property
    def size(self) -> int:
        return max((abs(group.base) for group in self.groups), default=0)

    @property
    def is_empty(self) -> bool:
        return not any(map(any, self.groups))


def hidden_cells(cells: Iterable[Cell], minimum: int, known: Collection[int] = ()) -> set[int]:
    """Keys of the cells not to be shown: small ones, those that would give them away, all below.

    What remains of a total after its shown parts is then nothing, or no small group. An empty group
    is shown: there is nobody to protect. `known` are the cells whose own people, those who belong
    to no part, the reader may see by name: a cell is judged by the others alone, and shown where
    there are none.
    """
    whole = {cell.key: cell for cell in cells}
    by_key = strangers(whole, known) if known else whole
    parts = parts_of(by_key)
    hidden = {key for key, cell in by_key.items() if is_small(cell.groups, minimum)}
    order = from_the_top(by_key, parts)
    for total in reversed(order):
        protect(by_key[total], parts.get(total, []), hidden, minimum)
    for total in order:
        if total in hidden:
            hidden.update(part.key for part in parts.get(total, []))
    return {key for key in hidden if not by_key[key].is_empty or whole[key].is_empty}


def parts_of(by_key: dict[int, Cell]) -> Parts:
    parts: Parts = {}
    for cell in by_key.values():
        if cell.parent in by_key and cell.parent is not None:
            parts.setdefault(cell.parent, []).append(cell)
    return parts


def from_the_top(by_key: dict[int, Cell], parts: Parts) -> list[int]:
    """Keys, each total before its parts."""
    found = [cell.key for cell in by_key.values() if cell.parent not in by_key]
    for key in found:
        found.extend(part.key for part in parts.get(key, []))
    return found


def strangers(by_key: dict[int, Cell], known: Collection[int]) -> dict[int, Cell]:
    """The same tree without the people whom the reader knows, each where they stand themselves."""
    parts = parts_of(by_key)
    left: dict[int, Cell] = {}
    for key in reversed(from_the_top(by_key, parts)):
        cell, below = by_key[key], parts.get(key, [])
        gone = tuple(NOBODY for _group in cell.groups)
        own = cell.groups
        for part in below:
            own = less(own, part.groups)
            gone = more(gone, less(part.groups, left[part.key].groups))
        if key in known:
            gone = more(gone, own)
        left[key] = Cell(key, cell.parent, less(cell.groups, gone))
    return left


def protect(total: Cell, parts: Sequence[Cell], hidden: set[int], minimum: int) -> None:
    """Hide further parts of a total, the smallest first, until the rest of it tells of nobody.

    People of the total who belong to no part are a group of their own that is never shown.
    """
    if not parts or total.key in hidden:
        return
    rest = total.groups
    for part in parts:
        if part.key not in hidden:
            rest = less(rest, part.groups)
    left = [part for part in parts if part.key not in hidden and not part.is_empty]
    shown = sorted(left, key=by_size, reverse=True)
    is_cut = len(left) < sum(not part.is_empty for part in parts)
    while exposes(rest, total.groups, minimum, is_cut=is_cut):
        if not shown:
            hidden.add(total.key)
            return
        part = shown.pop()
        hidden.add(part.key)
        rest, is_cut = more(rest, part.groups), True


def by_size(cell: Cell) -> tuple[int, int]:
    return cell.size, cell.key


def exposes(rest: Groups, total: Groups, minimum: int, *, is_cut: bool) -> bool:
    """Whether the rest of a total tells of few people, or of each in its hidden parts alike.

    Where the whole total is alike, that is known of its parts without subtracting.
    """
    if is_small(rest, minimum):
        return True
    pairs = zip(rest, total, strict=True)
    return is_cut and any(one.is_alike and not whole.is_alike for one, whole in pairs)


def is_small(groups: Groups, minimum: int) -> bool:
    return any(group.is_small(minimum) for group in groups)


def less(left: Groups, right: Groups) -> Groups:
    pairs = zip(left, right, strict=True)
    return tuple(Group(a.counted - b.counted, a.base - b.base) for a, b in pairs)


def more(left: Groups, right: Groups) -> Groups:
    pairs = zip(left, right, strict=True)
    return tuple(Group(a.counted + b.counted, a.base + b.base) for a, b in pairs)
