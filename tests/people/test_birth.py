from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostok.kernel.errors import RuleViolation
from rostok.kernel.periods import years_before
from rostok.people.birth import refuse_unlikely_birth_date, years_between

DAY = date(2026, 3, 5)


@given(st.dates(date(1930, 1, 1), date(2026, 12, 31)), st.integers(0, 36500))
def test_full_years_agree_with_the_calendar(first, days):
    try:
        day = first + timedelta(days=days)
    except OverflowError:
        return
    years = years_between(first, day)
    assert years >= 0
    assert years_before(day, years) >= first
    assert years_before(day, years + 1) < first


def test_the_day_itself_completes_a_year():
    assert years_between(date(1991, 3, 5), DAY) == 35
    assert years_between(date(1991, 3, 6), DAY) == 34


@pytest.mark.parametrize("born", [date(2012, 3, 6), date(1925, 3, 4), date(2027, 1, 1)])
def test_an_unlikely_birth_date_is_refused(born):
    with pytest.raises(RuleViolation, match="от 14 до 100"):
        refuse_unlikely_birth_date(born, DAY)


@pytest.mark.parametrize("born", [date(2012, 3, 5), date(1926, 3, 4), date(1990, 1, 1)])
def test_a_likely_birth_date_passes(born):
    refuse_unlikely_birth_date(born, DAY)
