from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostok.kernel.ui import formats


@pytest.mark.parametrize(
    ("value", "places", "words"),
    [
        (None, 1, "—"),
        ("", 1, "—"),
        ("слово", 1, "—"),
        (Decimal("72.45"), 1, "72,5"),
        (Decimal("-0.05"), 1, "−0,1"),
        (Decimal("-0.04"), 1, "0,0"),
        (12345, 0, "12\u00a0345"),
        (Decimal("1234567.891"), 2, "1\u00a0234\u00a0567,89"),
        (2.5, 0, "3"),
    ],
)
def test_a_number_has_a_decimal_comma_and_rounds_half_up(value, places, words):
    assert formats.decimal_words(value, places) == words


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_rounding_never_moves_a_number_by_more_than_half_a_unit(value):
    words = formats.decimal_words(value, 1)
    back = Decimal(words.replace("\u00a0", "").replace(",", ".").replace("−", "-"))
    assert abs(back - value) <= Decimal("0.05")


def test_percent_is_kept_on_the_line():
    assert formats.percent_words(Decimal("72.5"), 1) == "72,5\u00a0%"
    assert formats.percent_words(None) == "—"


def test_idle_zeros_are_left_out():
    assert formats.short_decimal_words(Decimal("80.0")) == "80"
    assert formats.short_decimal_words(100) == "100"
    assert formats.short_decimal_words(Decimal("72.50"), 2) == "72,5"


def test_a_date_is_written_out():
    assert formats.date_words(date(2026, 3, 5)) == "5\u00a0марта\u00a02026\u00a0г."
    assert formats.date_words(None) == "—"


def test_an_instant_is_shown_by_its_local_day(settings):
    settings.TIME_ZONE = "Asia/Krasnoyarsk"
    assert formats.date_words(datetime(2026, 3, 4, 20, 0, tzinfo=UTC)).startswith("5")


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1\u00a0человек"), (22, "22\u00a0человека"), (11, "11\u00a0человек"), (None, "—")],
)
def test_a_noun_agrees_with_its_number(number, words):
    assert formats.count_words(number, "человек,человека,человек") == words


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("05.03.2026", "2026-03-05"),
        ("5.3.2026", "2026-03-05"),
        ("2026-03-05", "2026-03-05"),
        ("05.03.2026 14:30:00", "2026-03-05T14:30:00"),
        ("завтра", "завтра"),
    ],
)
def test_a_date_control_is_given_an_iso_date(typed, iso):
    assert formats.iso_moment(typed) == iso
