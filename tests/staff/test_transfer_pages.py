"""Transfers as the two coordinators see them, in the order in which they do it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from rostok.kernel import clock
from rostok.staff.models import TransferRequest
from tests.factories import (
    hold,
    make_municipality,
    make_post,
    make_school,
    make_teacher,
    make_user,
)

pytestmark = pytest.mark.django_db

BORN = date(1980, 5, 1)


@pytest.fixture(autouse=True)
def _day():
    with clock.moved_to(date(2025, 3, 5)):
        yield


@pytest.fixture
def municipality():
    return make_municipality()


@pytest.fixture
def old(municipality):
    return make_school(municipality, title="Школа прежняя")


@pytest.fixture
def new(municipality):
    return make_school(municipality, title="Школа новая")


@pytest.fixture
def person(old):
    return make_teacher(old, "Яшина", born=BORN)


def coordinator_of(school):
    user = make_user(school)
    hold(user, "coordinator", school)
    client = Client()
    client.force_login(user)
    return client


def address(name, *args):
    return reverse(f"staff:{name}", args=args)


def ask(client, new, **changed):
    form = {
        "organisation": new.pk,
        "last_name": "яшина",
        "first_name": "Мария",
        "patronymic": "Петровна",
        "birth_date": "01.05.1980",
        "post": make_post().pk,
        "start": "01.04.2025",
        **changed,
    }
    return client.post(address("ask_transfer"), form)


def test_a_transfer_from_request_to_consent(person, old, new):
    taker, giver = coordinator_of(new), coordinator_of(old)
    asked = ask(taker, new)
    transfer = TransferRequest.objects.get()
    assert asked.url == address("transfer", transfer.pk)
    seen = taker.get(asked.url).content.decode()
    assert "яшина Мария Петровна" in seen
    assert "Школа прежняя" not in seen
    assert "Решить о переводе" in giver.get("/").content.decode()
    assert "Школа новая" in giver.get(asked.url).content.decode()
    done = giver.post(address("agree_transfer", transfer.pk), {"last_day": "31.03.2025"})
    assert done.status_code == 302
    assert ": согласован" in taker.get("/notices/").content.decode()
    assert "Школа прежняя" in taker.get(asked.url).content.decode()
    assert person.employments.main().get(end=None).organisation == new


def test_the_other_sides_decision_is_not_even_found(person, new, old):
    taker = coordinator_of(new)
    coordinator_of(old)
    ask(taker, new)
    transfer = TransferRequest.objects.get()
    assert taker.get(address("agree_transfer", transfer.pk)).status_code == 404
    stranger = coordinator_of(make_school())
    for name in ("transfer", "agree_transfer", "refuse_transfer", "withdraw_transfer"):
        assert stranger.get(address(name, transfer.pk)).status_code == 404
    assert "яшина" not in stranger.get(address("transfers")).content.decode()


def test_the_list_and_its_table_hide_what_the_asking_side_may_not_know(person, old, new):
    taker = coordinator_of(new)
    ask(taker, new)
    listed = taker.get(address("transfers"), {"direction": "in", "state": "open"})
    exported = taker.get(address("transfers"), {"export": "csv"})
    for answer in (listed, exported):
        text = answer.getvalue().decode() if answer.streaming else answer.content.decode()
        assert "яшина Мария Петровна" in text
        assert "другая организация" in text
        assert "Школа прежняя" not in text
    assert not taker.get(address("transfers"), {"direction": "out"}).context["table"].rows


def test_a_refused_request_keeps_what_was_typed(person, new):
    answer = ask(coordinator_of(new), new, birth_date="02.05.1980")
    assert answer.status_code == 422
    assert "такого человека нет" in answer.content.decode()
    assert 'value="яшина"' in answer.content.decode()


def test_an_offer_names_the_organisation_by_its_name_or_code(person, old, new):
    giver, taker = coordinator_of(old), coordinator_of(new)
    work = person.employments.get()
    form = {"organisation": "школа НОВАЯ", "last_day": "31.03.2025"}
    make_school(new.parent, title="Школа новая 2")
    answer = giver.post(address("offer_transfer", work.pk), form)
    accept = address("accept_transfer", TransferRequest.objects.get().pk)
    assert answer.status_code == 302
    assert "Школа прежняя" in taker.get(accept).content.decode()
    taken = taker.post(accept, {"post": make_post().pk, "start": "01.04.2025", "rate": "1"})
    assert taken.status_code == 302
    assert person.employments.main().get(end=None).organisation == new


@pytest.mark.parametrize(
    ("typed", "phrase"), [("Школа", "Подходят несколько"), ("Лицей", "Такой открытой организации")]
)
def test_an_organisation_that_is_not_clear_is_asked_again(person, old, new, typed, phrase):
    make_school(new.parent, title="Школа другая")
    url = address("offer_transfer", person.employments.get().pk)
    form = {"organisation": typed, "last_day": "31.03.2025"}
    answer = coordinator_of(old).post(url, form)
    assert phrase in answer.content.decode()


def test_a_reason_and_a_withdrawal(person, old, new):
    taker, giver = coordinator_of(new), coordinator_of(old)
    ask(taker, new)
    first = TransferRequest.objects.get()
    giver.post(address("refuse_transfer", first.pk), {"reason": "Выпускной класс"})
    assert "Выпускной класс" in taker.get(address("transfer", first.pk)).content.decode()
    ask(taker, new)
    second = TransferRequest.objects.latest("pk")
    assert taker.get(address("withdraw_transfer", second.pk)).status_code == 200
    taker.post(address("withdraw_transfer", second.pk))
    second.refresh_from_db()
    assert second.state == "withdrawn"
