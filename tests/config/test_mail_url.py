"""One variable says by which server letters leave; its password is never sent in clear."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from rostok.config.env import read_environment
from rostok.config.mail import CONSOLE, SMTP, Mail, read_mail_url


def test_without_a_server_letters_are_printed() -> None:
    assert read_mail_url("") == Mail(backend=CONSOLE)


@pytest.mark.parametrize(
    ("url", "port", "security"),
    [
        ("smtps://me:word@mail.example.ru", 465, "tls"),
        ("smtp://me:word@mail.example.ru", 587, "starttls"),
        ("smtp://me:word@mail.example.ru:2525", 2525, "starttls"),
        ("smtp://mail.example.ru", 25, "plain"),
        ("smtp://mail.example.ru?starttls=1", 587, "starttls"),
        ("smtp://mail.example.ru:25?starttls=0", 25, "plain"),
    ],
)
def test_the_scheme_says_how_the_way_is_closed(url: str, port: int, security: str) -> None:
    found = read_mail_url(url)
    assert (found.backend, found.host) == (SMTP, "mail.example.ru")
    assert (found.port, found.security) == (port, security)


def test_signs_of_a_password_are_written_with_percents() -> None:
    found = read_mail_url("smtps://robot%40school.ru:a%2Fb%40%3A@mail.example.ru")
    assert (found.user, found.password) == ("robot@school.ru", "a/b@:")
    assert "a/b" not in repr(found)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mail.example.ru", "нужно smtp://"),
        ("http://me:word@mail.example.ru", "нужно smtp://"),
        ("smtp://", "нужно smtp://"),
        ("smtp://me:word@mail.example.ru:many", "порт — число"),
        ("smtp://me:word@mail.example.ru:99999", "порт — число"),
        ("smtp://me:word@mail.example.ru?starttls=0", "шифруется всегда"),
        ("smtp://mail.example.ru?ssl=yes", "только starttls"),
        ("smtps://me:wordж@mail.example.ru", "латинские буквы"),
    ],
)
def test_a_wrong_address_is_refused_without_its_password(url: str, words: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        read_environment({"ROSTOK_EMAIL_URL": url})
    assert "ROSTOK_EMAIL_URL" in str(refusal.value)
    assert words in str(refusal.value)
    assert "word" not in str(refusal.value)
