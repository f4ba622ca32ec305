"""Passwords that people here think of first are refused, whatever the layout and the figures."""

import pytest
from django.core.exceptions import ValidationError

from rostok.accounts.models import User
from rostok.accounts.passwords import RussianCommonPasswordValidator, is_common, password_hint
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person

COMMON = [
    "маринка1980",
    "Сэсэгма-2001!",
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
    "п@р0ль2024!",
    "P@$$w0rd2024",
    "Школа№17-2024",
    "irjkf1712345",
    "лето2026лето",
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


ABOUT = [
    "Щёголева1980!",
    "щеголева-мария-85",
    "shchegoleva1985",
    "otujktdf1985",
    "Таксимовская3!",
    "taksimovskaya-2024",
    "shchegoleva.mp1",
]


@pytest.mark.parametrize("password", ABOUT)
def test_ones_own_name_and_school_are_refused(password):
    person = Person(last_name="Щёголева", first_name="Мария", patronymic="Петровна")
    home = OrgUnit(short_title="Таксимовская СОШ № 3")
    user = User(username="shchegoleva.mp", person=person, home=home)
    with pytest.raises(ValidationError, match="только"):
        RussianCommonPasswordValidator().validate(password, user)
    stranger = User(username="x", title="Кто-то другой")
    RussianCommonPasswordValidator().validate(password, stranger)


@pytest.mark.parametrize("password", GOOD)
def test_a_good_password_is_taken_from_somebody(password):
    person = Person(last_name="Щёголева", first_name="Мария")
    RussianCommonPasswordValidator().validate(password, User(username="shchegoleva", person=person))


def test_the_hint_tells_the_length_that_is_asked_and_what_not_to_take():
    hint = password_hint()
    assert hint.startswith("Не короче 10 знаков. Не берите имя")
    assert hint.count(".") == 2
