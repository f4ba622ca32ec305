"""Pages of look-alike cards: compare, merge, set apart, and the way back."""

from datetime import date

import pytest
from django.urls import reverse

from rostok.kernel import clock
from rostok.people.merging import UNDO_LIVES, forget_merges
from rostok.people.models import DistinctPair, Person, PersonMerge, PersonSensitive
from rostok.staff.alike.comparing import compared
from tests.factories import hire, hold, make_person, make_school, make_teacher, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2025, 3, 5)


@pytest.fixture(autouse=True)
def _day():
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def school():
    return make_school(title="Школа 1")


@pytest.fixture
def coordinator(client, school):
    user = make_user(school)
    hold(user, "coordinator", school)
    client.force_login(user)
    return client


@pytest.fixture
def pair(school):
    """Who left in 2023 and came back under another last name as somebody new."""
    older, newer = make_person("Иванова"), make_person("Смирнова")
    for card in (older, newer):
        PersonSensitive.objects.create(person=card, birth_date=date(1980, 5, 1))
    hire(older, school, date(2015, 9, 1), end=date(2023, 9, 1))
    hire(newer, school, date(2024, 1, 1))
    return older, newer


def address(name, *rows):
    return reverse(f"staff:{name}", args=[getattr(row, "pk", row) for row in rows])


def seen_in(answer):
    return answer.context["form"].initial["seen"]


def merge(client, first, second, **answers):
    url = address("compare", first, second)
    return client.post(url, {"seen": seen_in(client.get(url)), **answers})


def test_the_list_says_why_and_leads_to_the_comparison(coordinator, pair):
    answer = coordinator.get(address("alike")).content.decode()
    assert "сменилась фамилия" in answer
    assert address("compare", *pair) in answer


def test_the_comparison_shows_both_cards_and_the_joined_life(coordinator, pair):
    answer = coordinator.get(address("compare", *pair))
    text = answer.content.decode()
    for words in ("Иванова Мария", "Смирнова Мария", "первая карточка", "вторая карточка", "1980"):
        assert words in text.replace("\xa0", " ")
    assert list(answer.context["form"].fields) == ["seen", "last_name"]


def test_a_merge_an_old_address_and_the_way_back(coordinator, pair):
    older, newer = pair
    answer = merge(coordinator, newer, older, last_name="second")
    assert answer.url == older.get_absolute_url()
    old_address = coordinator.get(newer.get_absolute_url())
    assert (old_address.status_code, old_address.url) == (302, older.get_absolute_url())
    card = coordinator.get(older.get_absolute_url()).content.decode()
    undo = address("undo_merge", PersonMerge.objects.get())
    assert "Смирнова Мария" in card
    assert undo in card
    assert "Каждая запись вернётся" in coordinator.get(undo).content.decode()
    coordinator.post(undo)
    assert coordinator.get(newer.get_absolute_url()).status_code == 200
    assert not Person.objects.exclude(merged_into=None).exists()


def test_an_unanswered_question_comes_back_at_its_place(coordinator, pair):
    answer = merge(coordinator, *pair)
    assert answer.status_code == 422
    assert "Выберите, что верно." in answer.content.decode()
    assert not PersonMerge.objects.exists()


def test_a_comparison_that_has_aged_is_refused(coordinator, pair):
    older, newer = pair
    url = address("compare", older, newer)
    seen = seen_in(coordinator.get(url))
    form = {"last_name": "Новая", "first_name": "Мария", "version": newer.version}
    coordinator.post(address("edit", newer), form)
    answer = coordinator.post(url, {"seen": seen, "last_name": "second", "patronymic": "first"})
    assert "одну из карточек изменили" in answer.content.decode()


def test_closed_data_are_compared_only_for_those_who_may_see_them(pair):
    older, newer = pair
    titles = [{line.title for line in compared(older, newer, closed=it)} for it in (True, False)]
    assert titles[0] - titles[1] == {"Дата рождения", "Телефон"}


def test_two_people_are_set_apart(coordinator, pair):
    older, newer = pair
    assert coordinator.get(address("set_apart", older, newer)).status_code == 200
    answer = coordinator.post(address("set_apart", older, newer))
    assert answer.url == address("alike")
    assert DistinctPair.objects.get().second == newer
    assert "сменилась фамилия" not in coordinator.get(address("alike")).content.decode()


@pytest.mark.parametrize("name", ["compare", "set_apart"])
def test_a_foreign_card_is_not_found(coordinator, pair, name):
    foreign = make_teacher(make_school())
    assert coordinator.get(address(name, pair[0], foreign)).status_code == 404
    assert coordinator.post(address(name, foreign, pair[0])).status_code == 404


def test_a_card_is_no_pair_with_itself(coordinator, pair):
    assert coordinator.get(address("compare", pair[1], pair[1])).status_code == 404


def test_a_retired_card_of_strangers_is_not_found(client, coordinator, pair):
    merge(coordinator, *pair, last_name="first")
    stranger = make_user(make_school())
    hold(stranger, "coordinator", stranger.home)
    client.force_login(stranger)
    assert client.get(pair[1].get_absolute_url()).status_code == 404


def test_after_thirty_days_the_way_back_is_closed_and_its_steps_are_forgotten(coordinator, pair):
    merge(coordinator, *pair, last_name="first")
    undo = address("undo_merge", PersonMerge.objects.get())
    assert forget_merges() == 0
    with clock.moved_to(TODAY + UNDO_LIVES * 2):
        assert coordinator.get(undo).status_code == 404
        assert forget_merges() == 1
    assert PersonMerge.objects.get().steps == []
