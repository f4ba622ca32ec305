from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostok.kernel.tabular import (
    CellError,
    Checked,
    Choice,
    Column,
    Day,
    Number,
    Text,
    Whole,
    YesNo,
    as_text,
)
from rostok.kernel.tabular.columns import EARLIEST, LATEST

MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
DAYS = st.dates(EARLIEST, LATEST)
SERIAL_ZERO = date(1899, 12, 30)


@given(DAYS)
def test_a_day_is_read_however_it_is_written(day):
    written = [
        day,
        datetime.combine(day, time(23, 59)),
        day.isoformat(),
        f"{day.isoformat()}T00:00:00",
        f"{day.isoformat()} 00:00:00",
        f"{day.isoformat()}T10:30:00+03:00",
        f"{day:%d.%m.%Y}",
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"\u00a0{day:%d.%m.%Y} г.\u00a0",
        f"{day.day}\u00a0{MONTHS[day.month - 1]} {day.year} года",
        (day - SERIAL_ZERO).days,
        float((day - SERIAL_ZERO).days) + 0.5,
    ]
    assert {Day()(cell) for cell in written} == {day}
    if day >= date(1927, 5, 18):
        assert Day()(str((day - SERIAL_ZERO).days)) == day


@given(DAYS)
def test_a_day_survives_its_stored_form(day):
    assert Day().load(Day().dump(day)) == day


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.timedeltas()))
def test_whatever_stands_in_a_cell_is_a_day_within_bounds_or_refused(cell):
    with suppress(CellError):
        assert EARLIEST <= Day()(cell) <= LATEST


@given(st.text())
def test_no_parser_breaks_on_any_text(text):
    for parse in (Text(), Whole(), Number(), YesNo(), Choice({1: ("один",)})):
        with suppress(CellError):
            parse(text)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("05.03.20", "ambiguous_date"),
        ("31.02.2020", "not_a_date"),
        ("2020", "not_a_date"),
        ("март 2020", "not_a_date"),
        ("05.03.1850", "date_out_of_bounds"),
        (1, "date_out_of_bounds"),
        (True, "not_a_date"),
        (10**12, "not_a_date"),
        (float("nan"), "not_a_date"),
    ],
)
def test_a_day_that_cannot_be_is_refused(cell, code):
    with pytest.raises(CellError) as refusal:
        Day()(cell)
    assert refusal.value.code == code


def test_a_two_digit_year_is_read_where_the_bounds_leave_one_century():
    born = Day(earliest=date(1930, 1, 1), latest=lambda: date(2010, 1, 1))
    assert born("05.03.85") == date(1985, 3, 5)
    assert born("05.03.05.") == date(2005, 3, 5)
    with pytest.raises(CellError):
        Day(earliest=date(1900, 1, 1), latest=date(2010, 1, 1))("05.03.05")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1 234,5", "1234.5"), ("1\u00a0234.50", "1234.50"), (12, "12"), (0.1, "0.1"), ("−3", "-3")],
)
def test_decimals_are_read_as_people_write_them(cell, value):
    assert Number()(cell) == Decimal(value)


@pytest.mark.parametrize("cell", ["двенадцать", "1,2,3", "", "1e400", "NaN", "Infinity", True])
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(CellError):
        Number(largest=Decimal(10**9))(cell)


def test_bounds_and_places_of_numbers():
    with pytest.raises(CellError, match="запятой"):
        Number(places=1)("1,25")
    with pytest.raises(CellError, match="Меньше"):
        Whole()("-1")
    with pytest.raises(CellError, match="целое"):
        Whole()("1,5")
    assert Whole()("1 000,0") == 1000


def test_choices_know_synonyms_whatever_the_case_and_yo():
    kind = Choice({"half": ("на полставки", "Зачёт.")})
    assert kind(" ЗАЧЕТ ") == "half"
    assert kind.show("half") == "на полставки"
    with pytest.raises(CellError, match="на полставки"):
        kind("совсем")


@pytest.mark.parametrize(
    ("cell", "value"), [("Да", True), ("нет", False), (True, True), (1.0, True)]
)
def test_yes_and_no(cell, value):
    assert YesNo()(cell) is value


@pytest.mark.parametrize("cell", [None, "", "  ", "\u00a0", "—", "-"])
def test_a_blank_cell_is_nothing_or_refused(cell):
    assert Column("a", "А").read(cell) is None
    with pytest.raises(CellError) as refusal:
        Column("a", "А", required=True).read(cell)
    assert refusal.value.code == "required"


@pytest.mark.parametrize("cell", ["#ОШИБКА!", "#ФОРМУЛА!", "#N/A", "#Н/Д", "#REF!"])
def test_a_broken_formula_is_never_taken_for_a_text(cell):
    with pytest.raises(CellError) as refusal:
        Column("a", "А").read(cell)
    assert refusal.value.code == "formula"


def test_a_text_is_cleaned_and_measured():
    assert Text()("  Иванов\u00a0\n Иван ") == "Иванов Иван"
    assert Text()(89001234567.0) == "89001234567"
    with pytest.raises(CellError):
        Text(max_length=3)("четыре")


def test_a_function_of_the_domain_reads_the_text():
    assert Checked(str.upper)(" абв ") == "АБВ"


@pytest.mark.parametrize(
    ("cell", "text"),
    [(1.5, "1,5"), (2.0, "2"), (False, "нет"), (date(2020, 3, 5), "05.03.2020"), (None, "")],
)
def test_a_cell_as_a_person_types_it(cell, text):
    assert as_text(cell) == text


def test_control_characters_are_dropped():
    assert as_text("Ива\x00нов\tИ\x07ван") == "Иванов Иван"


def test_a_duration_is_a_text():
    assert as_text(timedelta(hours=1)) == "1:00:00"


def test_a_day_that_no_calendar_has_is_said_to_be_so() -> None:
    with pytest.raises(CellError) as refused:
        Day()("31.02.2020")
    assert "в календаре нет" in refused.value.message
