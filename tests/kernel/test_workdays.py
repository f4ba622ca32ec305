"""The calendar of working days agrees with what was printed, and terms follow it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostok.kernel.workdays import (
    add_working_days,
    calendar,
    is_working,
    own_days_between,
    territories,
    unknown_years,
    working_days_between,
)


@pytest.mark.parametrize("year", sorted(calendar()))
def test_a_year_has_as_many_working_days_as_printed(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    assert sum(is_working(day) for day in days if day.year == year) == calendar()[year].days


@pytest.mark.parametrize("year", sorted(calendar()))
def test_a_moved_day_is_of_the_other_kind(year: int) -> None:
    one = calendar()[year]
    assert all(day.weekday() < 5 for day in one.free)
    assert all(day.weekday() >= 5 for day in one.working)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 4, 24), date(2026, 5, 12)),  # 1 and 11 May are days off
        (date(2025, 12, 19), date(2026, 1, 14)),  # over the holidays of the new year
        (date(2024, 10, 28), date(2024, 11, 11)),  # a working Saturday within
        (date(2026, 11, 21), date(2026, 12, 4)),  # received on a Saturday
    ],
)
def test_ten_working_days(received: date, due: date) -> None:
    assert add_working_days(received, 10) == due


def test_a_year_without_data_has_weekends_only_and_says_so() -> None:
    assert is_working(date(2031, 1, 2))
    assert not is_working(date(2031, 1, 4))
    assert unknown_years(date(2026, 12, 25), date(2027, 1, 15)) == [2027]


@given(st.dates(date(2023, 1, 1), date(2028, 1, 1)), st.integers(1, 40))
def test_a_term_of_n_days_is_n_working_days_long(day: date, number: int) -> None:
    due = add_working_days(day, number)
    assert is_working(due)
    assert working_days_between(day, due) == number
    assert working_days_between(due, day) == -number


@pytest.mark.parametrize("where", sorted(territories()))
def test_a_day_of_a_territory_is_a_working_day_elsewhere_and_has_a_ground(where: str) -> None:
    own = territories()[where]
    assert own.ground
    for year, days in own.years.items():
        assert year in calendar()
        for day in days:
            assert is_working(day)
            assert not is_working(day, where)


def test_a_territory_s_day_makes_its_terms_longer() -> None:
    received = date(2026, 2, 10)
    assert add_working_days(received, 10) == date(2026, 2, 25)
    assert add_working_days(received, 10, "buryatia") == date(2026, 2, 26)
    assert working_days_between(received, date(2026, 2, 26), "buryatia") == 10
    assert own_days_between(received, date(2026, 2, 26), "buryatia") == {
        date(2026, 2, 18): "Сагаалган"
    }


def test_a_year_of_a_territory_without_data_is_said_to_be_unknown() -> None:
    assert unknown_years(date(2024, 2, 1), date(2024, 2, 20)) == []
    assert unknown_years(date(2024, 2, 1), date(2024, 2, 20), "buryatia") == [2024]
    assert unknown_years(date(2026, 2, 1), date(2026, 2, 20), "buryatia") == []
