"""Sign-in: by name or mail, locked by name and address together, telling nothing of who exists."""

import re
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rostok.accounts.adapter import counted_name
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

LOGIN = reverse("account_login")
ME = reverse("accounts:me")
FIRST = reverse("accounts:choose_password")
NEW = "семь зелёных крокодилов"


def sign_in(client, login="petrova.a", password=PASSWORD, **fields):
    return client.post(LOGIN, {"login": login, "password": password, **fields})


def fail(client, times, login="petrova.a", **extra):
    for _number in range(times):
        answer = client.post(LOGIN, {"login": login, "password": "мимо"}, **extra)
    return answer


def is_in(client):
    return "_auth_user_id" in client.session


def text_of(answer):
    text = answer.content.decode().split("<main")[1]
    return re.sub(r'value="[^"]*"', "", text)


@pytest.fixture
def user(place):
    place.user.email = "petrova@example.org"
    place.user.save()
    return place.user


@pytest.mark.parametrize("login", ["petrova.a", " PETROVA.A", "petrova@example.org"])
def test_a_name_or_a_mail_lets_in(user, client, login):
    client.get(LOGIN)
    assert sign_in(client, login).url == "/"
    assert is_in(client)


def test_a_closed_account_stays_out(user, client):
    user.is_active = False
    user.save()
    sign_in(client)
    assert not is_in(client)


def test_failures_lock_the_name_at_its_address(user, client):
    assert fail(client, 6).status_code == 200
    answer = fail(client, 1)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 15 * 60
    text = answer.content.decode()
    assert "15 минут" in text.replace("\u00a0", " ")
    assert "координатор" in text
    assert sign_in(client).status_code == 429
    assert not is_in(client)


def test_case_spaces_and_mail_are_one_name(user, client):
    for login in ("petrova.a", "Petrova.A", " petrova.a ", "PETROVA.A", "petrova@example.org"):
        fail(client, 1, login)
    fail(client, 2, "Petrova@Example.org")
    assert sign_in(client).status_code == 429


def test_other_users_of_the_address_still_sign_in(user, place, client):
    fail(client, 7)
    assert sign_in(client, "coordinator").url == "/"


def test_the_user_still_signs_in_from_another_address(user, client):
    fail(client, 7, REMOTE_ADDR="10.0.0.1")
    assert sign_in(client, REMOTE_ADDR="10.0.0.2").status_code == 302


def test_another_browser_at_the_address_is_no_way_round(user):
    for number in range(7):
        fail(Client(HTTP_USER_AGENT=f"browser {number}"), 1)
    assert sign_in(Client()).status_code == 429


def test_a_forged_address_is_not_believed(user, client):
    for number in range(7):
        answer = fail(client, 1, HTTP_X_FORWARDED_FOR=f"10.1.1.{number}")
    assert answer.status_code == 429


def test_the_lock_ends_by_itself_and_trying_does_not_put_it_off(user, client):
    fail(client, 7)
    with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=False):
        assert sign_in(client).status_code == 429
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert sign_in(client).status_code == 302


def test_success_forgets_the_failures(user, client):
    fail(client, 6)
    sign_in(client)
    assert not AccessAttempt.objects.exists()


def test_nothing_tells_whether_a_name_exists(user, client):
    known, unknown = fail(client, 1), fail(client, 1, "nobody.here")
    assert text_of(known) == text_of(unknown)
    mail, no_mail = fail(client, 1, "petrova@example.org"), fail(client, 1, "no@example.org")
    assert text_of(mail) == text_of(no_mail) == text_of(known)
    assert text_of(fail(client, 6, "nobody.here")) == text_of(fail(client, 6))


def test_resetting_a_password_tells_nothing_either(user, client, mailoutbox):
    address = reverse("account_reset_password")
    known = client.post(address, {"email": "petrova@example.org"})
    unknown = client.post(address, {"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 302
    assert known.url == unknown.url
    assert [message.to for message in mailoutbox] == [["petrova@example.org"]]


def test_what_was_typed_is_not_kept(user, client):
    client.post(LOGIN, {"login": "мой тайный пароль", "password": "мимо"})
    kept = AccessAttempt.objects.get()
    assert "мимо" not in kept.post_data
    assert "тайный" not in kept.post_data


def test_a_very_long_name_is_only_wrong(client):
    assert fail(client, 1, "я" * 5000).status_code == 200


def test_nobody_signs_up(client):
    assert client.get("/accounts/signup/").status_code == 404


def test_the_session_gets_a_new_key(user, client):
    client.get(LOGIN)
    session = client.session
    session["before"] = 1
    session.save()
    key = session.session_key
    sign_in(client)
    assert client.session.session_key != key


def test_pages_of_ones_own_computer_are_private_and_those_with_secrets_are_not_stored(user, client):
    sign_in(client)
    assert client.get(ME).headers["Cache-Control"] == "private"
    kept = client.get(reverse("accounts:second_step")).headers["Cache-Control"]
    assert {"no-store", "private"} <= set(kept.split(", "))


def test_a_foreign_computer_forgets(user, client):
    sign_in(client, shared="on")
    assert client.session.get_expire_at_browser_close()
    assert "no-store" in client.get(ME).headers["Cache-Control"]
    with time_machine.travel(timezone.now() + timedelta(minutes=15), tick=False):
        assert client.get(ME).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=30), tick=False):
        assert client.get(ME).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=51), tick=False):
        assert client.get(ME).status_code == 302


def test_ones_own_computer_remembers_a_working_day(user, client):
    sign_in(client)
    assert not client.session.get_expire_at_browser_close()
    for hours in (11, 22, 33):
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
            assert client.get(ME).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=46), tick=False):
        assert client.get(ME).status_code == 302


@pytest.mark.parametrize("method", ["get", "post", "head", "put"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        ME,
        reverse("accounts:users"),
        reverse("accounts:sign_out_elsewhere"),
        reverse("account_change_password"),
        reverse("account_set_password"),
        "/no/such/page/",
    ],
)
def test_a_given_password_must_be_changed_first(place, user, client, path, method):
    user.must_change_password = True
    user.save()
    sign_in(client)
    answer = getattr(client, method)(path)
    assert answer.status_code == 302
    assert answer.url == FIRST


def test_a_part_of_a_page_leads_to_the_choice_too(user, client):
    user.must_change_password = True
    user.save()
    sign_in(client)
    answer = client.get(ME, HTTP_HX_REQUEST="true")
    assert answer.headers["HX-Redirect"] == FIRST
    assert not answer.content


def test_the_choice_frees_and_keeps_one_in(user, client):
    user.must_change_password = True
    user.save()
    sign_in(client)
    same = client.post(FIRST, {"password": PASSWORD, "again": PASSWORD})
    assert same.status_code == 422
    assert client.post(FIRST, {"password": NEW, "again": NEW}).url == "/"
    assert client.get(ME).status_code == 200
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_the_choice_without_the_old_password_is_only_for_those_who_must(user, client):
    sign_in(client)
    answer = client.post(FIRST, {"password": NEW, "again": NEW})
    assert answer.url == reverse("account_change_password")
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    client.logout()
    assert LOGIN in client.get(FIRST).url


def test_changing_a_password_asks_for_the_old_one(user, client):
    sign_in(client)
    address = reverse("account_change_password")
    new = {"password1": NEW, "password2": NEW}
    assert client.post(address, {"oldpassword": "мимо", **new}).status_code == 200
    assert client.post(address, {"oldpassword": PASSWORD, **new}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert client.get(ME).status_code == 200


def test_signing_out_elsewhere_ends_other_sessions(user, client):
    other = Client()
    sign_in(client)
    sign_in(other)
    client.post(reverse("accounts:sign_out_elsewhere"))
    assert client.get(ME).status_code == 200
    assert other.get(ME).status_code == 302


def test_my_page_shows_who_i_am(place, inside):
    text = inside.get(ME).content.decode()
    assert "Координатор организации" in text
    assert str(place.school) in text


def test_every_page_leads_to_ones_own(inside):
    assert f'href="{ME}"' in inside.get("/").content.decode()


def test_the_counted_name_knows_one_account(user, rf):
    for typed in ("PETROVA.A ", "petrova@example.org"):
        assert counted_name(rf.post("/"), {"username": typed}) == "petrova.a"
    assert counted_name(rf.post("/", {"login": " X"}), None) == "x"


def test_a_page_for_the_signed_in_asks_to_sign_in(client):
    make_user()
    assert LOGIN in client.get(ME).url
