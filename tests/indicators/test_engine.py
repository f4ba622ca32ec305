from datetime import date
from decimal import Decimal

import pytest

from rostok.indicators.asking import question_about
from rostok.indicators.catalogue import default_year, indicator_of, years_of
from rostok.indicators.computing import computed_values
from rostok.indicators.engine import outcomes
from rostok.indicators.models import Target, ValueState
from rostok.indicators.tree import tree_of
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.services import activate_system
from rostok.staff.models import Employment, EmploymentKind
from tests.factories import BOSS, make_regulation, make_school

pytestmark = pytest.mark.usefixtures("today")


def value_of(world, code, unit=None, year=2024, on=None):
    unit = unit or world.municipality
    found = [v for v in computed_values(world.system, year, on=on) if v.code == code]
    return next(value for value in found if value.unit_id == unit.pk)


def test_a_context_share_counts_people_of_the_base_date_and_rolls_up(world):
    world.person("Молодая", world.first, born=date(1995, 1, 1))
    world.person("Старшая", world.first)
    world.person("Другая", world.second)
    assert value_of(world, "share-under-35", world.first).value == Decimal(50)
    total = value_of(world, "share-under-35")
    assert (total.numerator, total.denominator) == (1, 3)
    assert total.value == Decimal("33.3333333333")


def test_the_base_date_is_the_last_day_of_the_year_and_on_wins(world):
    world.person("Ушла", world.first, end=date(2024, 9, 1))
    assert value_of(world, "headcount-teaching").value == 0
    assert value_of(world, "headcount-teaching", on=date(2024, 8, 31)).value == 1
    assert value_of(world, "headcount-teaching", on=date(2024, 9, 1)).value == 0


def test_while_the_year_runs_the_base_date_is_today(world):
    question = question_about(world.system, indicator_of(world.system, "share-under-35"), 2025)
    assert question.on == date(2025, 3, 1)


def test_a_teacher_of_two_schools_is_counted_once_at_the_main_one(world):
    person = world.person("Двойная", world.first)
    Employment.objects.create(
        person=person,
        organisation=world.second,
        post=world.teacher,
        kind=EmploymentKind.EXTERNAL,
        start=date(2021, 9, 1),
    )
    assert value_of(world, "headcount-teaching").value == 1
    assert value_of(world, "headcount-teaching", world.second).value == 0


def test_who_moved_in_october_is_counted_where_they_are_on_the_base_date(world):
    person = world.person("Перешла", world.first, end=date(2024, 10, 14))
    Employment.objects.create(
        person=person, organisation=world.second, post=world.teacher, start=date(2024, 10, 14)
    )
    assert value_of(world, "headcount-teaching", world.first).value == 0
    assert value_of(world, "headcount-teaching", world.second).value == 1
    assert value_of(world, "headcount-teaching", world.first, on=date(2024, 10, 13)).value == 1


def test_a_formula_with_a_planned_measure_has_no_source_but_a_base(world):
    world.person("Первая", world.first)
    value = value_of(world, "matched-training")
    assert value.state == ValueState.NO_SOURCE
    assert value.source == "none"
    assert (value.numerator, value.denominator, value.value) == (None, 1, None)
    assert value.target == 30


def test_the_numerator_takes_its_place_from_the_base(world, publish):
    """A fact gained at the first school counts at the second, where the person now works."""
    person = world.person("Перешла", world.second)
    world.person("Осталась", world.second)
    with publish("programmes.completed", {person: date(2023, 5, 5)}, elsewhere=world.first):
        at_second = value_of(world, "matched-training", world.second)
        assert (at_second.numerator, at_second.denominator) == (1, 2)
        assert at_second.value == Decimal(50)
        assert at_second.state == ValueState.MET
        assert value_of(world, "matched-training", world.first).denominator == 0


def test_a_cumulative_indicator_counts_facts_since_its_first_year(world, publish):
    early = world.person("Ранняя", world.first)
    late = world.person("Поздняя", world.first)
    facts = {early: date(2020, 12, 31), late: date(2021, 1, 1)}
    with publish("programmes.completed", facts, elsewhere=world.first):
        assert value_of(world, "matched-training").numerator == 1


def test_a_share_over_nobody_is_undefined(world):
    assert value_of(world, "share-under-35").state == ValueState.UNDEFINED


def test_a_nested_system_counts_its_part_and_the_outer_one_counts_all(world):
    outer = activate_system(
        BOSS,
        pack=make_regulation("khakassia"),
        key="kray",
        root=world.region,
        from_date=date(2021, 1, 1),
    )
    world.person("Внутри", world.first)
    world.person("Снаружи", make_school(title="Чужая", parent=world.region))
    values = {v.unit_id: v for v in computed_values(outer, 2024, codes=["headcount-teaching"])}
    assert values[world.region.pk].value == 2
    assert values[world.municipality.pk].value == 1


@pytest.mark.parametrize("code", ["share-under-35", "headcount-teaching", "share-category"])
def test_one_statement_for_a_formula_and_a_system(world, code, django_assert_num_queries):
    for number in range(20):
        world.person(f"Работник {number}", make_school(world.municipality))
    question = question_about(world.system, indicator_of(world.system, code), 2024)
    tree = tree_of(world.system.root)
    with django_assert_num_queries(1):
        outcomes(question, tree)


def test_the_default_year_is_the_last_with_targets(world):
    assert default_year(world.system) == 2024
    assert years_of(world.system) == [2021, 2022, 2023, 2024, 2025]


def test_a_printed_asterisk_is_no_target(world):
    assert value_of(world, "methodist-load", year=2021).target is None
    assert value_of(world, "methodist-load", year=2023).target == 180


def test_the_base_date_is_today_by_the_clock_of_the_territory(world):
    """Where the sun rises earlier the day is already another; the zone is inherited from above."""
    OrgUnit.objects.filter(pk=world.region.pk).update(time_zone="Asia/Irkutsk")
    system = System.objects.get(pk=world.system.pk)
    assert system.zone == "Asia/Irkutsk"
    assert System.objects.with_versions().get(pk=system.pk).zone == "Asia/Irkutsk"


def test_an_inherited_target_of_zero_is_a_target(world):
    Target.objects.create(
        system=world.system, unit=world.municipality, code="young-support", year=2024, value=0
    )
    assert value_of(world, "young-support", world.first).target == 0
