"""A small municipality under a real regulation, with people that each mean something."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from rostok.kernel import clock
from rostok.kernel.measures import Ask, Members, NearMiss, measure, measures
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.services import activate_system
from rostok.people.models import Person, PersonSensitive
from rostok.staff.models import Employment, Post
from rostok.staff.services import load_reference
from tests.factories import BOSS, make_municipality, make_region, make_regulation, make_school

DAY = date(2024, 12, 31)
TODAY = date(2025, 3, 1)
CONTEXT = ("headcount-teaching", "headcount-management", "share-under-35", "share-category")


class World:
    """Two schools of a municipality in a region, people by name."""

    def __init__(self) -> None:
        load_reference(BOSS)
        self.region = make_region("Край")
        self.municipality = make_municipality(self.region, "Район")
        self.first = make_school(self.municipality, "Первая школа")
        self.second = make_school(self.municipality, "Вторая школа")
        version = make_regulation("muya", context=CONTEXT)
        self.system: System = activate_system(
            BOSS, pack=version, key="rayon", root=self.municipality, from_date=date(2021, 1, 1)
        )
        self.teacher = Post.objects.filter(category="teaching").order_by("pk")[0]
        self.manager = Post.objects.filter(category="management").order_by("pk")[0]

    def person(
        self,
        name: str,
        at: OrgUnit,
        *,
        born: date = date(1980, 5, 5),
        post: Any = None,
        **dates: Any,
    ) -> Person:
        person = Person.objects.create(last_name=name, first_name="Анна", gender="f")
        PersonSensitive.objects.create(person=person, birth_date=born)
        period = {"start": date(2020, 9, 1), **dates}
        Employment.objects.create(
            person=person, organisation=at, post=post or self.teacher, **period
        )
        return person


@pytest.fixture(scope="module")
def first_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """What every test of a file begins with, made once; what a test writes is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.moved_to(TODAY):
            made = World()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(first_world: World, db: None) -> World:
    return deepcopy(first_world)


@pytest.fixture
def today() -> Iterator[None]:
    with clock.moved_to(TODAY):
        yield


@contextmanager
def published(
    name: str, people: dict[Person, date], *, elsewhere: OrgUnit, **extra: Any
) -> Iterator[None]:
    """Publish a measure that holds the given people, its facts placed at another organisation."""

    @measure(name, member="person", title=name, **extra)
    def facts(ask: Ask) -> Members:
        ids = [person.pk for person, day in people.items() if day in ask.period and day <= ask.on]
        rows = Employment.objects.filter(person__in=ids)
        return Members(rows, member="person", unit="organisation", on="start")

    try:
        yield
    finally:
        del measures.entries[name]


@pytest.fixture
def publish() -> Any:
    return published


__all__ = ["DAY", "NearMiss", "World", "published"]
