"""A past year is shown, and sent away, under the names of its last day."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.urls import reverse

from rostok.indicators.console import explain_rows
from rostok.indicators.services import recompute
from rostok.orgs.services import rename_unit
from rostok.snapshots.models import Snapshot
from rostok.snapshots.services import make_snapshot
from tests.factories import BOSS
from tests.indicators.test_pages import signed_in, text

pytestmark = pytest.mark.usefixtures("today")
CODE = "headcount-teaching"
WAS, NOW = "Школа имени Ломоносова", "Лицей № 9"


@pytest.fixture
def renamed(world):
    """A school renamed in February 2025, with a teacher since long ago."""
    world.person("Ёлкина", world.first)
    rename_unit(BOSS, unit=world.first, title=WAS, short_title=WAS, on=date(2021, 1, 1))
    world.first.refresh_from_db()
    rename_unit(BOSS, unit=world.first, title=NOW, short_title=NOW, on=date(2025, 2, 1))
    recompute(BOSS, system=world.system, years=[2024, 2025])
    return world


def page(client, world, name, *args, year, **params):
    address = reverse(f"indicators:{name}", args=[world.system.key, *args])
    return client.get(address, {"year": year, **params})


@pytest.mark.parametrize(("year", "name", "other"), [(2024, WAS, NOW), (2025, NOW, WAS)])
def test_pages_of_a_year_name_units_as_they_were(renamed, year, name, other):
    client = signed_in("service_head", renamed.municipality)
    school = renamed.first.pk
    pages = [
        page(client, renamed, "indicator", CODE, year=year, level="organisation"),
        page(client, renamed, "dashboard", year=year, unit=school),
        page(client, renamed, "members", CODE, year=year, unit=school),
        page(client, renamed, "members", CODE, year=year),
        page(client, renamed, "compare_places", year=year, **{"with": [school]}),
    ]
    for answer in pages:
        shown = text(answer)
        assert name in shown
        assert other not in shown


@pytest.mark.parametrize(("year", "name"), [(2024, WAS), (2025, NOW)])
def test_files_of_a_year_do_too(renamed, year, name):
    client = signed_in("service_head", renamed.municipality)
    params = {"level": "organisation", "export": "csv"}
    answer = page(client, renamed, "indicator", CODE, year=year, **params)
    content = b"".join(answer) if answer.streaming else answer.content
    names = [row[0] for row in csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";")]
    assert name in names


def test_names_cost_one_query_for_any_number_of_units(renamed, django_assert_max_num_queries):
    client = signed_in("service_head", renamed.municipality)
    page(client, renamed, "indicator", CODE, year=2024, level="organisation")
    with django_assert_max_num_queries(60) as asked:
        page(client, renamed, "indicator", CODE, year=2024, level="organisation")
    names = [one["sql"] for one in asked.captured_queries if "orgs_orgname" in one["sql"]]
    assert len(names) <= 3  # of the unit, of the way to it, of all rows


def test_a_snapshot_of_a_past_day_freezes_the_names_of_that_day(renamed):
    snapshot = make_snapshot(BOSS, system=renamed.system, unit=renamed.first, year=2024)
    assert WAS in snapshot.title
    assert Snapshot.objects.get().places.get(unit=renamed.first).title == WAS


def test_the_console_still_knows_units_by_code(renamed):
    rows = explain_rows(BOSS, renamed.system, 2024, CODE).rows
    assert {row["org"] for row in rows} == {renamed.first.code}
