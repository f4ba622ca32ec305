"""Cards that look like one person: found with their reasons, decided once, never all by all."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rostok.kernel import clock
from rostok.people.models import PersonSensitive
from rostok.staff import services
from rostok.staff.alike import alike_pairs
from rostok.staff.models import EmploymentKind
from rostok.staff.permissions import EDIT, VIEW
from tests.factories import (
    BOSS,
    actor_at,
    hire,
    make_municipality,
    make_person,
    make_school,
)

pytestmark = pytest.mark.django_db

BORN = date(1980, 5, 1)
IVANOVA = ("Иванова", "Мария", "Петровна")


@pytest.fixture(autouse=True)
def _day():
    with clock.moved_to(date(2025, 3, 5)):
        yield


@pytest.fixture
def school():
    return make_school()


def card(school, name=IVANOVA, born=BORN, snils="", **work):
    last, first, patronymic = name
    person = make_person(last, first_name=first, patronymic=patronymic)
    if born or snils:
        PersonSensitive.objects.create(person=person, birth_date=born, snils_hash=snils or None)
    hire(person, school, **work)
    return person


def keeper(unit, **fields):
    return actor_at(unit, VIEW, EDIT, **fields)


def reasons(unit, **fields):
    """Of the only pair there is, else nothing."""
    found = alike_pairs(keeper(unit, **fields))
    assert len(found) < 2
    return "; ".join(found[0].reasons) if found else ""


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (IVANOVA, "имя то же; дата рождения та же"),
        (("ИВАНОВА", "Мария", "Петровна"), "разные заглавные"),
        (("Ивановa", "Мaрия", "Петровна"), "похожие буквы"),  # Latin «a» twice
        (("Иваноба", "Мария", "Петровна"), "опечатка в фамилии"),
        (("Иванова", "Марья", "Петровна"), "опечатка в имени"),
        (("Иванова", "Мария", "Пертовна"), "опечатка в отчестве"),
        (("Мария", "Иванова", "Петровна"), "переставлены"),
        (("Смирнова", "Мария", "Петровна"), "сменилась фамилия"),
        (("Иванова", "Мария", ""), "отчество есть только на одной"),
    ],
)
def test_a_pair_says_in_words_what_is_alike(school, name, reason):
    card(school)
    card(school, name)
    assert reason in reasons(school)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [("Семёнова", "Семенова", "ё и е"), ("Петрова-Водкина", "Петрова Водкина", "дефис")],
)
def test_spellings_of_one_name_come_together(school, one, other, reason):
    card(school, (one, "Мария", "Петровна"))
    card(school, (other, "Мария", "Петровна"))
    assert reason in reasons(school)


def test_one_card_with_a_snils_and_one_without(school):
    card(school, snils="a" * 64)
    card(school, born=None)
    found = reasons(school)
    assert "СНИЛС только на одной карточке" in found
    assert "дата рождения есть только на одной" in found


@pytest.mark.parametrize("born", [date(1980, 1, 5), date(1980, 5, 2)])
def test_a_slip_in_the_birth_date_is_named(school, born):
    card(school)
    card(school, born=born)
    assert "отличается на одну цифру" in reasons(school)


@pytest.mark.parametrize(
    ("name", "born"),
    [
        (IVANOVA, date(1991, 11, 23)),  # a namesake
        (("Иванова", "Ирина", "Петровна"), BORN),  # a twin sister
        (("Смирнова", "Мария", "Петровна"), None),
        (("Иванбаа", "Мария", "Петровна"), None),  # two letters, no date to be sure
        (("Смирнов", "Пётр", "Ильич"), BORN),
    ],
)
def test_different_people_are_not_proposed(school, name, born):
    card(school)
    card(school, name, born=born)
    assert reasons(school) == ""


def test_two_numbers_are_two_people(school):
    card(school, snils="a" * 64)
    card(school, snils="b" * 64)
    assert reasons(school) == ""


def test_who_left_and_came_back_as_somebody_new_is_found(school):
    card(school, start=date(2010, 9, 1), end=date(2020, 9, 1))
    card(school)
    assert "имя то же" in reasons(school)


def test_one_person_at_two_schools_is_found_from_above_by_name_and_date_only():
    municipality = make_municipality()
    one, other = make_school(municipality), make_school(municipality)
    card(one)
    card(other, kind=EmploymentKind.EXTERNAL)
    card(other, ("Смирнова", "Мария", "Петровна"), born=date(1975, 2, 2))
    card(one, ("Смирнова", "Мария", "Петровна"), born=None)
    assert reasons(municipality) == "имя то же; дата рождения та же"
    assert reasons(one) == ""


def test_foreign_cards_and_ones_own_are_not_proposed(school):
    mine = card(school)
    card(school)
    assert alike_pairs(keeper(make_school())) == []
    assert alike_pairs(keeper(school, person_id=mine.pk)) == []


def test_a_pair_decided_or_merged_is_not_proposed_again(school):
    first, second, third = card(school), card(school), card(school)
    assert len(alike_pairs(keeper(school))) == 3
    services.set_apart(BOSS, first=first, second=second)
    assert len(alike_pairs(keeper(school))) == 2
    services.merge_people(BOSS, first=first, second=third, choices=same_work(first, third))
    assert alike_pairs(keeper(school)) == []


def same_work(first, second):
    works = [person.employments.get().pk for person in (first, second)]
    return {f"work_{works[0]}_{works[1]}": "same-first"}


def test_the_surest_pairs_stand_first(school):
    card(school, ("Юрьева", "Анна", "Ильинична"), born=None)
    card(school, ("Юрьева", "Анна", "Ильинична"))
    card(school)
    card(school)
    found = alike_pairs(keeper(school))
    assert [len(pair.reasons) for pair in found] == [2, 2]
    assert "дата рождения та же" in found[0].reasons


def test_a_thousand_namesakes_cost_a_few_queries_and_few_comparisons(school):
    for _ in range(60):
        card(school, born=None)
    with CaptureQueriesContext(connection) as caught:
        found = alike_pairs(keeper(school))
    assert len(caught) <= 4
    assert len(found) <= 60 * 12
