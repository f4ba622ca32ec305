"""The second step: turned on with a phone, asked after the password, reset from above."""

import re
from datetime import date, timedelta

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db.models import F
from django.test import Client
from django.urls import reverse

from rostok.accounts.queries import actor_of
from rostok.accounts.second_step import has_second_step, recovery_codes_left
from rostok.accounts.services import issue_codes, reset_second_step, turn_on_second_step
from rostok.config.env import read_environment
from rostok.kernel import clock
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.todo import todo_sources
from tests.factories import PASSWORD, hold, make_school, make_user

pytestmark = pytest.mark.django_db

LOGIN, STEP = reverse("account_login"), reverse("mfa_authenticate")
ON, OFF = reverse("accounts:second_step"), reverse("accounts:second_step_off")
ME = reverse("accounts:me")
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def phone(secret=KEY):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.fixture
def user(place):
    return place.user


@pytest.fixture
def codes(user):
    return turn_on_second_step(actor_of(user), user=user, secret=KEY, code=phone())


def give_password(client, **fields):
    return client.post(LOGIN, {"login": "petrova.a", "password": PASSWORD, **fields})


def is_in(client):
    return client.get(ME).status_code == 200


def test_it_is_turned_on_by_the_page_and_the_codes_are_shown_once(user, client):
    give_password(client)
    text = client.get(ON).content.decode()
    assert "data:image/svg+xml;base64," in text
    key = re.search(r'class="key">([A-Z2-7 ]+)<', text)[1].replace(" ", "")
    assert client.post(ON, {"code": wrong(phone(key))}).status_code == 422
    answer = client.post(ON, {"code": phone(key)})
    found = re.findall(r"<li>(\d{4} \d{4})</li>", answer.content.decode())
    assert len(found) == 10
    assert "no-store" in answer.headers["Cache-Control"]
    assert has_second_step(user)
    assert client.get(ON).url == OFF
    assert found[0] not in client.get(OFF).content.decode()
    assert "Включён вход в два шага" in sentence_of(timeline_of(user)[0])


def test_a_password_alone_no_longer_lets_in(user, codes, client):
    assert give_password(client).url == STEP
    assert not is_in(client)
    assert "Код с телефона" in client.get(STEP).content.decode()
    client.post(STEP, {"code": wrong(phone())})
    assert not is_in(client)
    client.post(STEP, {"code": phone()})
    assert is_in(client)


def test_a_printed_code_lets_in_once(user, codes, client):
    give_password(client)
    client.post(STEP, {"code": codes[0]})
    assert is_in(client)
    assert recovery_codes_left(user) == 9
    other = Client()
    give_password(other)
    other.post(STEP, {"code": codes[0]})
    assert not is_in(other)


def test_guessing_codes_locks_as_guessing_passwords_does(user, codes, client):
    give_password(client)
    for _number in range(8):
        client.post(STEP, {"code": wrong(phone())})
    client.post(STEP, {"code": phone()})
    assert not is_in(client)
    assert give_password(Client()).status_code == 429


def test_a_foreign_computer_is_remembered_as_one_through_the_second_step(user, codes, client):
    give_password(client, shared="on")
    client.post(STEP, {"code": codes[1]})
    assert client.session.get_expire_at_browser_close()
    assert "no-store" in client.get(ME).headers["Cache-Control"]


def test_a_paper_code_for_the_password_does_not_go_round_the_phone(place, user, codes, client):
    [issued] = issue_codes(place.actor, users=[user])
    enter = {"login": user.username, "code": issued.code}
    client.post(reverse("accounts:enter_by_code"), enter)
    new = {"password": "семь зелёных крокодилов", "again": "семь зелёных крокодилов"}
    answer = client.post(reverse("accounts:password_by_code"), new)
    assert answer.url == LOGIN
    assert not is_in(client)


def test_new_codes_and_turning_off_need_a_code(user, codes, client):
    give_password(client)
    client.post(STEP, {"code": codes[0]})
    assert client.post(OFF, {"code": "00000000", "wish": "off"}).status_code == 422
    assert has_second_step(user)
    answer = client.post(OFF, {"code": codes[1], "wish": "codes"})
    fresh = re.findall(r"<li>(\d{4} \d{4})</li>", answer.content.decode())
    assert len(fresh) == 10
    assert client.post(OFF, {"code": codes[2], "wish": "off"}).status_code == 422
    assert client.post(OFF, {"code": fresh[0], "wish": "off"}).url == ME
    assert not has_second_step(user)


def test_it_is_reset_from_above_and_sessions_end(place, user, codes, client):
    give_password(client)
    client.post(STEP, {"code": codes[0]})
    reset_second_step(place.actor, user=user)
    assert not has_second_step(user)
    assert not is_in(client)
    assert "сброшен" in sentence_of(timeline_of(user)[0])
    with pytest.raises(RuleViolation, match="не включён"):
        reset_second_step(place.actor, user=user)


def test_it_is_not_reset_by_strangers_by_oneself_or_from_below(place, user, codes):
    other = make_user(make_school())
    hold(other, "coordinator", other.home)
    with pytest.raises(Forbidden):
        reset_second_step(actor_of(other), user=user)
    hold(user, "service_head", place.unit)
    with pytest.raises(RuleViolation, match="больше, чем вы"):
        reset_second_step(place.actor, user=user)
    with pytest.raises(RuleViolation, match="собственный"):
        reset_second_step(actor_of(user), user=user)


def test_nobody_turns_it_on_for_another_or_twice(place, user, codes):
    with pytest.raises(Forbidden):
        turn_on_second_step(place.actor, user=user, secret=KEY, code=phone())
    with pytest.raises(RuleViolation, match="уже включён"):
        turn_on_second_step(actor_of(user), user=user, secret=KEY, code=phone())


@pytest.fixture
def required(settings):
    settings.SECOND_STEP_FROM = clock.today()


def test_a_wide_reach_turns_it_on_before_anything_else(place, user, required, client):
    hold(user, "municipal_methodist", place.unit)
    give_password(client)
    assert client.get("/").url == ON
    assert client.post(reverse("accounts:sign_out_elsewhere")).url == ON
    assert client.get(ME, HTTP_HX_REQUEST="true").headers["HX-Redirect"] == ON
    text = client.get(ON).content.decode()
    assert "Сначала включите" in text
    key = re.search(r'class="key">([A-Z2-7 ]+)<', text)[1].replace(" ", "")
    client.post(ON, {"code": phone(key)})
    assert is_in(client)


def test_a_school_and_days_before_the_day_are_free(place, user, settings, client, required):
    give_password(client)
    hold(user, "coordinator", place.school)
    assert is_in(client)
    hold(user, "service_head", place.unit)
    assert not is_in(client)
    settings.SECOND_STEP_FROM = clock.today() + timedelta(days=1)
    assert is_in(client)
    settings.SECOND_STEP_FROM = None
    assert is_in(client)


def test_the_day_comes_from_the_environment():
    assert read_environment({"ROSTOK_SECOND_STEP_FROM": ""}).second_step_from is None
    given = read_environment({"ROSTOK_SECOND_STEP_FROM": "2027-02-01"})
    assert given.second_step_from == date(2027, 2, 1)


def home_asks(user):
    source = todo_sources.get("accounts.second_step")
    rows = source.rows(actor_of(user))
    return list(source.shown(actor_of(user), rows.order_by(F("asked_from").asc(nulls_last=True))))


def test_the_home_page_reminds_whom_a_territory_is_open_by_a_password_alone(place, settings):
    head = make_user(place.unit)
    hold(head, "service_head", place.unit)
    settings.SECOND_STEP_FROM = clock.today() + timedelta(days=5)
    [row] = home_asks(head)
    assert (row.url, row.due) == (ON, settings.SECOND_STEP_FROM)
    assert not home_asks(place.coordinator)
    settings.SECOND_STEP_FROM = None
    assert home_asks(head)[0].due is None
    turn_on_second_step(actor_of(head), user=head, secret=KEY, code=phone())
    assert not home_asks(head)


def test_the_demo_reminds_nobody(place, settings, client):
    head = make_user(place.unit)
    hold(head, "service_head", place.unit)
    client.force_login(head, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Включить вход в два шага" in client.get("/").content.decode()
    settings.DEMO = True
    assert todo_sources.get("accounts.second_step").rows(actor_of(head)) is None
