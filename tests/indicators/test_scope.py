"""Target and IndicatorValue follow the unit they are about."""

from decimal import Decimal

import pytest

from rostok.indicators import permissions
from rostok.indicators.models import (
    CellChange,
    CellComment,
    Collected,
    DataForm,
    IndicatorValue,
    ReportedTotal,
    ReportedValue,
    SourceChoice,
    Target,
)
from rostok.indicators.queries import nearest_system
from rostok.indicators.services import (
    assign_collection,
    choose_source,
    recompute_year,
    return_form,
    save_cell,
    send_form,
)
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


@pytest.mark.parametrize("model", [DataForm, ReportedValue, CellChange, CellComment, ReportedTotal])
def test_reported_rows_follow_their_unit(world, model):
    report_in_both_schools(world)
    school = actor_at(world.first, permissions.VIEW)
    assert len(model.objects.visible_to(school, permissions.VIEW)) == 1
    above = actor_at(world.municipality, permissions.VIEW)
    assert len(model.objects.visible_to(above, permissions.VIEW)) > 1
    for nobody in (STRANGER, actor_at(make_municipality(), permissions.VIEW)):
        assert not model.objects.visible_to(nobody, permissions.VIEW).exists()


@pytest.mark.parametrize("model", [Collected, SourceChoice])
def test_what_the_owner_decided_follows_the_system(world, model):
    report_in_both_schools(world)
    above = actor_at(world.municipality, permissions.VIEW)
    assert len(model.objects.visible_to(above, permissions.VIEW)) == 1
    for nobody in (STRANGER, actor_at(world.first, permissions.VIEW)):
        assert not model.objects.visible_to(nobody, permissions.VIEW).exists()


def report_in_both_schools(world):
    where = {"system": world.system, "year": 2024}
    assign_collection(BOSS, level="organisation", codes=["young-support"], **where)
    for form in DataForm.objects.filter(obliged=True):
        typed = {"numerator": "1", "denominator": "2"}
        save_cell(BOSS, form=form, code="young-support", typed=typed)
        send_form(BOSS, form=form)
        return_form(BOSS, form=form, comments={"young-support": "Проверьте"})
    choose_source(BOSS, code="young-support", source="reported", ground="Приказ", **where)
