"""A small municipality to freeze, and the people who make and approve snapshots of it."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from rostok.accounts.models import User
from rostok.kernel.access import SUBTREE, Actor, Grant
from rostok.snapshots import permissions
from rostok.snapshots.models import Snapshot
from rostok.snapshots.services import make_snapshot
from tests.factories import make_person
from tests.indicators.conftest import World, first_world, today

RIGHTS = (
    permissions.VIEW,
    permissions.MAKE,
    permissions.APPROVE,
    permissions.VIEW_MEMBERS,
    "systems.view",
    "orgs.view",
    "staff.view",
)
YEAR_END = date(2024, 12, 31)


@pytest.fixture
def world(first_world: World, db: None) -> World:
    world = deepcopy(first_world)
    for number in range(3):
        world.person(f"Лицо {number}", world.first, born=date(1970 + number, 1, 1))
    world.person("Ёлкина", world.second, born=date(2000, 1, 1))
    world.person("Директор", world.first, post=world.manager)
    return world


def somebody(world: World, title: str, *rights: str, person: bool = False, at: Any = None) -> Actor:
    """An actor with an account who holds the rights over the municipality."""
    user = User.objects.create(
        username=title, title=title, person=make_person(title) if person else None
    )
    unit = at or world.municipality
    grants = tuple(Grant(name, SUBTREE, unit.pk) for name in rights or RIGHTS)
    return Actor(title=title, user_id=user.pk, person_id=user.person_id, grants=grants)


@pytest.fixture
def maker(world: World) -> Actor:
    return somebody(world, "Методист")


@pytest.fixture
def approver(world: World) -> Actor:
    return somebody(world, "Руководитель")


@pytest.fixture
def make(world: World, maker: Actor) -> Callable[..., Snapshot]:
    """A draft of the municipality: `make()` of 2024, or another year, day, unit."""

    def made(year: int = 2024, **fields: Any) -> Snapshot:
        actor = fields.pop("actor", maker)
        values = {"system": world.system, "unit": world.municipality, **fields}
        return make_snapshot(actor, year=year, **values)

    return made


__all__ = ["World", "first_world", "today"]
