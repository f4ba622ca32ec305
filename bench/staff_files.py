"""Made-up staff lists for the benchmark of imports: who is on record, and the file a year later."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from rostok.people.snils import control_number
from rostok.staff.imports.columns import COLUMNS

STAFF_PER_ORGANISATION = 45
POSTS = ("учитель", "учитель", "учитель", "воспитатель", "педагог-психолог", "педагог-организатор")
SUBJECTS = ("математика", "физика", "русский язык", "литература", "биология", "химия")
LEVELS = ("первая", "высшая", "нет")
SURNAMES = ("Северова", "Полевая", "Лесная", "Речная", "Озёрная", "Горная", "Луговая", "Ясная")
NAMES = ("Анна", "Мария", "Ольга", "Елена", "Ирина", "Татьяна", "Наталья", "Светлана")
PATRONYMICS = ("Ивановна", "Петровна", "Игоревна", "Сергеевна", "Олеговна", "Юрьевна")
TITLES = {column.code: column.title for column in COLUMNS}
LEFT, EVERY = 7, 8


def organisations_for(staff: int) -> int:
    return max(1, round(staff / STAFF_PER_ORGANISATION))


def worker(number: int, organisations: int) -> dict[str, Any]:
    """A row of the list, the same for a number every time."""
    born = date(1960, 1, 1) + timedelta(days=number * 7919 % 14000)
    level = LEVELS[number % len(LEVELS)]
    return {
        "organisation": f"tomsk-{number % organisations}",
        "last_name": f"{SURNAMES[number % 8]}-{SURNAMES[number // 8 % 8]}",
        "first_name": NAMES[number // 64 % 8],
        "patronymic": PATRONYMICS[number // 512 % 6],
        "gender": "женский",
        "birth_date": born,
        "snils": snils(number),
        "phone": f"+7 900 {number:07}",
        "post": POSTS[number % len(POSTS)],
        "rate": 1,
        "subjects": SUBJECTS[number % len(SUBJECTS)] if number % 6 < 3 else None,
        "start": date(2005 + number % 18, 9, 1),
        "last_day": None,
        "education": "высшее педагогическое",
        "pedagogical_since": date(2003 + number % 18, 9, 1),
        "category": level,
        "category_from": date(2024, 1 + number % 12, 15) if level != "нет" else None,
    }


def snils(number: int) -> str:
    digits = f"{100_000_000 + number * 17:09}"
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]} {control_number(digits):02}"


def first_list(staff: int) -> Iterator[dict[str, Any]]:
    yield from (worker(number, organisations_for(staff)) for number in range(staff))


def second_list(staff: int) -> Iterator[dict[str, Any]]:
    """Half unchanged; three of eight changed; one of eight gone and as many newcomers."""
    for number in range(staff):
        known = number % EVERY != LEFT
        row = worker(number if known else staff + number, organisations_for(staff))
        yield {**row, **(changes(number, row) if known else {})}


def changes(number: int, row: dict[str, Any]) -> dict[str, Any]:
    """A new rate and category; a new last name and phone; a last day of work; or nothing."""
    return {
        1: {"rate": 0.5, "category": "высшая", "category_from": date(2025, 2, 1)},
        3: {"last_name": f"{row['last_name']}-Новая", "phone": f"+7 901 {number:07}"},
        5: {"last_day": date(2025, 2, 28)},
    }.get(number % EVERY, {})


def write_file(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet("Работники")
    for at, row in enumerate(rows, start=1):
        if at == 1:
            sheet.write_row(0, 0, [TITLES[code] for code in row])
        for place, value in enumerate(row.values()):
            if isinstance(value, date):
                sheet.write_datetime(at, place, value)
            elif value is not None:
                sheet.write(at, place, value)
    book.close()
