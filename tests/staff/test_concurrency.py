"""Two writers at once on PostgreSQL: one main employment stands, the other is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections, transaction

from rostok.kernel.errors import RuleViolation
from rostok.people.models import PersonMerge
from rostok.staff.models import Employment
from rostok.staff.services import (
    accept_transfer,
    merge_people,
    offer_transfer,
    start_employment,
)
from tests.factories import BOSS, hire, make_person, make_post, make_school


@pytest.fixture
def two_schools(transactional_db):
    return make_person(), make_post(), [make_school(), make_school()]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_only_one_of_two_writers_gets_the_main_employment(two_schools):
    person, post, schools = two_schools
    together = Barrier(2)

    def engage(school):
        together.wait()
        try:
            start_employment(
                BOSS, person=person, organisation=school, post=post, start=date(2024, 9, 1)
            )
        except RuleViolation:
            return "refused"
        else:
            return "engaged"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(engage, schools)) == ["engaged", "refused"]
    assert Employment.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no exclusion constraints")
def test_the_database_itself_refuses_an_overlap():
    person = make_person()
    hire(person, make_school(), date(2020, 9, 1), end=date(2024, 9, 1))
    with pytest.raises(IntegrityError, match="staff_one_main_employment"), transaction.atomic():
        hire(person, make_school(), date(2024, 8, 31))


@pytest.mark.django_db
def test_two_open_main_employments_are_refused_by_any_database():
    person = make_person()
    hire(person, make_school())
    with pytest.raises(IntegrityError), transaction.atomic():
        hire(person, make_school(), date(2024, 9, 1))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_of_two_merges_at_once_one_stands(transactional_db):
    school = make_school()
    older, newer = make_person(), make_person()
    hire(older, school, date(2015, 9, 1), end=date(2020, 9, 1))
    hire(newer, school, date(2024, 9, 1))

    def merge(pair):
        return merge_people(BOSS, first=pair[0], second=pair[1], choices={})

    assert at_once(merge, [(older, newer), (newer, older)]) == ["done", "refused"]
    assert older.employments.count() == 2
    assert PersonMerge.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_transfer_agreed_twice_at_once_moves_the_person_once(transactional_db):
    old, new = make_school(), make_school()
    person = make_person()
    work = hire(person, old)
    transfer = offer_transfer(BOSS, employment=work, organisation=new, last_day=date(2030, 5, 31))

    def accept(start):
        return accept_transfer(BOSS, transfer=transfer, post=work.post, start=start)

    days = [date(2030, 6, 1), date(2030, 6, 2)]
    assert at_once(accept, days) == ["done", "refused"]
    assert person.employments.count() == 2


def at_once(act, values):
    """What became of two calls that begin together."""
    together = Barrier(len(values))

    def attempt(value):
        together.wait()
        try:
            act(value)
        except RuleViolation:
            return "refused"
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(values)) as pool:
        return sorted(pool.map(attempt, values))
