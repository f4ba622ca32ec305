"""JournalEntry: an entry belongs where its rows belonged when it was written."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from rostok.kernel import journal
from rostok.kernel.access import LINE, Actor, Grant
from rostok.kernel.journal import record
from rostok.kernel.models import JournalEntry, JournalPlace
from rostok.kernel.permissions import VIEW_JOURNAL
from rostok.kernel.timeline.reading import Wanted, entries_for
from rostok.orgs.models import OrgUnit
from rostok.orgs.services import move_unit
from rostok.staff.models import Employment
from tests import factories as make

pytestmark = pytest.mark.django_db
DONE = journal.kind("toy.done", "Сделано: {what}.")


class Two:
    """A region with two municipalities of one school each, and an entry about each school."""

    def __init__(self) -> None:
        self.region = make.make_region()
        self.left, self.right = (make.make_municipality(self.region) for _ in range(2))
        self.school, self.other = make.make_school(self.left), make.make_school(self.right)
        self.about_school = record(make.BOSS, DONE, self.school, what="тут")
        self.about_other = record(make.BOSS, DONE, self.other, what="там")


@pytest.fixture
def two() -> Two:
    return Two()


def seen_at(unit: OrgUnit) -> set[int]:
    """Numbers of entries that a reader of the journal at the unit meets, by page and by rule."""
    reader = make.actor_at(unit, VIEW_JOURNAL)
    by_page = {entry.pk for entry in entries_for(reader, Wanted(), size=1000).entries}
    by_rule = JournalEntry.objects.visible_to(reader, VIEW_JOURNAL)
    assert by_page == set(by_rule.values_list("pk", flat=True))
    return by_page


def test_everybody_reads_of_their_subtree_and_of_nothing_else(two: Two) -> None:
    assert two.about_school.pk in seen_at(two.school)
    assert two.about_other.pk not in seen_at(two.school)
    assert two.about_school.pk in seen_at(two.left)
    assert two.about_other.pk not in seen_at(two.left)
    assert {two.about_school.pk, two.about_other.pk} <= seen_at(two.region)
    assert seen_at(make.make_region()).isdisjoint({two.about_school.pk, two.about_other.pk})


def test_an_entry_about_two_places_is_read_in_both(two: Two) -> None:
    entry = record(make.BOSS, DONE, two.school, two.other, what="вместе")
    assert entry.pk in seen_at(two.school)
    assert entry.pk in seen_at(two.right)


def test_an_entry_about_the_municipality_is_not_its_schools(two: Two) -> None:
    entry = record(make.BOSS, DONE, two.left, what="у района")
    assert entry.pk in seen_at(two.left)
    assert entry.pk not in seen_at(two.school)


def test_an_entry_about_nothing_in_the_tree_is_for_the_installation_only(two: Two) -> None:
    entry = record(make.BOSS, DONE, what="само")
    assert entry.pk not in seen_at(two.region)
    assert entry in entries_for(make.BOSS, Wanted()).entries


def test_a_person_who_left_takes_no_entries_along(two: Two) -> None:
    """What happened at a school stays in its journal; what happens elsewhere does not come."""
    person = make.make_teacher(two.school)
    here = record(make.BOSS, DONE, person, what="здесь")
    Employment.objects.filter(person=person).update(end=date(2024, 1, 1))
    make.hire(person, two.other, start=date(2024, 1, 1))
    there = record(make.BOSS, DONE, person, what="на новом месте")
    assert here.pk in seen_at(two.school)
    assert there.pk not in seen_at(two.school)
    assert there.pk in seen_at(two.other)
    assert here.pk not in seen_at(two.other)


def test_an_account_belongs_to_its_home_or_to_where_its_person_works(two: Two) -> None:
    at_home = make.make_user(two.school)
    working = make.make_user(two.school, person=make.make_teacher(two.other))
    assert record(make.BOSS, DONE, at_home, what="вход").pk in seen_at(two.school)
    moved = record(make.BOSS, DONE, working, what="вход")
    assert moved.pk not in seen_at(two.school)
    assert moved.pk in seen_at(two.other)


def test_entries_follow_a_school_that_is_handed_over(two: Two) -> None:
    both = record(make.BOSS, DONE, two.school, two.left, what="и школа, и район")
    move_unit(make.BOSS, unit=two.school, parent=two.right)
    assert two.about_school.pk in seen_at(two.right)
    assert two.about_school.pk not in seen_at(two.left)
    assert {both.pk} <= seen_at(two.left) & seen_at(two.right)
    assert two.about_school.pk in seen_at(two.region)


def test_a_right_by_another_reach_reads_nothing(two: Two) -> None:
    reader = Actor("Кто", grants=(Grant(VIEW_JOURNAL, LINE, two.school.pk),))
    assert entries_for(reader, Wanted()).entries == []
    assert not JournalEntry.objects.visible_to(reader, VIEW_JOURNAL).exists()


def test_entries_written_before_places_are_given_theirs(two: Two) -> None:
    """The migration finds the same places as writing does."""
    person = make.make_teacher(two.school)
    user = make.make_user(two.other)
    for row in (person, user, two.left, Employment.objects.get(person=person)):
        record(make.BOSS, DONE, row, what="раньше")
    assert MigrationRecorder.Migration.objects.filter(app="config").exists()
    written = places()
    JournalPlace.objects.all().delete()
    migration: Any = __import__(
        "rostok.config.migrations.0001_places_of_the_journal", fromlist=["fill_places"]
    )
    migration.fill_places(connection)
    assert places() == written


def places() -> set[tuple[Any, ...]]:
    return set(JournalPlace.objects.values_list("entry", "unit_id", "own"))
