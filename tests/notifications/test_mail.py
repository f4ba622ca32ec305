"""Letters through a real mail server: they leave once, stay and are sent again, or are refused."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from rostok.accounts.models import User
from rostok.accounts.services import change_email
from rostok.config.mail import read_mail_url
from rostok.kernel.jobs import run_now
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.mail import Fate, post, trouble
from rostok.kernel.models import MailTrouble
from rostok.kernel.notices import notify
from rostok.kernel.todo import todo_sources
from rostok.notifications.letters import Run, send_again, send_letters
from rostok.notifications.models import Letter, LetterState, Notice
from rostok.notifications.tasks import AGAIN, MORNING
from tests.factories import BOSS, PASSWORD, hold, make_user
from tests.notifications.conftest import RETURNED, TODAY, Place
from tests.smtp import MailServer, context_of, serving

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def use(settings: Any, url: str) -> None:
    """The settings of an installation with this `ROSTOK_EMAIL_URL`."""
    found = read_mail_url(url)
    settings.MAIL, settings.EMAIL_BACKEND = found, found.backend
    settings.EMAIL_HOST, settings.EMAIL_PORT = found.host, found.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = found.user, found.password
    settings.EMAIL_USE_SSL = found.security == "tls"
    settings.EMAIL_USE_TLS = found.security == "starttls"


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with serving(MailServer()) as running:
        use(settings, f"smtp://127.0.0.1:{running.port}")
        yield running


def tell(place: Place) -> None:
    notify(BOSS, RETURNED, {place.school: [place.coordinator.pk, place.methodist.pk]}, comment="да")


def test_a_letter_of_the_day_leaves_as_it_is_read(place: Place, server: MailServer) -> None:
    tell(place)
    assert send_letters(TODAY) == Run(sent=2)
    assert server.recipients() == ["kotova@example.ru", "muhina@example.ru"]
    message = server.taken[0][1]
    assert str(message["Subject"]).strip().startswith("Росток: 1")
    assert "Вернули «Школа 1»: да" in message.get_content()
    assert message["From"] == "rostok@localhost"
    assert send_letters(TODAY) == Run()
    assert len(server.taken) == 2


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A certificate of this machine's name, trusted in this test alone."""
    made, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(
        [*command, *names, "-keyout", str(key), "-out", str(made)], check=True, capture_output=True
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    return made, key


@pytest.mark.parametrize(("scheme", "at_once"), [("smtps", True), ("smtp", False)])
def test_a_password_goes_only_over_a_closed_way(
    place: Place, settings: Any, certificate: tuple[Path, Path], scheme: str, at_once: bool
) -> None:
    wanted = ("robot@school.ru", "a/b@c")
    server = MailServer(context_of(*certificate), tls_at_once=at_once, wants=wanted)
    with serving(server):
        use(settings, f"{scheme}://robot%40school.ru:a%2Fb%40c@localhost:{server.port}")
        tell(place)
        assert send_letters(TODAY).sent == 2
    assert server.closed_ways == [True, True]


def test_a_server_without_encryption_gets_no_password(place: Place, settings: Any) -> None:
    with serving(MailServer(wants=("robot", "word"))) as server:
        use(settings, f"smtp://robot:word@localhost:{server.port}")
        tell(place)
        assert send_letters(TODAY).failed == 2
    assert server.closed_ways == []
    assert server.taken == []


def test_a_stranger_s_certificate_is_not_trusted(
    place: Place, settings: Any, certificate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with serving(MailServer(context_of(*certificate), tls_at_once=True)) as server:
        use(settings, f"smtps://localhost:{server.port}")
        tell(place)
        assert send_letters(TODAY).failed == 2
    assert server.taken == []


def test_what_stayed_is_sent_again_later_on_the_day_and_told_to_the_administrator(
    place: Place, server: MailServer
) -> None:
    tell(place)
    server.crowd = 1
    message = run_now(BOSS, MORNING, "Утро").message
    assert message.endswith("писем: 1. Не ушло писем: 1.")
    boss = place.actor(administrator(place))
    [row] = todo_sources.get("config.mail").rows(boss)
    assert "421 4.3.2 too many letters" in row.note
    server.crowd = None
    assert run_now(BOSS, AGAIN, "Ещё раз").message == "Отправлено писем: 1."
    assert server.recipients() == ["kotova@example.ru", "muhina@example.ru"]
    assert not todo_sources.get("config.mail").rows(boss)
    assert run_now(BOSS, AGAIN, "Ещё раз").message == "Отправлено писем: 0."
    assert len(server.taken) == 2


def administrator(place: Place) -> User:
    user = make_user(place.municipality, email="boss@example.ru")
    hold(user, "administrator", place.municipality)
    return user


def test_later_on_the_day_nobody_gets_a_first_letter_for_nothing(
    place: Place, server: MailServer
) -> None:
    tell(place)
    assert send_again(TODAY) == Run()
    assert server.taken == []


def test_a_letter_that_may_have_arrived_is_not_repeated(place: Place, server: MailServer) -> None:
    tell(place)
    server.hangs_up = True
    assert send_letters(TODAY).failed == 2
    server.hangs_up = False
    assert send_letters(TODAY) == Run()
    assert send_again(TODAY) == Run()
    assert len(server.taken) == 2
    assert trouble() is not None
    assert Notice.objects.unread().count() == 2, "they are on the site"


REFUSALS = [
    "550 no such user",
    "550 5.1.1 <kotova@example.ru>: user unknown",
    "550 5.2.1 box disabled",
]


@pytest.mark.parametrize("answer", REFUSALS)
def test_a_refused_address_is_noted_at_the_person_and_left_be(
    place: Place, server: MailServer, answer: str
) -> None:
    tell(place)
    server.answers["kotova@example.ru"] = answer
    assert send_letters(TODAY) == Run(sent=1, refused=1)
    user = User.objects.get(pk=place.coordinator.pk)
    assert user.email_refused_at is not None
    assert user.email_refusal in answer
    assert "не принял адрес" in sentence_of(timeline_of(user)[0])
    assert not MailTrouble.objects.exists(), "the server itself is all right"
    assert send_again(TODAY) == Run()
    own = todo_sources.get("accounts.email")
    assert own.rows(place.actor(user)).count() == 1
    change_email(place.actor(user), user=user, email="k@example.ru")
    assert not own.rows(place.actor(user)).exists()
    assert send_again(TODAY) == Run(sent=1)
    assert server.recipients() == ["muhina@example.ru", "k@example.ru"]


@pytest.mark.parametrize(
    "answer", ["450 4.2.2 box full", "550 5.7.1 relaying denied", "554 go away"]
)
def test_a_full_box_and_a_wary_server_say_nothing_of_the_address(
    place: Place, server: MailServer, answer: str
) -> None:
    tell(place)
    server.answers["kotova@example.ru"] = answer
    assert send_letters(TODAY) == Run(sent=1, failed=1)
    assert User.objects.get(pk=place.coordinator.pk).email_refused_at is None
    server.answers.clear()
    assert send_again(TODAY).sent == 1


def test_a_server_that_dies_in_the_middle_is_left_be(place: Place, server: MailServer) -> None:
    users = [make_user(place.school, email=f"user{number}@example.ru") for number in range(6)]
    notify(BOSS, RETURNED, {place.school: [user.pk for user in users]}, comment="да")
    server.crowd = 2
    run = send_letters(TODAY)
    assert (run.sent, run.failed) == (2, 3)
    assert Letter.objects.filter(state=LetterState.FAILED).count() == 3
    server.crowd = None
    assert send_again(TODAY).sent == 4
    assert len(set(server.recipients())) == len(server.taken) == 6


def test_a_link_for_a_new_password_goes_through_the_server(
    place: Place, server: MailServer, client: Client
) -> None:
    page = reverse("account_reset_password")
    assert client.post(page, {"email": "kotova@example.ru"}).status_code == 302
    [(to, message)] = server.taken
    assert to == "kotova@example.ru"
    assert str(message["Subject"]).strip() == "Росток: новый пароль"
    text = message.get_content()
    assert "coordinator" in text
    link = re.search(r"https?://\S+", text)
    assert link is not None
    assert "Новый пароль" in client.get(link[0], follow=True).content.decode()


def test_asking_for_a_new_password_tells_nothing_when_mail_is_down(
    place: Place, settings: Any, client: Client
) -> None:
    use(settings, "smtp://127.0.0.1:1")
    page = reverse("account_reset_password")
    answers = [
        client.post(page, {"email": email}, follow=True)
        for email in ("kotova@example.ru", "nobody@example.ru")
    ]
    token = re.compile(r'FToken": "[^"]+"|value="[^"]+"')
    first, second = (token.sub("", one.content.decode()) for one in answers)
    assert answers[0].status_code == answers[1].status_code == 200
    assert first == second
    assert trouble() is not None


def test_the_page_of_mail_shows_the_server_without_its_password_and_tries_it(
    place: Place, server: MailServer, client: Client
) -> None:
    boss = administrator(place)
    client.force_login(boss, backend=BACKEND)
    post(EmailMessage("тема", "текст", None, ["x@example.ru"]))
    text = client.get(reverse("mail")).content.decode()
    assert f"127.0.0.1:{server.port}" in text
    answer = client.post(reverse("mail"), follow=True).content.decode()
    assert "Письмо ушло на boss@example.ru" in answer
    server.crowd = 0
    answer = client.post(reverse("mail"), follow=True).content.decode()
    assert "421 4.3.2 too many letters" in answer
    assert "Письма не уходят" in answer


def test_a_coordinator_does_not_see_the_page_of_mail(place: Place, client: Client) -> None:
    client.force_login(place.coordinator, backend=BACKEND)
    assert client.get(reverse("mail")).status_code == 403


def test_nobody_listens_and_the_letter_stays(settings: Any) -> None:
    use(settings, "smtp://127.0.0.1:1")
    assert post(EmailMessage("тема", "текст", None, ["x@example.ru"])).fate is Fate.STAYED
    assert post(EmailMessage("тема", "текст", None, ["x@example.ru"])).fate is Fate.STAYED
    found = trouble()
    assert found is not None
    assert found.letters == 2


def test_ones_own_address_is_changed_with_the_password(place: Place, client: Client) -> None:
    client.force_login(place.coordinator, backend=BACKEND)
    page = reverse("accounts:own_email")
    given = {"email": "New@Example.ru", "password": "не тот"}
    assert client.post(page, given).status_code == 422
    assert client.post(page, {**given, "password": PASSWORD}).status_code == 302
    assert User.objects.get(pk=place.coordinator.pk).email == "new@example.ru"
