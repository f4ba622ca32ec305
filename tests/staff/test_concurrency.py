"""Two writers at once on PostgreSQL: one main employment stands, the other is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections, transaction

from rostok.kernel.errors import RuleViolation
from rostok.staff.models import Employment
from rostok.staff.services import start_employment
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
