"""Every address × every role × GET and POST: no error, no foreign row, no way in for a stranger."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rostok.accounts.queries import actor_of
from rostok.kernel.access import permissions
from rostok.kernel.files import FileDownloadPage
from rostok.kernel.pages import PUBLIC, SIGNED_IN
from tests.architecture.addresses import Address, addresses
from tests.architecture.sources import ROOT
from tests.architecture.world import World, kept_for_module, sign_in, signed_in

ADDRESSES = [address for address in addresses() if address.is_ours]
ROLES = yaml.safe_load((ROOT / "packs/base/roles.yaml").read_text(encoding="utf-8"))["roles"]
METHODS = ("get", "post")
EVERYBODY = (PUBLIC, SIGNED_IN)
FINE = {200, 302, 403, 404, 405, 422}
OPENED = {200, 302, 405}
CLOSED = {403, 404, 405}
# Only who began a job, uploaded a file or was told sees it; the demo has personas, the gallery.
PERSONAL = (
    "kernel:job",
    "kernel:import_",
    "kernel:gallery",
    "accounts:enter_as",
    "notifications:",
    "privacy:my_",
    "privacy:mine",
)
OF_TERRITORY = [one for one in ADDRESSES if not one.name.startswith(PERSONAL)]
# Pages without a row: what their parts name is the same for everybody.
SHARED = {
    "kernel:import_upload",
    "kernel:import_template",
    "kernel:import_memory",
    "privacy:my_give",
}


def named(address: Address) -> str:
    return address.name


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Nothing here is forgotten between tests: the world is one, so is what is kept about it."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    cache.clear()
    with kept_for_module(django_db_blocker) as made:
        for role, definition in ROLES.items():
            user = made.user(role, definition["level"])
            made.sessions[role] = user, sign_in(user).cookies
        yield made


@pytest.mark.parametrize("address", ADDRESSES, ids=named)
def test_a_view_names_its_permission(address: Address) -> None:
    known = {PUBLIC, SIGNED_IN, *permissions}
    assert address.permission in known, f"{address.view} names no registered permission"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES, ids=named)
def test_a_stranger_is_asked_to_sign_in(address: Address, world: World) -> None:
    client = Client(raise_request_exception=False)
    for method in METHODS:
        answer = getattr(client, method)(address.url(world, world.own))
        assert answer.status_code in FINE, method
        if address.permission != PUBLIC:
            assert is_sign_in(answer) or answer.status_code in CLOSED, method


def pairs() -> list[Any]:
    """Every address with every role. The fast suite asks the roles of a school; the slow checks one
    role of those whose right reaches as far, from the same level, and on one database the rest.
    """
    return [
        pytest.param(address, role, id=f"{address.name}-{role}", marks=marks)
        for address in ADDRESSES
        for role, marks in roles_asked(str(address.permission))
    ]


def roles_asked(name: str) -> Iterator[tuple[str, list[Any]]]:
    told: set[Any] = set()
    for role, definition in ROLES.items():
        reach = frozenset(
            reach for reach, rights in definition["grants"].items() if {"*", name} & {*rights}
        )
        kind = (reach, definition["level"]) if reach or name in EVERYBODY else None
        if kind in told:
            yield role, [pytest.mark.slow, pytest.mark.one_database]
        else:
            yield role, [] if definition["level"] == "organisation" else [pytest.mark.slow]
        told.add(kind)


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "role"), pairs())
def test_a_role_meets_no_error_and_no_foreign_row(
    address: Address, role: str, world: World
) -> None:
    user, client = signed_in(world, role)
    for method in METHODS:
        if address.names:
            foreign = getattr(client, method)(address.url(world, world.foreign))
            assert foreign.status_code in expected_for_foreign(address, user), f"foreign, {method}"
        own = getattr(client, method)(address.url(world, world.own))
        assert own.status_code in FINE, f"own, {method}"


@pytest.mark.django_db
@pytest.mark.parametrize("address", OF_TERRITORY, ids=named)
def test_the_administrator_opens_every_page_of_the_territory(
    address: Address, world: World
) -> None:
    """So that what others are refused is refused by their rights, not by a wrong sample."""
    _user, client = signed_in(world, "administrator")
    answer = client.get(address.url(world, world.own))
    assert answer.status_code in OPENED | ({422} if gives_file(address) else set())


def gives_file(address: Address) -> bool:
    """Each test has a disk of its own: the row is there, its file is not, and the page says so."""
    return isinstance(address.view, type) and issubclass(address.view, FileDownloadPage)


def expected_for_foreign(address: Address, user: Any) -> set[int]:
    """A foreign row does not exist; a page nobody of the role may open is refused."""
    if address.permission == PUBLIC or address.name in SHARED:
        return FINE
    if address.permission != SIGNED_IN and not actor_of(user).may(str(address.permission)):
        return {403, 405}
    return {404, 405}


def is_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and answer.url.startswith(reverse(settings.LOGIN_URL))
