"""Dates as people write them: dd.mm.yyyy, ISO, «5 марта 2020 г.», the serial number of Excel."""

import re
from datetime import date, datetime, timedelta

from rostok.kernel.tabular.cells import Cell, CellError, as_text
from rostok.kernel.text import norm

SERIAL_ZERO = date(1899, 12, 30)
LAST_SERIAL = 2_958_465
DAY_FIRST = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4}|\d{2})")
YEAR_FIRST = re.compile(r"(\d{4})[./\-](\d{1,2})[./\-](\d{1,2})")
IN_WORDS = re.compile(r"(\d{1,2}) ([а-я]+)\.? (\d{4})")
TAIL = re.compile(
    r"(?:[t ]\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:z|[+-]\d\d:?\d\d)?| ?г(?:\.|ода?)?)$"
)
SERIAL = re.compile(r"\d{5}(?:[.,]0+)?")
MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
CENTURIES = (1900, 2000, 2100)


def read_date(cell: Cell, earliest: date, latest: date) -> date:
    """The date in the cell. Refused: no date, a two-digit year that fits two centuries, bounds."""
    found = candidates(cell)
    within = [day for day in found if earliest <= day <= latest]
    if len(within) > 1:
        raise CellError("ambiguous_date", "Год записан двумя цифрами. Укажите четыре.")
    if within:
        return within[0]
    if found:
        raise CellError(
            "date_out_of_bounds",
            f"Дата не попадает в период с {earliest:%d.%m.%Y} по {latest:%d.%m.%Y}.",
        )
    raise CellError("not_a_date", "Нужна дата в виде дд.мм.гггг.")


def candidates(cell: Cell) -> list[date]:
    """The days that the cell may mean; several only when its year has two digits."""
    if isinstance(cell, datetime):
        return [cell.date()]
    if isinstance(cell, date):
        return [cell]
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return of_serial(cell)
    return of_text(norm(as_text(cell)))


def of_serial(number: float) -> list[date]:
    if not 1 <= number <= LAST_SERIAL:
        return []
    return [SERIAL_ZERO + timedelta(days=int(number))]


def of_text(text: str) -> list[date]:
    text = TAIL.sub("", text).strip()
    if found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        return [made for full in full_years(year) for made in made_of(full, int(month), int(day))]
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
        return made_of(int(year), int(month), int(day))
    if found := IN_WORDS.fullmatch(text):
        return made_of(int(found[3]), month_number(found[2]), int(found[1]))
    if SERIAL.fullmatch(text):
        return of_serial(float(text.replace(",", ".")))
    return []


def full_years(year: str) -> list[int]:
    if len(year) == len("2020"):
        return [int(year)]
    return [century + int(year) for century in CENTURIES]


def month_number(word: str) -> int:
    """1–12 by the beginning of the word, 0 for no month. «ма» stands after «мар»: май, мая."""
    for number, beginning in enumerate(MONTHS, start=1):
        if word.startswith(beginning):
            return number
    return 0


def made_of(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []
