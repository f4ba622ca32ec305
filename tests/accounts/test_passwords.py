"""Passwords that people here think of first are refused, whatever the layout and the figures."""

import pytest

from rostok.accounts.passwords import is_common

COMMON = [
    "пароль",
    "Пароль12345",
    "parol2024",
    "gfhjkm12345",
    "йцукенгшщз",
    "qwertyuiop",
    "qwerty1234",
    "ЙЦУКЕН!!2024",
    "1q2w3e4r5t",
    "фывапролдж",
    "Наташа1985",
    "natasha1985!",
    "yfnfif1985",
    "Иванов1978г",
    "мамапапа2020",
    "учитель_школа",
    "учитель2024",
    "exbntkm2024",
    "росток-тува-2026",
    "ыускуе12345",
    "ффффффффффф",
    "aaaaaaa12345",
    "password2024",
]
GOOD = [
    "три слова подряд 7",
    "семь зелёных крокодилов",
    "мама мыла раму",
    "7k2m9x4p1z",
    "Гвоздь-под-крышей",
    "correct horse battery staple",
    "ждёшь южного ветра",
]


@pytest.mark.parametrize("password", COMMON)
def test_a_common_password_is_refused(password):
    assert is_common(password)


@pytest.mark.parametrize("password", GOOD)
def test_a_good_password_is_taken(password):
    assert not is_common(password)
