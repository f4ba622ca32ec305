"""Dates as people write them: dd.mm.yyyy, ISO, «5 марта 2020 г.», the serial number of Excel."""

import re
from datetime import date, datetime, timedelta

from rostok.kernel.tabular.cells import Cell, CellError, as_text
from rostok.kernel.text import norm

SERIAL_ZERO = date(1899, 12, 30)
LAST_SERIAL = 2_958_465
DAY_FIRST = re.compile(r"(\d{1,2}) ?[./\-, ] ?(\d{1,2}) ?[./\-, ] ?(\d{4}|\d{2})")
YEAR_FIRST = re.compile(r"(\d{4}) ?[./\- ] ?(\d{1,2}) ?[./\- ] ?(\d{1,2})")
IN_WORDS = re.compile(r"(\d{1,2})[ .\-]?([а-я]{3,8})[ .\-]{0,2}(\d{4}|\d{2})")
MONTH_ONLY = re.compile(r"(?:([а-я]{3,8})[ .\-]{0,2}|(\d{1,2})[./\-])(\d{4})")
YEAR_ONLY = re.compile(r"(?:19|20)\d\d(?:[.,]0+)?")
HEAD = re.compile(r"^(?:с|со|до|по|от|на)\.? (?=\d)")
QUOTES = str.maketrans("", "", "«»\"'“”„")
TAIL = re.compile(
    r"(?:[t ]\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:z|[+-]\d\d:?\d\d)?| ?г(?:\.|ода?)?|[.,;])$"
)
SERIAL = re.compile(r"\d{5}(?:[.,]0+)?")
MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
CENTURIES = (1900, 2000, 2100)
DECEMBER = 12
YEARS = range(1900, 2101)


def read_date(
    cell: Cell,
    earliest: date,
    latest: date,
    *,
    short_latest: date | None = None,
    month_is: str = "",
) -> date:
    """The date in the cell. Refused: no date, a two-digit year that fits two centuries, bounds.

    `month_is` says which day a month without one means (`first`, `last`), else it is refused.
    """
    found = candidates(cell, month_is)
    until = latest if len(found) < len(CENTURIES) else short_latest or latest
    within = [day for day in found if earliest <= day <= until]
    if len(within) > 1:
        raise CellError("ambiguous_date", "Год записан двумя цифрами. Укажите четыре.")
    if within:
        return within[0]
    refuse_without_day(cell)
    if found:
        raise CellError(
            "date_out_of_bounds",
            f"Дата не попадает в период с {earliest:%d.%m.%Y} по {latest:%d.%m.%Y}.",
        )
    if is_written_as_day(cell):
        raise CellError("not_a_date", "Такого дня в календаре нет.")
    raise CellError("not_a_date", "Нужна дата в виде дд.мм.гггг.")


def is_written_as_day(cell: Cell) -> bool:
    """«31.02.2020» has the right form, so the form is not what to mend."""
    text = stripped(norm(as_text(cell)))
    return any(form.fullmatch(text) for form in (DAY_FIRST, YEAR_FIRST))


def refuse_without_day(cell: Cell) -> None:
    """A year or a month alone says less than a date: nobody may add the rest."""
    text = stripped(norm(as_text(cell)))
    if YEAR_ONLY.fullmatch(text):
        raise CellError("not_a_date", "Указан только год. Нужна дата в виде дд.мм.гггг.")
    if of_month(text, "first"):
        raise CellError("not_a_date", "Указан только месяц. Нужна дата в виде дд.мм.гггг.")


def candidates(cell: Cell, month_is: str = "") -> list[date]:
    """The days that the cell may mean; several only when its year has two digits."""
    if isinstance(cell, datetime):
        return [cell.date()]
    if isinstance(cell, date):
        return [cell]
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return [] if cell in YEARS else of_serial(cell)
    text = stripped(norm(as_text(cell)))
    return of_text(text) or (of_month(text, month_is) if month_is else [])


def stripped(text: str) -> str:
    """Without «с», «г.», the time of day and quotes."""
    text = HEAD.sub("", text.translate(QUOTES).strip())
    while (shorter := TAIL.sub("", text).strip()) != text:
        text = shorter
    return text


def of_serial(number: float) -> list[date]:
    if not 1 <= number <= LAST_SERIAL:
        return []
    return [SERIAL_ZERO + timedelta(days=int(number))]


def of_text(text: str) -> list[date]:
    if found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        return [made for full in full_years(year) for made in made_of(full, int(month), int(day))]
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
        return made_of(int(year), int(month), int(day))
    if found := IN_WORDS.fullmatch(text):
        month = month_number(found[2])
        return [d for full in full_years(found[3]) for d in made_of(full, month, int(found[1]))]
    if SERIAL.fullmatch(text):
        return of_serial(float(text.replace(",", ".")))
    return []


def of_month(text: str, which: str) -> list[date]:
    """The first or the last day of a month."""
    found = MONTH_ONLY.fullmatch(text)
    if found is None:
        return []
    month = month_number(found[1]) if found[1] else int(found[2])
    first = made_of(int(found[3]), month, 1)
    if first and which == "last":
        year, after = (first[0].year + 1, 1) if month == DECEMBER else (first[0].year, month + 1)
        return [date(year, after, 1) - timedelta(days=1)]
    return first


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
