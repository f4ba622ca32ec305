"""Rows among keys: as `in`, whatever the length of the list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rostok.orgs.models import OrgUnit
from tests.factories import make_municipality, make_school

pytestmark = pytest.mark.django_db

LONG = 70_000  # more than either database takes as parameters of one statement


@pytest.fixture
def schools() -> list[OrgUnit]:
    town = make_municipality()
    return [make_school(town, code=f"oo-{number}") for number in range(3)]


def test_numbers_texts_and_keys_of_other_tables_are_found(schools: list[OrgUnit]) -> None:
    first, second, third = schools
    rows = OrgUnit.objects.organisations().order_by("pk")
    assert list(rows.filter(pk__among=[first.pk, third.pk])) == [first, third]
    assert list(rows.filter(code__among={"oo-1", "oo-9"})) == [second]
    assert list(rows.filter(parent__among={first.parent_id: "a dictionary of them"})) == schools
    assert list(rows.filter(parent__code__among=(schools[0].parent.code,))) == schools
    assert list(rows.exclude(pk__among=[second.pk])) == [first, third]


def test_among_nothing_is_nothing_and_asks_nothing(schools: list[OrgUnit]) -> None:
    with CaptureQueriesContext(connection) as caught:
        assert list(OrgUnit.objects.filter(pk__among=[])) == []
    assert not caught.captured_queries


def test_the_list_may_be_longer_than_a_statement_takes_parameters(schools: list[OrgUnit]) -> None:
    keys = range(schools[0].pk, schools[0].pk + LONG)
    with CaptureQueriesContext(connection) as caught:
        found = set(OrgUnit.objects.organisations().filter(pk__among=keys))
    assert found == set(schools)
    assert len(caught) == 1


def test_rows_among_keys_are_changed(schools: list[OrgUnit]) -> None:
    keys = {school.pk for school in schools[:2]}
    assert OrgUnit.objects.filter(pk__among=keys).update(short_title="Школа") == 2
    assert OrgUnit.objects.filter(short_title="Школа").count() == 2
