"""Staff lists as people send them: the template's own header with rows filled in."""

from io import BytesIO
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

Row = dict[str, Any]

# The last names are in no word list of the demo, so that these people are surely new.
NEWCOMERS: tuple[Row, ...] = (
    {
        "Фамилия": "Журавлёва-Тестова",
        "Имя": "Вера",
        "Отчество": "Ильинична",
        "Пол": "женский",
        "Дата рождения": "14.03.1991",
        "Должность": "учитель",
        "Предметы": "физика",
        "Дата приёма": "01.09.2024",
        "Начало педагогической работы": "01.09.2014",
    },
    {
        "Фамилия": "Синицын-Тестов",
        "Имя": "Пётр",
        "Отчество": "Львович",
        "Пол": "мужской",
        "Дата рождения": "02.11.1979",
        "Должность": "учитель",
        "Предметы": "математика",
        "Дата приёма": "15.08.2023",
        "Начало педагогической работы": "01.09.2003",
    },
)
WRONG_DAY = "31.02.2024"


def with_wrong_day(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The same rows, the last with a day that no calendar has."""
    return (*rows[:-1], {**rows[-1], "Дата приёма": WRONG_DAY})


def filled(template: bytes, rows: tuple[Row, ...]) -> bytes:
    header = sheet_of(template)[0]
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Список")
        sheet.write_row(0, 0, header)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, [row.get(title, "") for title in header])
    return target.getvalue()


def sheet_of(content: bytes) -> list[list[Any]]:
    """The first sheet of a workbook, header first."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


def workbook_of(rows: tuple[tuple[str, ...], ...]) -> bytes:
    """A sheet of texts as they stand."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Лист1")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()
