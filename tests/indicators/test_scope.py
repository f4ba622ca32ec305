"""Target and IndicatorValue follow the unit they are about."""

from decimal import Decimal

import pytest

from rostok.indicators import permissions
from rostok.indicators.models import IndicatorValue, Target
from rostok.indicators.queries import nearest_system
from rostok.indicators.services import recompute_year
from rostok.kernel.access import STRANGER
from rostok.orgs import permissions as orgs_permissions
from tests.factories import BOSS, actor_at, make_municipality

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def rows(world):
    recompute_year(BOSS, system=world.system, year=2024)
    for unit in (world.municipality, world.first):
        Target.objects.create(
            system=world.system, unit=unit, code="young-support", year=2024, value=Decimal(50)
        )
    return world


@pytest.mark.parametrize("model", [Target, IndicatorValue])
def test_a_school_sees_its_own_rows_and_a_stranger_none(rows, model):
    school = actor_at(rows.first, permissions.VIEW)
    seen = model.objects.visible_to(school, permissions.VIEW)
    assert {row.unit_id for row in seen} == {rows.first.pk}
    for nobody in (STRANGER, actor_at(make_municipality(), permissions.VIEW)):
        assert not model.objects.visible_to(nobody, permissions.VIEW).exists()


def test_the_nearest_system_is_one_with_numbers_for_the_actor(rows):
    rights = (permissions.VIEW, orgs_permissions.VIEW_SYSTEMS)
    assert nearest_system(actor_at(rows.municipality, *rights)) == rows.system
    assert nearest_system(actor_at(make_municipality(), *rights)) is None
    assert nearest_system(STRANGER) is None
