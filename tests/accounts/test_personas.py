"""Personas of the demo: one click in the demo, no such address anywhere else."""

import pytest
from django.urls import reverse

from rostok.accounts.queries import Persona, personas
from rostok.kernel.registry import Registered
from tests.factories import make_user

pytestmark = pytest.mark.django_db

METHODIST = Persona("methodist", "Муниципальный методист", "Смотрит маршруты", "demo.methodist")
ADDRESS = reverse("accounts:enter_as_persona", args=["methodist"])


@pytest.fixture(autouse=True)
def one_persona(monkeypatch):
    monkeypatch.setattr(personas, "entries", {"methodist": Registered(METHODIST, "tests")})
    return make_user(username="demo.methodist")


def test_one_click_signs_in_in_the_demo(client, settings, one_persona):
    settings.DEMO = True
    assert METHODIST.story in client.get(reverse("account_login")).content.decode()
    assert client.post(ADDRESS).url == "/"
    assert client.session["_auth_user_id"] == str(one_persona.pk)


@pytest.mark.parametrize("method", ["get", "post", "head", "put"])
def test_without_the_demo_there_is_no_such_page(client, settings, method):
    settings.DEMO = False
    assert getattr(client, method)(ADDRESS).status_code == 404
    assert "_auth_user_id" not in client.session
    assert METHODIST.title not in client.get(reverse("account_login")).content.decode()


def test_a_link_is_not_enough(client, settings):
    settings.DEMO = True
    assert client.get(ADDRESS).status_code == 405
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("key", ["demo-methodist", "boss"])
def test_only_registered_personas_are_entered(client, settings, key):
    settings.DEMO = True
    make_user(username="boss")
    assert client.post(reverse("accounts:enter_as_persona", args=[key])).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_closed_persona_is_not_entered(client, settings, one_persona):
    settings.DEMO = True
    one_persona.is_active = False
    one_persona.save()
    assert client.post(ADDRESS).status_code == 404
