"""Columns of a table that people fill in: names they go by, and how a cell becomes a value.

A parser is called with a cell that is not blank and returns a value or raises `CellError`; `dump`
and `load` carry the value through JSON, `show` prints it. Messages never repeat the cell: the page
shows it beside, and a sensitive one must not be left in a report.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from rostok.kernel.tabular.cells import Cell, CellError, as_text, is_blank, refuse_fault
from rostok.kernel.tabular.dates import read_date
from rostok.kernel.text import DASHES, norm

Separator = re.Pattern[str] | None
EARLIEST = date(1920, 1, 1)
LATEST = date(2100, 12, 31)
REQUIRED = "Не заполнено."
UNKNOWN_WORD = "unknown_choice"
NO_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009")


class Parts(dict[str, Any]):
    """What one cell says of several columns, by code: it fills those that the row leaves empty."""


class Parser:
    """Base of all parsers; the stored form is the value itself unless told otherwise."""

    options: tuple[str, ...] = ()
    format_hint: str = ""

    def __call__(self, cell: Cell) -> Any:
        raise NotImplementedError

    def dump(self, value: Any) -> Any:
        return value

    def load(self, stored: Any) -> Any:
        return stored

    def show(self, value: Any) -> str:
        return as_text(value)


@dataclass(frozen=True)
class Text(Parser):
    max_length: int = 300

    def __call__(self, cell: Cell) -> str:
        value = as_text(cell)
        if len(value) > self.max_length:
            raise CellError("too_long", f"Длиннее {self.max_length} знаков.")
        return value


@dataclass(frozen=True)
class Checked(Parser):
    """A text that a function of the domain reads: `Checked(parse_snils)` may raise `CellError`."""

    function: Callable[[str], Any]

    def __call__(self, cell: Cell) -> Any:
        return self.function(as_text(cell))


@dataclass(frozen=True)
class Day(Parser):
    """A date in any of the ways people write it, between two bounds inclusive.

    `month_is`: which day «сентябрь 2015» means, `first` or `last`; nothing refuses it.
    `short_until` bounds the years written in two digits: «55» of a hiring is the past century.
    """

    earliest: date = EARLIEST
    latest: date | Callable[[], date] = LATEST
    month_is: str = ""
    short_until: Callable[[], date] | None = None
    format_hint = "дд.мм.гггг"

    def __call__(self, cell: Cell) -> date:
        latest = self.latest if isinstance(self.latest, date) else self.latest()
        short = min(latest, self.short_until()) if self.short_until else latest
        return read_date(cell, self.earliest, latest, short_latest=short, month_is=self.month_is)

    def dump(self, value: date | None) -> str | None:
        return value.isoformat() if value else None

    def load(self, stored: str | None) -> date | None:
        return date.fromisoformat(stored) if stored else None


@dataclass(frozen=True)
class Number(Parser):
    """A decimal number; a comma or a point, spaces between thousands."""

    smallest: Decimal | None = None
    largest: Decimal | None = None
    places: int = 2

    def __call__(self, cell: Cell) -> Decimal:
        value = decimal_of(cell)
        if -value.normalize().as_tuple().exponent > self.places:  # type: ignore[operator]
            raise CellError("too_precise", f"Знаков после запятой больше {self.places}.")
        refuse_outside(value, self.smallest, self.largest)
        return value

    def dump(self, value: Decimal | None) -> str | None:
        return None if value is None else str(value)

    def load(self, stored: str | None) -> Decimal | None:
        return None if stored is None else Decimal(stored)

    def show(self, value: Any) -> str:
        return "" if value is None else str(value).replace(".", ",")


@dataclass(frozen=True)
class Whole(Parser):
    """A whole number, not negative unless told so."""

    smallest: int = 0
    largest: int = 1_000_000_000

    def __call__(self, cell: Cell) -> int:
        value = decimal_of(cell)
        if value != value.to_integral_value():
            raise CellError("not_whole", "Нужно целое число.")
        refuse_outside(value, Decimal(self.smallest), Decimal(self.largest))
        return int(value)


@dataclass(frozen=True)
class Choice(Parser):
    """One of several values. `names`: value → what people call it, the first is the proper name.

    `patterns` (value → regular expression over the normalised words) are tried for other words.
    """

    names: Mapping[Any, tuple[str, ...]]
    patterns: Mapping[Any, str] = field(default_factory=dict)

    @property
    def options(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(names[0] for names in self.names.values())

    @cached_property
    def known(self) -> dict[str, Any]:
        return {spelling(name): value for value, names in self.names.items() for name in names}

    def __call__(self, cell: Cell) -> Any:
        wanted = spelling(as_text(cell))
        if wanted in self.known:
            return self.known[wanted]
        for value, pattern in self.patterns.items():
            if re.search(pattern, wanted):
                return value
        raise CellError(UNKNOWN_WORD, f"Такого значения нет. Возможны: {', '.join(self.options)}.")

    def show(self, value: Any) -> str:
        return self.names[value][0] if value in self.names else as_text(value)


class YesNo(Choice):
    def __init__(self) -> None:
        super().__init__(
            {True: ("да", "есть", "yes", "1", "+", "true", "v"), False: ("нет", "no", "0", "false")}
        )


def spelling(name: str) -> str:
    return norm(name).rstrip(".")


def decimal_of(cell: Cell) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | Decimal):
        raise CellError("not_a_number", "Нужно число.")
    text = DASHES.sub("-", str(cell).translate(NO_SPACES)).replace(",", ".")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise CellError("not_a_number", "Нужно число.") from None
    if not value.is_finite():
        raise CellError("not_a_number", "Нужно число.")
    return value


def refuse_outside(value: Decimal, smallest: Decimal | None, largest: Decimal | None) -> None:
    if smallest is not None and value < smallest:
        raise CellError("too_small", f"Меньше наименьшего допустимого: {smallest}.")
    if largest is not None and value > largest:
        raise CellError("too_large", f"Больше наибольшего допустимого: {largest}.")


@dataclass(frozen=True)
class Column:
    """A column by its `code`. `required`: the file must have it, and no row may leave it empty.

    `sensitive` values (birth date, СНИЛС, phone) leave the staging when the batch is over.
    `pattern` finds the column by other titles than its own. `extra` columns are read when a file
    has them, but are not in the template; `gives` are the columns that such a one fills.
    `constant`: one value may be said for a whole file; `hidden`: no column of a file holds it.
    `separator`: several words stand in a cell, each with a meaning of its own.
    """

    code: str
    title: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    parse: Parser = field(default_factory=Text)
    help: str = ""
    example: Cell = ""
    sensitive: bool = False
    pattern: str = ""
    gives: tuple[str, ...] = ()
    extra: bool = False
    constant: bool = False
    hidden: bool = False
    separator: Separator = None

    @property
    def is_only_parts(self) -> bool:
        """All that it says belongs to other columns: it has no value of its own."""
        return self.extra and bool(self.gives)

    @property
    def options(self) -> tuple[str, ...]:
        return self.parse.options

    @property
    def hint(self) -> str:
        """What to write, for the page and the template; parsers themselves are called there."""
        return self.help or self.parse.format_hint

    def read(self, cell: Cell) -> Any:
        """The value of a cell, `None` for a blank one. Raises `CellError`."""
        value = self.value_of(cell)
        if value is None and self.required:
            raise CellError("required", REQUIRED)
        return value

    def value_of(self, cell: Cell) -> Any:
        """The same, a blank one of a required column let through: another column may give it."""
        refuse_fault(cell)
        return None if is_blank(cell) else self.parse(cell)

    def dump(self, value: Any) -> Any:
        return None if value is None else self.parse.dump(value)

    def load(self, stored: Any) -> Any:
        return None if stored is None else self.parse.load(stored)

    def show(self, value: Any) -> str:
        return "" if value is None else self.parse.show(value)
