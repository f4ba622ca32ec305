"""Why an indicator changed between two snapshots."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rostok.packs.models import PackVersion
from rostok.snapshots.comparing import (
    NO_MEMBERS,
    NOT_THERE,
    OTHER_SOURCE,
    compare,
    compare_one,
)
from rostok.snapshots.models import SnapshotFigure
from rostok.snapshots.sides import Side
from rostok.staff.models import Employment
from tests.indicators.conftest import published

pytestmark = pytest.mark.usefixtures("today")
CODE = "matched-training"


def one(earlier, later, code=CODE, unit=None):
    at = (unit or earlier.unit).pk
    return compare_one(Side(earlier, at), Side(later, at), code)


@pytest.fixture
def trained(world, make):
    """2023: two of four trained; in 2024 one of them leaves, one comes trained, one is trained."""
    first, second, third = (world.person(f"Учитель {n}", world.first) for n in range(3))
    fourth = world.person("Четвёртая", world.second)
    world.person("Пришлая", world.second, start=date(2024, 2, 1))
    newcomer = world.person("Пришла обученной", world.first, start=date(2024, 2, 1))
    Employment.objects.filter(person=first).update(end=date(2024, 3, 1))
    facts = {
        first: date(2022, 1, 1),
        second: date(2023, 5, 1),
        fourth: date(2024, 5, 1),
        newcomer: date(2022, 6, 1),
    }
    with published("programmes.completed", facts, elsewhere=world.second, filters=FILTERS):
        yield {"first": first, "third": third, "fourth": fourth, "newcomer": newcomer}


FILTERS = ("federal_register", "matched_to_gap")


def test_people_and_facts_are_told_apart(world, make, trained):
    found = one(make(2023), make(2024))
    split = found.split
    assert split is not None
    # 2 of 8 in 2023; of 9 in 2024 one stayed trained, one came trained, one was trained since
    assert split.whole == Decimal("33.3333333333") - 25
    assert split.people == Decimal("22.2222222222") - 25
    assert split.facts == Decimal("33.3333333333") - Decimal("22.2222222222")
    assert split.method == 0
    assert split.moved.left == {trained["first"].pk}
    assert trained["newcomer"].pk in split.moved.entered
    assert split.moved.gained == {trained["fourth"].pk}
    assert found.terms == ["−2,8", "+11,1", "0"]
    assert found.whole_words == "+8,3"


def test_a_snapshot_against_itself_changed_nothing(make, trained):
    snapshot = make(2024)
    assert all(
        row.split is None or row.split.terms == (0, 0, 0)
        for row in compare(snapshot, snapshot, snapshot.unit_id)
    )


def test_a_school_is_compared_by_its_own_people(world, make, trained):
    found = one(make(2023), make(2024), unit=world.second)
    assert found.split is not None
    assert found.split.moved.gained == {trained["fourth"].pk}
    assert found.split.moved.left == set()


def test_a_count_changes_by_its_people_alone(world, make, trained):
    found = one(make(2023), make(2024), "headcount-teaching")
    assert found.split is not None
    assert found.split.people == found.split.whole == 1
    assert found.split.facts == found.split.method == 0


def later_limit(world, make, limit):
    """A snapshot of 2024 by a version of the regulation with another limit of age."""
    version = world.system.version_on(date(2024, 12, 31))
    content = {**version.content}
    content["pack"] = {**content["pack"], "limits": {**content["pack"]["limits"], **limit}}
    other = PackVersion.objects.create(
        key=version.key,
        level=version.level,
        title=version.title,
        short_title=version.short_title,
        version="2",
        digest="2" * 64,
        content=content,
    )
    world.system.versions.create(start=date(2024, 1, 1), pack_version=other)
    world.system = type(world.system).objects.with_versions().get(pk=world.system.pk)
    return make(2024, system=world.system)


def test_a_new_limit_is_a_change_of_the_method(world, make):
    for year in (1984, 1987, 1996):
        world.person(f"Родившаяся в {year}", world.first, born=date(year, 6, 1))
    earlier = make(2023)
    later = later_limit(world, make, {"young_age_below": 38})
    found = one(earlier, later, "share-under-35")
    split = found.split
    assert split is not None
    # Of seven two are below 35 in 2023, and one more below 38, who is still below it in 2024
    assert split.method == Decimal("42.8571428571") - Decimal("28.5714285714")
    assert split.people == 0
    assert split.method + split.facts == split.whole
    assert len(split.moved.method_in) == 1


def test_a_correction_made_after_the_snapshot_is_no_change_of_the_method(world, make):
    for year in (1987, 1996):
        world.person(f"Родившаяся в {year}", world.first, born=date(year, 6, 1))
    earlier = make(2023)
    world.person("Внесли задним числом", world.first, born=date(1999, 1, 1))
    later = later_limit(world, make, {"young_age_below": 38})
    found = one(earlier, later, "share-under-35")
    assert found.split is not None
    assert len(found.split.moved.method_in) == 1
    assert len(found.split.moved.entered) == 1


def test_another_limit_of_showing_is_no_change_of_the_method(world, make):
    earlier = make(2023)
    found = one(earlier, later_limit(world, make, {"min_group": 3}), "share-under-35")
    assert found.split is not None
    assert found.split.method == 0
    assert found.split.moved.method_in == set()


def test_a_change_of_source_is_all_method(make, trained):
    earlier, later = make(2023), make(2024)
    SnapshotFigure.objects.filter(snapshot=later, code=CODE).update(source="reported")
    found = one(earlier, later)
    assert found.note == OTHER_SOURCE
    assert found.split is not None
    assert found.split.method == found.split.whole


def test_reported_values_are_not_split(make, trained):
    earlier, later = make(2023), make(2024)
    for snapshot in (earlier, later):
        figure = snapshot.figures.get(code=CODE)
        figure.marks.all().delete()
        SnapshotFigure.objects.filter(pk=figure.pk).update(source="reported")
    found = one(earlier, later)
    assert (found.split, found.note) == (None, NO_MEMBERS)
    assert found.whole_words == "+8,3"


def test_an_indicator_of_one_snapshot_only_is_named(make, trained):
    earlier, later = make(2023), make(2024)
    earlier.figures.get(code=CODE).delete()
    found = one(earlier, later)
    assert (found.split, found.note) == (None, NOT_THERE)
    assert replace(found, earlier=found.later).whole_words == "без изменений"
