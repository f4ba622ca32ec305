"""What a snapshot holds, and that its members come to its values."""

from datetime import date

import pytest

from rostok.indicators.queries import computed_values
from rostok.snapshots.checking import digest_of, mismatches
from rostok.snapshots.models import SnapshotMarks, SnapshotRoster, SnapshotValue
from rostok.snapshots.packing import Marks, Roster, day_of_number, number_of_day
from rostok.snapshots.queries import frozen_members
from tests.indicators.conftest import published

pytestmark = pytest.mark.usefixtures("today")


def values(snapshot, code):
    found = SnapshotValue.objects.filter(figure__snapshot=snapshot, figure__code=code)
    return {value.unit_id: (value.numerator, value.denominator, value.value) for value in found}


def test_the_values_are_those_of_the_dashboard(world, make):
    snapshot = make()
    live = {
        (value.code, value.unit_id): (value.numerator, value.denominator, value.value, value.target)
        for value in computed_values(world.system, 2024)
    }
    frozen = {
        (value.figure.code, value.unit_id): (
            value.numerator,
            value.denominator,
            value.value,
            value.target,
        )
        for value in SnapshotValue.objects.filter(figure__snapshot=snapshot).select_related(
            "figure"
        )
    }
    assert frozen == live
    assert values(snapshot, "headcount-teaching")[world.municipality.pk][0] == 4


def test_recounting_from_the_members_gives_the_same_digits(world, make):
    assert list(mismatches(make())) == []


def test_a_person_added_to_the_frozen_list_is_found(world, make):
    snapshot = make()
    marks = SnapshotMarks.objects.get(
        figure__snapshot=snapshot, figure__code="share-under-35", outside=False
    )
    read = Marks.unpack(bytes(marks.packed))
    read.reasons[0] = 1 if read.reasons[0] == 0 else 0
    marks.packed = read.pack()
    marks.save()
    assert {one.code for one in mismatches(snapshot)} == {"share-under-35"}
    assert digest_of(snapshot) != snapshot.digest


def test_the_digest_does_not_depend_on_how_it_was_read(world, make):
    snapshot = make()
    assert len(snapshot.digest) == 64
    assert digest_of(snapshot) == snapshot.digest


def test_later_changes_do_not_touch_it(world, make):
    snapshot = make()
    before = values(snapshot, "headcount-teaching")
    world.person("Новая", world.first)
    world.second.short_title = "Переименованная"
    world.second.save()
    assert values(snapshot, "headcount-teaching") == before
    assert list(mismatches(snapshot)) == []
    assert digest_of(snapshot) == snapshot.digest
    assert snapshot.places.get(unit=world.second).title == "Вторая школа"


def test_members_are_kept_with_the_reason_and_the_day_of_the_fact(world, make):
    anna = world.person("Азова", world.first)
    late = world.person("Яшина", world.second)
    facts = {anna: date(2024, 4, 5), late: date(2020, 4, 5)}
    with published("programmes.completed", facts, elsewhere=world.second):
        snapshot = make()
    figure = snapshot.figures.get(code="matched-training")
    rows = {row.member: row for row in frozen_members(figure, world.municipality.pk)}
    assert rows[anna.pk].counted
    assert rows[anna.pk].unit == world.first.pk
    assert rows[anna.pk].day == date(2020, 9, 1)  # the fact of this measure is dated by employment
    assert rows[late.pk].reason == "нет факта за период"
    assert not rows[late.pk].counted


def test_who_is_outside_the_base_is_kept_with_the_reason(world, make):
    gone = world.person("Ушедшая", world.first, end=date(2024, 6, 1))
    figure = make().figures.get(code="headcount-teaching")
    outside = {
        row.member: row.reason for row in frozen_members(figure, world.first.pk, outside=True)
    }
    assert outside[gone.pk] == "работа окончена до даты расчёта"


def test_one_list_serves_all_indicators_of_a_base(world, make):
    snapshot = make()
    kinds = list(SnapshotRoster.objects.filter(snapshot=snapshot).values_list("kind", "length"))
    marks = SnapshotMarks.objects.filter(figure__snapshot=snapshot, outside=False)
    assert marks.count() > len({row.roster_id for row in marks})
    assert ("person", 4) in kinds


def test_a_school_is_frozen_alone(world, make):
    snapshot = make(unit=world.second)
    assert values(snapshot, "headcount-teaching") == {world.second.pk: (1, None, 1)}
    assert list(mismatches(snapshot)) == []


def test_the_size_of_a_place_is_its_distinct_people(world, make):
    snapshot = make()
    people = dict(snapshot.places.values_list("unit", "people"))
    assert people[world.municipality.pk] == 5
    assert people[world.second.pk] == 1


@pytest.mark.parametrize("day", [date(1950, 1, 1), date(2024, 2, 29), date(2078, 12, 31)])
def test_a_day_survives_packing(day):
    assert day_of_number(number_of_day(day)) == day


def test_rosters_survive_packing():
    roster = Roster()
    roster.members.extend([1, 2**40, 7])
    roster.units.extend([3, 3, 4])
    assert Roster.unpack(roster.pack()) == roster
    assert number_of_day(None) == 0
    assert day_of_number(0) is None
