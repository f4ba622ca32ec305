"""Sessions: devices in words, ended one by one; work noted now and then; no form is lost."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rostok.accounts.devices import device_words
from rostok.accounts.kept import LONGEST
from rostok.accounts.models import SignIn
from rostok.accounts.queries import live_sign_ins
from rostok.accounts.services import end_sign_in
from rostok.kernel.errors import Forbidden
from rostok.kernel.journal import sentence_of, timeline_of
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

LOGIN, ME, KEPT = reverse("account_login"), reverse("accounts:me"), reverse("accounts:kept")
INVITE = reverse("accounts:invite")
TYPED = {"title": "Сидорова Елена", "username": "sidorova.e", "email": "", "role": "coordinator"}
WINDOWS = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 YaBrowser/24.1 Safari/537"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Mobile/15E148 Safari/604.1"


def sign_in(client, login="coordinator", **fields):
    return client.post(LOGIN, {"login": login, "password": PASSWORD, **fields})


def hidden(answer, name):
    found = re.search(f'name="{name}" value="([^"]*)"', answer.content.decode())
    return html.unescape(found[1]) if found else None


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS, "Яндекс Браузер, Windows"),
        (PHONE, "Safari, телефон iPhone"),
        ("curl/8", "Браузер, неизвестное устройство"),
        ("", "Браузер, неизвестное устройство"),
    ],
)
def test_a_browser_is_named_in_words(agent, words):
    assert device_words(agent) == words


def test_ones_devices_are_listed_and_ended_one_by_one(place):
    here, there = Client(HTTP_USER_AGENT=WINDOWS), Client(HTTP_USER_AGENT=PHONE)
    sign_in(here)
    sign_in(there, shared="on")
    text = here.get(ME).content.decode()
    assert "Яндекс Браузер, Windows" in text
    assert "Safari, телефон iPhone" in text
    other = SignIn.objects.get(device__contains="iPhone")
    assert other.shared
    assert here.post(reverse("accounts:end_sign_in", args=[other.pk])).url == ME
    assert there.get(ME).status_code == 302
    assert here.get(ME).status_code == 200
    assert "iPhone" in sentence_of(timeline_of(place.coordinator)[0])


def test_anothers_device_is_not_ended(place, client):
    user = make_user(place.school)
    kept = SignIn.objects.create(user=user, key="x", device="Браузер")
    Session.objects.create(session_key="x", expire_date=timezone.now() + timedelta(days=1))
    sign_in(client)
    assert client.post(reverse("accounts:end_sign_in", args=[kept.pk])).status_code == 404
    with pytest.raises(Forbidden):
        end_sign_in(place.actor, sign_in=kept)
    assert live_sign_ins(user).count() == 1


def test_signing_out_elsewhere_leaves_this_device_in_the_list(place, client):
    sign_in(Client(HTTP_USER_AGENT=PHONE))
    sign_in(client)
    client.post(reverse("accounts:sign_out_elsewhere"))
    assert [one.key for one in live_sign_ins(place.coordinator)] == [client.session.session_key]


def test_a_device_left_alone_is_not_in_the_list(place, client):
    sign_in(client)
    assert live_sign_ins(place.coordinator).count() == 1
    SignIn.objects.update(seen_at=timezone.now() - timedelta(hours=13))
    assert not live_sign_ins(place.coordinator).exists()


def test_work_is_noted_now_and_then_not_with_every_request(place, client):
    sign_in(client)
    noted = SignIn.objects.get().seen_at
    with CaptureQueriesContext(connection) as caught:
        client.get(ME)
    assert not [one for one in caught if one["sql"].startswith(("UPDATE", "INSERT"))]
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        client.get(ME)
    assert SignIn.objects.get().seen_at > noted


def test_a_foreign_computer_is_told_on_every_page(place, client):
    sign_in(client, shared="on")
    assert "чужой компьютер" in client.get("/").content.decode()
    other = Client()
    sign_in(other)
    assert "чужой компьютер" not in other.get("/").content.decode()


def test_a_form_typed_for_an_hour_is_not_lost(place, client):
    """The foreign computer forgot its user; the form goes along through signing in."""
    sign_in(client, shared="on")
    with time_machine.travel(timezone.now() + timedelta(minutes=60), tick=False):
        late = client.post(INVITE, {**TYPED, "place": place.school.pk})
        assert late.status_code == 403
        text = late.content.decode()
        assert "Набранное не потеряно" in text
        again = sign_in(client, next=hidden(late, "next"), kept=hidden(late, "kept"))
        assert again.url == KEPT
        page = client.get(KEPT).content.decode()
        assert "Сидорова Елена" in page
        assert f'action="{INVITE}"' in page
        fields = dict(re.findall(r'<textarea name="(\w+)" hidden>\n([^<]*)</textarea>', page))
        assert fields == {**TYPED, "place": str(place.school.pk)}
        done = client.post(INVITE, fields)
        assert "Одноразовый код" in done.content.decode()


def test_a_wrong_password_does_not_lose_the_form(place, client):
    late = client.post(INVITE, TYPED)
    wrong = {"login": "coordinator", "password": "мимо", "next": KEPT}
    again = client.post(LOGIN, {**wrong, "kept": hidden(late, "kept")})
    assert hidden(again, "kept") == hidden(late, "kept")
    sign_in(client, next=hidden(again, "next"), kept=hidden(again, "kept"))
    assert "Сидорова Елена" in client.get(KEPT).content.decode()


def test_another_user_does_not_get_the_form(place, client):
    sign_in(client, shared="on")
    with time_machine.travel(timezone.now() + timedelta(minutes=60), tick=False):
        late = client.post(INVITE, TYPED)
        sign_in(client, "petrova.a", next=KEPT, kept=hidden(late, "kept"))
        answer = client.get(KEPT)
        assert answer.url == "/"
        assert "Сидорова" not in client.get("/").content.decode()


def test_passwords_and_empty_or_huge_forms_are_not_kept(client):
    late = client.post(INVITE, {"title": "Имя", "password1": "тайна"})
    assert late.status_code == 403
    sign = hidden(late, "kept")
    make_user(username="someone")
    sign_in(client, "someone", next=KEPT, kept=sign)
    page = client.get(KEPT).content.decode()
    assert "Имя" in page
    assert "тайна" not in page
    client.logout()
    assert client.post(INVITE, {"title": " "}).status_code == 302
    assert client.post(INVITE, {"title": "я" * (LONGEST + 1)}).status_code == 302


def test_a_forged_form_is_not_taken(place, client):
    sign_in(client, next=KEPT, kept="x:y:z")
    assert client.get(KEPT).url == "/"


def test_an_old_token_keeps_the_form_of_our_own_page_only(place):
    client = Client(enforce_csrf_checks=True)
    client.force_login(place.coordinator, "allauth.account.auth_backends.AuthenticationBackend")
    client.get(INVITE)
    ours = client.post(INVITE, TYPED, HTTP_ORIGIN="http://testserver")
    assert ours.status_code == 403
    assert "Сидорова Елена" in ours.content.decode()
    theirs = client.post(INVITE, TYPED, HTTP_ORIGIN="https://example.org")
    assert theirs.status_code == 403
    assert "Сидорова" not in theirs.content.decode()
