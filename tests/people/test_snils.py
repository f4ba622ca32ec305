import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostok.kernel.errors import RuleViolation
from rostok.people.phone import read_phone
from rostok.people.snils import control_number, read_snils, snils_hash

GOOD = "112-233-445 95"


def test_a_known_number_is_read_with_any_marks():
    assert read_snils(GOOD) == read_snils("11223344595") == "11223344595"


@given(st.integers(min_value=1_001_999, max_value=999_999_999))
def test_exactly_one_control_number_fits(nine):
    digits = f"{nine:09}"
    right = control_number(digits)
    assert read_snils(f"{digits}{right:02}") if len(set(f"{digits}{right:02}")) > 1 else True
    wrong = (right + 1) % 100
    with pytest.raises(RuleViolation):
        read_snils(f"{digits}{wrong:02}")


@pytest.mark.parametrize("text", ["", "123", "112-233-445 96", "111-111-111 11", "1" * 12])
def test_what_cannot_be_a_number_is_refused(text):
    with pytest.raises(RuleViolation):
        read_snils(text)


def test_the_hash_depends_on_the_key(settings):
    first = snils_hash("11223344595")
    settings.PERSON_KEY = "another"
    assert snils_hash("11223344595") != first
    assert "11223344595" not in first


@pytest.mark.parametrize("text", ["8 (913) 123-45-67", "+79131234567", "9131234567"])
def test_phones_are_stored_in_one_form(text):
    assert read_phone(text) == "+7 913 123-45-67"


def test_a_phone_of_nine_digits_is_refused():
    with pytest.raises(RuleViolation, match="10 цифр"):
        read_phone("913123456")
