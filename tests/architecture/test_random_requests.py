"""Thousands of random requests: no error, no word of the other region, none of its rows touched.

`RANDOM_REQUESTS=20000 pytest -m slow tests/architecture/test_random_requests.py` sends more; a
failure names the seed and the request.
"""

import os
import traceback
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from rostok.accounts.models import User
from rostok.kernel.access import SUBTREE, Actor, Grant, ScopedModel, permissions
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from tests.architecture.addresses import addresses
from tests.architecture.hostile import Case, Sender, fields_of, text_of
from tests.architecture.test_addresses import ROLES
from tests.architecture.world import World, kept_for_module, sign_in, signed_in
from tests.factories import hold, make_user

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ADDRESSES = [one for one in addresses() if one.name != "account_reset_password_from_key"]
STRANGER = "stranger"
MARK = "Чужедальск"
OPEN = "/open/"  # what somebody made public on purpose, for everybody who has the address
PER_SEED = 1000
MANY = int(os.environ.get("RANDOM_REQUESTS", "3000"))
STEPS = 4  # requests of one walk; what they wrote is undone after it
Forms = dict[str, list[tuple[str, list[str]]]]
Rows = dict[str, set[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with kept_for_module(django_db_blocker) as made:
        for role, definition in ROLES.items():
            user = made.user(role, definition["level"])
            made.sessions[role] = user, sign_in(user).cookies
        mark_foreign(made)
        yield made


def mark_foreign(world: World) -> None:
    """Every name of the other region bears a word that may stand in no answer."""
    units = OrgUnit.objects.below(world.foreign.region)
    for unit in units:
        unit.title = unit.short_title = f"{MARK} {unit.pk}"
        unit.save()
    for person in Person.objects.filter(employments__organisation__in=units).distinct():
        person.last_name = MARK
        person.save()
    User.objects.filter(home__in=units).update(title=MARK)


@pytest.fixture(scope="module")
def forms(world: World) -> Forms:
    """The fields of each page of ours, as the administrator sees them."""
    _user, client = signed_in(world, "administrator")
    found = {one.name: client.get(one.url(world, world.own)) for one in ADDRESSES if one.is_ours}
    return {name: fields_of(answer) for name, answer in found.items() if answer.status_code == 200}


def foreign_rows(world: World) -> Rows:
    """All scoped rows of the other region, whole."""
    name = next(iter(permissions))
    owner = Actor(title="", grants=(Grant(name, SUBTREE, world.foreign.region.pk),))
    scoped: list[type[models.Model]] = [
        model for model in apps.get_models() if issubclass(model, ScopedModel)
    ]
    return {
        model._meta.label: {
            tuple(map(str, row))
            for row in model._default_manager.visible_to(owner, name).values_list()  # type: ignore[attr-defined]
        }
        for model in scoped
    }


def trouble_with(case: Case, client: Client, world: World, before: Rows) -> str:
    """What is wrong with the answer; nothing when all is well."""
    answer = case.send(client)
    if answer.status_code >= 500:
        raised = getattr(answer, "exc_info", None)
        return "".join(traceback.format_exception(*raised)[-6:]) if raised else "500"
    if MARK in text_of(answer) and not case.url.startswith(OPEN):
        return "a foreign name in the answer"
    if answer.status_code < 400 and case.method == "post" and foreign_rows(world) != before:
        return "a foreign row has changed"
    return ""


def walk(sender: Sender, world: World, forms: Forms, before: Rows) -> Iterator[str]:
    """A few requests one after another, each as somebody, undone in the end."""
    with transaction.atomic():
        for _step in range(STEPS):
            case = sender.case(forms)
            client = Client(raise_request_exception=False)
            if case.role != STRANGER:
                client = signed_in(world, case.role)[1]
            trouble = trouble_with(case, client, world, before)
            if trouble:
                yield f"{case}\n{trouble}"
                break
        transaction.set_rollback(True)


def troubles(seed: int, number: int, world: World, forms: Forms) -> list[str]:
    sender = Sender(seed, world, ADDRESSES, [*ROLES, STRANGER])
    before = foreign_rows(world)
    found = [
        trouble
        for _walk in range(number // STEPS)
        for trouble in walk(sender, world, forms, before)
    ]
    return [f"seed {seed}: {trouble}" for trouble in found]


@pytest.mark.parametrize("seed", range(max(1, MANY // PER_SEED)))
def test_random_requests_break_and_betray_nothing(seed: int, world: World, forms: Forms) -> None:
    found = troubles(seed, PER_SEED, world, forms)
    assert not found, "\n".join(found[:20])


def test_the_world_of_random_requests_has_forms_and_foreign_rows(
    world: World, forms: Forms
) -> None:
    """So that nothing is not found only because there was nothing."""
    rows = foreign_rows(world)
    assert sum(map(len, rows.values())) > 20
    assert sum(map(len, forms.values())) > 60
    _user, client = signed_in(world, "administrator")
    assert MARK not in text_of(client.get(reverse("orgs:list")))
    chief = make_user(world.foreign.region)
    hold(chief, "administrator", world.foreign.region)
    assert MARK in text_of(sign_in(chief).get(reverse("orgs:list")))
