"""Writers at the same moment. On SQLite the immediate transaction lets only one of them in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from rostok.kernel.errors import RuleViolation
from rostok.orgs.models import OrgUnit
from rostok.orgs.services import create_unit, move_unit
from tests.factories import BOSS, make_municipality, make_region, make_school
from tests.orgs.test_closure import stored, walked

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share no memory database"),
]


def at_once(*works: Callable[[], object]) -> list[str]:
    """Run the works in threads that start together; what each came to."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> str:
        barrier.wait()
        try:
            work()
        except RuleViolation as refusal:
            return refusal.message
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(pool.map(run, works))


def test_one_code_is_given_once() -> None:
    places = [make_municipality() for _ in range(4)]

    def create(parent: OrgUnit) -> OrgUnit:
        return create_unit(
            BOSS,
            kind="organisation",
            org_kind="school",
            code="same",
            title="Школа",
            short_title="Школа",
            parent=parent,
        )

    outcome = at_once(*[lambda place=place: create(place) for place in places])
    assert outcome.count("done") == 1
    assert all("уже занят" in words for words in outcome if words != "done")
    assert OrgUnit.objects.filter(code="same").count() == 1


def test_a_school_born_while_its_district_moves_is_not_lost() -> None:
    north, south = make_region(), make_region()
    town = make_municipality(north)
    for target in (south, north, south):
        at_once(
            lambda: make_school(town),
            lambda target=target: move_unit(BOSS, unit=town, parent=target),
            lambda: make_school(town),
        )
        assert stored() == walked()
