"""The measure of organisations: who is in on a day, and why somebody is not."""

from datetime import date
from typing import Any

import pytest

from rostok.kernel.measures import Ask, measures
from rostok.kernel.periods import calendar_year
from rostok.orgs.models import OrgUnit
from rostok.orgs.services import close_unit
from tests.factories import BOSS, make_municipality, make_school

pytestmark = pytest.mark.django_db
LIMITS = {"org_kinds": ["school", "kindergarten"]}


def ask(on: date, **filters: Any) -> Ask:
    return Ask(calendar_year(on.year), on, LIMITS, filters)


def members(source: Any, asked: Ask) -> set[str]:
    found = source(asked)
    return set(
        OrgUnit.objects.filter(pk__in=found.rows.values(found.member)).values_list(
            "code", flat=True
        )
    )


def test_organisations_are_counted_while_open_and_of_the_packs_kinds() -> None:
    town = make_municipality()
    closed = make_school(town, code="closed")
    close_unit(BOSS, unit=closed, closed_on=date(2024, 9, 1))
    make_school(town, code="old")
    make_school(town, code="new", opened_on=date(2024, 9, 1), org_kind="kindergarten")
    make_school(town, code="college", org_kind="vocational")
    measure = measures.get("orgs.organisations")
    assert members(measure.source, ask(date(2024, 8, 31))) == {"closed", "old"}
    assert members(measure.source, ask(date(2024, 9, 1))) == {"old", "new"}
    assert members(measure.source, ask(date(2024, 9, 1), org_kinds=["vocational"])) == {"college"}
    reasons = {
        miss.phrase: members(miss.source, ask(date(2024, 9, 1))) for miss in measure.near_misses
    }
    assert reasons == {
        "закрыта к дате расчёта": {"closed"},
        "открылась после даты расчёта": set(),
        "организация другого вида": {"college"},
    }
    early = measure.near_misses[1].source
    assert members(early, ask(date(2024, 8, 31))) == {"new"}
