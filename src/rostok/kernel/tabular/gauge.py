"""Measures a worksheet while it streams past: extent of filled cells, formulas without a value."""

import re
from collections import defaultdict

from rostok.kernel.errors import RuleViolation
from rostok.kernel.tabular.cells import BROKEN, UNCOUNTED
from rostok.kernel.tabular.limits import Limits

ADDRESS = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
ALPHABET = 26
FIRST_LETTER = ord("A") - 1
TITLE_ROWS = 100


def place_of(letters: str) -> int:
    """The number of a column from 0: A → 0, AA → 26."""
    number = 0
    for letter in letters.upper():
        number = number * ALPHABET + ord(letter) - FIRST_LETTER
    return number - 1


class Gauge:
    """Handlers of an XML parser; a sheet past the limits raises `RuleViolation` at once.

    Addresses are worked out only for cells that hold something: an empty sheet may have millions.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.marks: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self.places: dict[str, int] = {}
        self.row = 0
        self.place = -1
        self.address = ""
        self.kind = ""
        self.in_value = self.has_value = self.has_formula = self.has_text = False
        self.filled_rows = 0
        self.last_filled = 0
        self.bounds: tuple[int, int, int, int] | None = None

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        ending = name[-2:]
        if ending == " c":
            self.open_cell(attributes)
        elif ending == " v":
            self.in_value = self.has_value = True
        elif ending == "ow" and name.endswith(" row"):
            self.open_row(attributes)
        elif ending == " f":
            self.has_formula = True
        elif ending == "is" and name.endswith(" is"):
            self.has_value = True

    def open_row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes.get("r", self.row + 1))
        self.place, self.address = -1, ""

    def open_cell(self, attributes: dict[str, str]) -> None:
        """A cell without an address stands to the right of the one before it."""
        self.in_value = self.has_value = self.has_formula = self.has_text = False
        self.kind = attributes.get("t", "")
        if "r" in attributes:
            self.address = attributes["r"]
            return
        self.settle()
        self.place += 1

    def settle(self) -> None:
        """Work out where the last cell with an address stands."""
        found = ADDRESS.fullmatch(self.address)
        if found is not None:
            letters = found[1]
            if letters not in self.places:
                self.places[letters] = place_of(letters)
            self.place, self.row = self.places[letters], int(found[2])
        self.address = ""

    def text(self, _data: str) -> None:
        self.has_text = self.has_text or self.in_value

    def closed(self, name: str) -> None:
        ending = name[-2:]
        if ending == " v":
            self.in_value = False
        elif ending == " c" and (self.has_value or self.has_formula or self.kind == "e"):
            self.close_cell()

    def close_cell(self) -> None:
        self.settle()
        if self.kind == "e":
            self.mark(BROKEN)
        elif self.has_formula and not self.has_text and self.kind != "str":
            self.mark(UNCOUNTED)
        self.stretch()

    def mark(self, what: str) -> None:
        self.marks[self.row].append((self.place, what))

    def stretch(self) -> None:
        row, place = self.row, self.place
        if place >= self.limits.columns:
            raise RuleViolation(self.limits.too_wide)
        if row != self.last_filled:
            self.count_row(row)
        if self.bounds is None:
            self.bounds = (row, row, place, place)
            return
        top, bottom, left, right = self.bounds
        if row > bottom or row < top or place > right or place < left:
            self.bounds = (min(top, row), max(bottom, row), min(left, place), max(right, place))

    def count_row(self, row: int) -> None:
        self.last_filled = row
        self.filled_rows += 1
        if self.filled_rows > self.limits.rows + TITLE_ROWS:
            raise RuleViolation(self.limits.too_many_rows)

    def refuse_area(self) -> None:
        if self.bounds is None:
            return
        _top, bottom, left, right = self.bounds
        if bottom * (right - left + 1) > self.limits.area:
            raise RuleViolation(self.limits.too_scattered)
