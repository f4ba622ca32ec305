"""Staff lists as they really come: the same three people in files that nobody would print."""

import csv
from collections.abc import Iterable
from datetime import date
from io import BytesIO, StringIO

import xlsxwriter

from tests.kernel.old_excel import xls

SNILS = "112-233-445 95"
TITLES = (
    *("Фамилия", "Имя", "Отчество", "Дата рождения", "Должность", "Вид занятости", "Ставка"),
    *("Дата приёма", "Категория", "Категория с"),
)
ANNA = (
    *("Северова", "Анна", "Игоревна", "14.03.1991", "учитель математики", "основное", "1"),
    *("01.09.2019", "высшая", "20.12.2023"),
)
OLEG = (
    *("Полевой", "Олег", "Семёнович", "02.11.1979", "заместитель директора по УВР", "", "1"),
    *("15.08.2011", "", ""),
)
AIDA = (
    *("Салчак", "Аида", "Мергеновна", "05.01.2000", "воспитатель", "внешнее совместительство"),
    *("0,5", "01.09.2024", "нет", ""),
)
PEOPLE = (ANNA, OLEG, AIDA)
# What must stand on record afterwards, whatever the file looked like.
EXPECTED = {
    "Северова Анна Игоревна 1991-03-14 teacher main 1.00 2019-09-01 mathematics higher 2023-12-20",
    "Полевой Олег Семёнович 1979-11-02 deputy-head main 1.00 2011-08-15",
    "Салчак Аида Мергеновна 2000-01-05 kindergarten-teacher external 0.50 2024-09-01",
}


def with_cells(**changes):
    """The people with one column made by a function of the usual cell."""
    places = {title: TITLES.index(title) for title in TITLES}
    at = {places[TITLES[int(key[1:])]]: change for key, change in changes.items()}
    return [
        tuple(at[place](cell) if place in at and cell else cell for place, cell in enumerate(row))
        for row in PEOPLE
    ]


def day_of(text):
    day, month, year = map(int, text.split("."))
    return date(year, month, day)


def days_as(change):
    """All dates of the list, changed alike."""
    return with_cells(_3=change, _7=change, _9=change)


def xlsx(*rows, merges=(), sheets=None, hide=()):
    """`merges`: (row, place, row, place, text); `sheets`: title → rows, instead of the rows."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    look = book.add_format({"num_format": "dd.mm.yyyy"})
    for title, lines in (sheets or {"Лист1": rows}).items():
        page = book.add_worksheet(title)
        for number, row in enumerate(lines):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, place, cell, look)
                elif isinstance(cell, str) and cell:
                    page.write_string(number, place, cell)
                elif cell not in (None, ""):
                    page.write(number, place, cell)
        for top, left, bottom, right, text in merges:
            page.merge_range(top, left, bottom, right, text)
        if title in hide:
            page.hide()
        elif lines:
            page.activate()
            page.set_first_sheet()
    book.close()
    return file.getvalue()


def text_of(rows: Iterable[tuple], mark=";"):
    target = StringIO()
    csv.writer(target, delimiter=mark).writerows(rows)
    return target.getvalue()


def joined_names(rows, order=(0, 1, 2)):
    return [(" ".join(row[at] for at in order), *row[3:]) for row in rows]


def in_words(text):
    months = ("", "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа")
    months += ("сентября", "октября", "ноября", "декабря")
    day = day_of(text)
    return f"«{day.day:02}» {months[day.month]} {day.year} года"


LOOK_ALIKE = str.maketrans("еоасрх", "eoacpx")
SINGLE = ("ФИО", *TITLES[3:])
GROUPED = (
    ("№", "Работник", "", "", "", "Работа", "", "", "", "Категория", ""),
    ("", "Фамилия", "Имя", "Отчество", "Дата рождения", *TITLES[4:8], "наличие", "дата присвоения"),
)
NUMBERED = [(number, *row) for number, row in enumerate(PEOPLE, 1)]
PRINTED_1C = [
    ("МБОУ СОШ № 1",),
    ("Список сотрудников на 01.03.2025",),
    (),
    ("№ п/п", *SINGLE),
    *[(n, *row) for n, row in enumerate(joined_names(PEOPLE[:2]), 1)],
    ("№ п/п", *SINGLE),
    *[(n, *row) for n, row in enumerate(joined_names(PEOPLE[2:]), 3)],
    ("Итого: 3 человека",),
]
# kind → name of the file and its bytes; all of them mean the same people.
SAME: dict[str, tuple[str, bytes]] = {
    "the template's own titles": ("a.xlsx", xlsx(TITLES, *PEOPLE)),
    "csv of Excel, semicolons": ("a.csv", text_of([TITLES, *PEOPLE]).encode("utf-8-sig")),
    "csv in the Windows encoding, tabs": (
        "a.csv",
        text_of([TITLES, *PEOPLE], "\t").encode("cp1251"),
    ),
    "csv in UTF-16": ("a.txt", text_of([TITLES, *PEOPLE], "\t").encode("utf-16")),
    "Excel 97": ("a.xls", xls([TITLES, *PEOPLE])),
    "Excel 97 under the name of xlsx": ("a.xlsx", xls([TITLES, *PEOPLE])),
    "a title and a stamp above": (
        "a.xlsx",
        xlsx(
            ("", "", "", "УТВЕРЖДАЮ", "Директор школы"),
            ("Сведения о педагогических работниках, их фамилии и должности",),
            (),
            TITLES,
            *PEOPLE,
        ),
    ),
    "columns from right to left": (
        "a.xlsx",
        xlsx(TITLES[::-1], *[row[::-1] for row in PEOPLE]),
    ),
    "a header of two rows, groups merged": (
        "a.xlsx",
        xlsx(
            *GROUPED,
            *NUMBERED,
            merges=[
                (0, 0, 1, 0, "№"),
                (0, 1, 0, 4, "Работник"),
                (0, 5, 0, 8, "Работа"),
                (0, 9, 0, 10, "Категория"),
            ],
        ),
    ),
    "a header of two rows in csv": ("a.csv", text_of([*GROUPED, *NUMBERED]).encode()),
    "a line of column numbers below the header": (
        "a.xlsx",
        xlsx(("№", *TITLES), tuple(range(1, 12)), *NUMBERED),
    ),
    "titles in capitals, with stars and brackets": (
        "a.xlsx",
        xlsx(tuple(f"{title.upper()}* (обязательно)" for title in TITLES), *PEOPLE),
    ),
    "titles in Latin look-alikes": (
        "a.xlsx",
        xlsx(tuple(title.translate(LOOK_ALIKE) for title in TITLES), *PEOPLE),
    ),
    "titles with slips of the pen": (
        "a.xlsx",
        xlsx(("Фамлия", "Имя", "Отчесво", "Дата рождени", "Должнсть", *TITLES[5:]), *PEOPLE),
    ),
    "titles broken by hyphens and lines": (
        "a.xlsx",
        xlsx(
            ("Фами-\nлия", "Имя", "Отче-\nство", "Дата\nрождения", "Долж-\nность", *TITLES[5:]),
            *PEOPLE,
        ),
    ),
    "titles of an old form": (
        "a.xlsx",
        xlsx(
            (
                *("Фамилия работника", "Имя", "Отчество (при наличии)"),
                *("Число, месяц, год рождения", "Занимаемая должность (по штатному расписанию)"),
                *("Основное место работы/совместительство", "Кол-во ставок"),
                *("Дата приема на работу в данное учреждение", "Квалификационная категория"),
                "Дата присвоения категории",
            ),
            *PEOPLE,
        ),
    ),
    "the name in one cell": ("a.xlsx", xlsx(SINGLE, *joined_names(PEOPLE))),
    "the name in one cell, last name at the end": (
        "a.xlsx",
        xlsx(("Ф. И. О. работника", *SINGLE[1:]), *joined_names(PEOPLE, (1, 2, 0))),
    ),
    "names in capitals": (
        "a.xlsx",
        xlsx(SINGLE, *[(row[0].upper(), *row[1:]) for row in joined_names(PEOPLE)]),
    ),
    "names in Latin look-alikes": (
        "a.xlsx",
        xlsx(TITLES, *[(*(c.translate(LOOK_ALIKE) for c in row[:3]), *row[3:]) for row in PEOPLE]),
    ),
    "spaces of all kinds": (
        "a.xlsx",
        xlsx(
            TITLES, *[tuple(f"\u00a0 {c}\u200b \u202f" if c else c for c in row) for row in PEOPLE]
        ),
    ),
    "dates of Excel": ("a.xlsx", xlsx(TITLES, *days_as(day_of))),
    "dates as serial numbers": (
        "a.xlsx",
        xlsx(TITLES, *days_as(lambda text: (day_of(text) - date(1899, 12, 30)).days)),
    ),
    "dates as serial numbers in text": (
        "a.csv",
        text_of([TITLES, *days_as(lambda text: (day_of(text) - date(1899, 12, 30)).days)]).encode(),
    ),
    "dates of ISO": (
        "a.csv",
        text_of([TITLES, *days_as(lambda t: day_of(t).isoformat())]).encode(),
    ),
    "dates with the time of day": (
        "a.csv",
        text_of([TITLES, *days_as(lambda t: f"{day_of(t)} 00:00:00")]).encode(),
    ),
    "dates with «г.» and «с»": ("a.xlsx", xlsx(TITLES, *days_as(lambda text: f"с {text} г."))),
    "dates in words": ("a.xlsx", xlsx(TITLES, *days_as(in_words))),
    "dates with commas and slashes": (
        "a.xlsx",
        xlsx(
            TITLES, *with_cells(_3=lambda t: t.replace(".", ","), _7=lambda t: t.replace(".", "/"))
        ),
    ),
    "years of two digits": ("a.xlsx", xlsx(TITLES, *days_as(lambda t: t[:6] + t[8:]))),
    "the category with its order in one cell": (
        "a.xlsx",
        xlsx(
            TITLES[:9],
            (*ANNA[:8], "Высшая, приказ от 20.12.2023 № 45-к"),
            OLEG[:9],
            (*AIDA[:8], "соотв. занимаемой должности"),
        ),
    ),
    "kinds, shares and categories in short": (
        "a.xlsx",
        xlsx(
            TITLES,
            (*ANNA[:5], "осн.", "1 ст.", ANNA[7], "в/к", ANNA[9]),
            (*OLEG[:5], "осн", "1,0 ставки", *OLEG[7:]),
            (*AIDA[:5], "внеш. совм.", "1/2", AIDA[7], "б/к", ""),
        ),
    ),
    "posts as schools call them": (
        "a.xlsx",
        xlsx(
            TITLES,
            (*ANNA[:4], "Учитель математики, классный руководитель", *ANNA[5:]),
            (*OLEG[:4], "зам.директора по УВР", *OLEG[5:]),
            (*AIDA[:4], "Воспитатель (ГПД)", *AIDA[5:]),
        ),
    ),
    "a print of the accounting programme": ("a.xlsx", xlsx(*PRINTED_1C)),
    "a print with a merged last line": (
        "a.xlsx",
        xlsx(TITLES, *PEOPLE, merges=[(5, 0, 5, 9, "Директор школы ____________ И. И. Иванова")]),
    ),
    "an empty sheet and a title page before": (
        "a.xlsx",
        xlsx(sheets={"Пусто": [], "Титул": [("Сведения",)], "Список": [TITLES, *PEOPLE]}),
    ),
    "a hidden old list before": (
        "a.xlsx",
        xlsx(
            sheets={"Старый": [TITLES, ("Бывший", "Пётр", *OLEG[2:])], "Новый": [TITLES, *PEOPLE]},
            hide=("Старый",),
        ),
    ),
    "two hundred columns": (
        "a.xlsx",
        xlsx(
            (*TITLES, *(f"Показатель {n}" for n in range(190))),
            *[(*row, *range(190)) for row in PEOPLE],
        ),
    ),
    "a table far from the corner": (
        "a.xlsx",
        xlsx(*[()] * 12, *[((None,) * 7 + row) for row in (TITLES, *PEOPLE)]),
    ),
    "empty rows between": (
        "a.xlsx",
        xlsx(TITLES, (), PEOPLE[0], (), ("",) * 9, *PEOPLE[1:], ()),
    ),
    "dashes in empty cells": (
        "a.xlsx",
        xlsx(TITLES, *[tuple(cell or "—" for cell in row) for row in PEOPLE]),
    ),
    "line breaks inside cells of csv": (
        "a.csv",
        text_of(
            [("Фами-\nлия", *TITLES[1:]), *[("\n" + row[0], *row[1:]) for row in PEOPLE]]
        ).encode(),
    ),
}
