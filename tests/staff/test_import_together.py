"""Two lists at once: one of them waits or is told that its preview is stale; never half."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from rostok.kernel import clock
from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import ImportBatch, JournalEntry
from rostok.kernel.tabular import StalePreview, Trace, confirm_batch, undo_batch
from rostok.people.models import Person
from rostok.staff.imports.applying import prepare
from rostok.staff.models import Employment, Post
from rostok.staff.services import add_person, edit_person, end_employment, load_reference
from tests.factories import BOSS, make_municipality, make_school
from tests.staff.test_import import SNILS, load

NAMES = ("Аксёнова", "Белова", "Власова", "Громова", "Дёмина", "Ежова", "Жукова", "Зимина")


@pytest.fixture
def schools(transactional_db):
    load_reference(BOSS)
    town = make_municipality()
    with clock.moved_to(date(2025, 3, 5)):
        yield [make_school(town, code=code) for code in ("oo-1", "oo-2")]


def previewed(school, *rows):
    named = [{"last_name": name, "organisation": school.code, **rows[0]} for name in NAMES]
    return load(school, *named, confirm=False)


def together(*works):
    """What each of the works came to, begun at the same moment in threads of their own.

    The database of tests in SQLite's memory has no second writer: there one goes after another.
    """
    threads = len(works) if connection.vendor == "postgresql" else 1
    begin = Barrier(threads)

    def run(work):
        begin.wait()
        try:
            work()
        except RuleViolation as refusal:
            return type(refusal).__name__
        else:
            return "done"
        finally:
            connections.close_all()

    if threads == 1:
        return [run(work) for work in works]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, works))


def confirming(batch):
    return lambda: confirm_batch(BOSS, batch=ImportBatch.objects.get(pk=batch.pk))


def entries():
    return JournalEntry.objects.filter(kind="staff.imported").count()


def test_one_of_two_lists_of_newcomers_of_one_school_is_stale(schools):
    batches = [previewed(schools[0], {}) for _ in range(2)]
    outcome = together(*map(confirming, batches))
    assert sorted(outcome) == ["StalePreview", "done"]
    assert (Person.objects.count(), entries()) == (len(NAMES), 1)


def test_one_of_two_lists_that_change_the_same_people_is_stale(schools):
    confirming(previewed(schools[0], {}))()
    batches = [previewed(schools[0], {"rate": rate}) for rate in ("0,5", "0,75")]
    outcome = together(*map(confirming, batches))
    assert sorted(outcome) == ["StalePreview", "done"]
    assert Employment.objects.values_list("rate").distinct().count() == 1
    assert entries() == 2


def test_lists_of_two_schools_are_both_written(schools):
    batches = [
        previewed(school, {"birth_date": f"0{day}.01.1990"})
        for day, school in enumerate(schools, start=1)
    ]
    assert together(*map(confirming, batches)) == ["done", "done"]
    assert (Person.objects.count(), entries()) == (2 * len(NAMES), 2)


def test_the_same_batch_confirmed_twice_at_once_is_written_once(schools):
    batch = previewed(schools[0], {})
    outcome = together(confirming(batch), confirming(batch))
    assert sorted(outcome) == ["RuleViolation", "done"]
    assert (Person.objects.count(), entries()) == (len(NAMES), 1)


def test_an_undo_and_another_list_of_the_same_people_do_not_mix(schools):
    first = previewed(schools[0], {})
    confirming(first)()
    second = previewed(schools[0], {"rate": "0,5"})
    outcome = together(
        confirming(second), lambda: undo_batch(BOSS, batch=ImportBatch.objects.get(pk=first.pk))
    )
    assert outcome in (["done", "RuleViolation"], ["StalePreview", "done"])
    left = len(NAMES) if outcome[0] == "done" else 0
    assert Person.objects.count() == left
    assert Employment.objects.filter(rate="0.5").count() == left


def test_a_newcomer_entered_by_a_form_meanwhile_makes_the_preview_stale(schools):
    batch = load(schools[0], {"snils": SNILS, "last_name": "Иная"}, confirm=False)
    add_person(
        BOSS,
        organisation=schools[1],
        post=Post.objects.get(code="teacher"),
        start=date(2024, 9, 1),
        last_name="Другая",
        first_name="Анна",
        snils=SNILS,
    )
    with pytest.raises(StalePreview):
        confirm_batch(BOSS, batch=batch)
    assert Person.objects.count() == 1


@pytest.mark.parametrize("change", ["name", "work", "newcomer"])
def test_what_changes_between_planning_and_writing_is_seen_under_the_lock(schools, change):
    load(schools[0], {}, {"last_name": "Вторая"})
    batch = load(schools[0], {"rate": "0,5"}, {"last_name": "Третья"}, confirm=False)
    write = prepare(BOSS, batch)
    changes(change, schools[0])
    with pytest.raises(StalePreview), transaction.atomic():
        write(Trace())
    assert not Employment.objects.filter(rate="0.5").exists()


def changes(change, school):
    person = Person.objects.get(last_name="Северова")
    if change == "name":
        edit_person(BOSS, person=person, last_name="Иная", first_name="Анна")
    elif change == "work":
        end_employment(BOSS, employment=person.employments.get(), last_day=date(2025, 2, 1))
    else:
        load(school, {"last_name": "Третья"})
