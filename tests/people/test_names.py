"""A name typed by hand: the letters that were meant."""

import pytest

from rostok.people.queries import read_name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Cидoрова", "Сидорова"),
        ("oльга", "Ольга"),
        (" ПЕТРОВА - водкина", "ПЕТРОВА - водкина"),
        ("СЕРГЕЕВНА", "Сергеевна"),
        ("мамед оглы", "Мамед оглы"),
        ("ван дер Берг", "ван дер Берг"),
        ("Anna", "Anna"),
        ("", ""),
    ],
)
def test_latin_letters_and_capitals_are_put_right(typed, meant):
    assert read_name(typed) == meant
