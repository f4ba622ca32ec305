"""The environment of an installation: typed, and complete about what is wrong."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from rostok.config.databases import read_database_url
from rostok.config.env import kept_secret, read_environment


def test_defaults_need_no_variable() -> None:
    env = read_environment({"HOME": "anywhere", "DATABASE_URL": "sqlite://"})
    assert not env.demo
    assert env.web_threads == 8


def test_values_are_typed() -> None:
    env = read_environment({"ROSTOK_DEMO": "1", "ROSTOK_ALLOWED_HOSTS": "a.ru, b.ru"})
    assert env.demo is True
    assert env.allowed_hosts == ["a.ru", "b.ru"]


def test_every_wrong_value_is_named_at_once() -> None:
    wrong = {"ROSTOK_PROXIES": "-1", "ROSTOK_WEB_THREADS": "many", "ROSTOK_COLOR": "red"}
    with pytest.raises(ImproperlyConfigured) as refused:
        read_environment(wrong)
    assert all(name in str(refused.value) for name in wrong)


def test_the_secret_is_kept_and_private(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    first = kept_secret(path)
    assert kept_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_wrong_value_says_what_is_wanted() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read_environment({"ROSTOK_WORKER": "maybe", "ROSTOK_WEB_THREADS": "99"})
    assert "нужно 1 или 0" in str(refused.value)
    assert "нужно не больше 64" in str(refused.value)


@pytest.mark.parametrize(
    "url", ["foo", "mysql://user:secret@host/base", "postgres://a:secret@h:x/y"]
)
def test_an_odd_address_of_a_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read_database_url(url)
    assert "DATABASE_URL" in str(refused.value)
    assert "secret" not in str(refused.value)
