from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from rostok.accounts.queries import actor_of
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.staff.models import Employment, Post
from tests.factories import hold, make_municipality, make_region, make_school, make_user


@pytest.fixture
def employ() -> Any:
    """Give a person a main place of work."""
    post, _made = Post.objects.get_or_create(
        code="test-teacher",
        defaults={"title": "Учитель", "norm": "учитель-т", "category": "teaching"},
    )

    def do(person: Person, unit: OrgUnit, **fields: Any) -> Employment:
        values = {"start": date(2024, 1, 1), **fields}
        return Employment.objects.create(person=person, organisation=unit, post=post, **values)

    return do


@pytest.fixture
def place() -> SimpleNamespace:
    """A municipality in a region, its school, the coordinator of the school and a user there."""
    region = make_region()
    unit = make_municipality(region)
    school = make_school(unit)
    coordinator = make_user(school, username="coordinator")
    hold(coordinator, "coordinator", school)
    return SimpleNamespace(
        region=region,
        unit=unit,
        school=school,
        coordinator=coordinator,
        actor=actor_of(coordinator),
        user=make_user(school, username="petrova.a", title="Петрова Анна"),
    )


@pytest.fixture
def inside(place: SimpleNamespace, client: Client) -> Client:
    """The coordinator's browser."""
    client.force_login(
        place.coordinator, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client
