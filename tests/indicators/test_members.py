from datetime import date

import pytest

from rostok.indicators.asking import question_about
from rostok.indicators.catalogue import indicator_of
from rostok.indicators.console import explain_rows, indicator_rows
from rostok.indicators.engine import outcomes
from rostok.indicators.lists import MemberRows
from rostok.indicators.members import COUNTED, NOT_COUNTED, OUTSIDE, members_for
from rostok.indicators.tree import tree_of
from rostok.kernel.errors import RuleViolation
from rostok.kernel.measures import Members, NearMiss
from rostok.orgs.models import OrgUnit
from rostok.staff.models import Absence, Employment
from tests.factories import BOSS

pytestmark = pytest.mark.usefixtures("today")


def listed(world, code, show, unit=None, year=2024):
    question = question_about(world.system, indicator_of(world.system, code), year)
    found = members_for(question, (unit or world.municipality).pk, show)
    assert found is not None
    return list(MemberRows(BOSS, question, found, show))


def test_the_list_and_the_number_agree_in_every_unit(world):
    for number in range(7):
        born = date(1995, 1, 1) if number % 3 == 0 else date(1970, 1, 1)
        world.person(f"Лицо {number}", world.first if number % 2 else world.second, born=born)
    question = question_about(world.system, indicator_of(world.system, "share-under-35"), 2024)
    totals = outcomes(question, tree_of(world.system.root))
    assert totals is not None
    for unit in (world.municipality, world.first, world.second):
        counted = listed(world, "share-under-35", COUNTED, unit)
        others = listed(world, "share-under-35", NOT_COUNTED, unit)
        assert len(counted) == totals[unit.pk].numerator
        assert len(counted) + len(others) == totals[unit.pk].denominator


def test_who_is_not_counted_is_told_why(world):
    world.person("Опытная", world.first, born=date(1970, 1, 1))
    [row] = listed(world, "share-under-35", NOT_COUNTED)
    assert row.title == "Опытная Анна"
    assert row.unit == "Первая школа"
    assert row.reason == "старше предельного возраста"


def test_without_a_fact_the_reason_is_no_fact(world, publish):
    world.person("Пустая", world.first)
    with publish("programmes.completed", {}, elsewhere=world.first):
        [row] = listed(world, "matched-training", NOT_COUNTED)
    assert row.reason == "нет факта за период"


def test_the_first_near_miss_that_holds_gives_the_reason(world, publish):
    person = world.person("Близкая", world.first)

    def almost(_ask):
        return Members(Employment.objects.filter(person=person), "person", "organisation")

    misses = (NearMiss(almost, "не опубликован"), NearMiss(almost, "вне периода"))
    with publish("programmes.completed", {}, elsewhere=world.first, near_misses=misses):
        [row] = listed(world, "matched-training", NOT_COUNTED)
    assert row.reason == "не опубликован"


def test_who_left_or_is_on_leave_is_outside_with_the_reason(world):
    world.person("Ушла", world.first, end=date(2024, 6, 1))
    absent = world.person("Отдыхает", world.first)
    Absence.objects.create(
        employment=absent.employments.get(), kind="child_care", start=date(2024, 1, 1)
    )
    reasons = {row.title: row.reason for row in listed(world, "share-under-35", OUTSIDE)}
    assert reasons == {
        "Ушла Анна": "работа окончена до даты расчёта",
        "Отдыхает Анна": "в длительном отпуске",
    }


def test_members_of_a_planned_numerator_show_the_base(world):
    world.person("Одна", world.first)
    [row] = listed(world, "matched-training", NOT_COUNTED)
    assert row.reason == "источник ещё не подключён"


def test_a_page_of_members_costs_the_same_for_any_number(world, django_assert_num_queries):
    for number in range(60):
        world.person(f"Лицо {number:02}", world.first)
    question = question_about(world.system, indicator_of(world.system, "headcount-teaching"), 2024)
    found = members_for(question, world.municipality.pk, COUNTED)
    rows = MemberRows(BOSS, question, found, COUNTED)
    with django_assert_num_queries(7):
        assert len(rows[0:50]) == 50


def test_search_finds_by_normalised_name(world):
    world.person("Артёмова", world.first)
    world.person("Белова", world.first)
    question = question_about(world.system, indicator_of(world.system, "headcount-teaching"), 2024)
    found = members_for(question, world.municipality.pk, COUNTED)
    assert found is not None
    narrow = MemberRows(BOSS, question, found.narrowed_to("артем", OrgUnit.objects.all()), COUNTED)
    assert [row.title for row in narrow] == ["Артёмова Анна"]


def test_explain_gives_the_rows_of_the_issue(world):
    world.person("Опытная", world.first, born=date(1970, 1, 1))
    answer = explain_rows(BOSS, world.system, 2024, "share-under-35")
    [row] = answer.rows
    assert set(row) == {"kind", "id", "title", "org", "counted", "reason", "fact", "on"}
    assert row["kind"] == "person"
    assert row["org"] == world.first.code
    assert not row["counted"]


def test_indicator_rows_by_level_and_unit(world):
    world.person("Одна", world.first)
    answer = indicator_rows(BOSS, world.system, 2024, level="organisation")
    codes = {row["org"] for row in answer.rows}
    assert codes == {world.first.code, world.second.code}
    one = indicator_rows(BOSS, world.system, 2024, org=world.first.code)
    headcount = next(row for row in one.rows if row["code"] == "headcount-teaching")
    assert headcount["value"] == 1
    assert headcount["state"] == "no-target"
    with pytest.raises(RuleViolation, match="нет организации"):
        indicator_rows(BOSS, world.system, 2024, org="чужая")


def test_nobody_stands_behind_a_number_that_has_not_begun(world):
    world.person("Одна", world.first)
    assert not explain_rows(BOSS, world.system, 2050, "headcount-teaching").rows
    early = indicator_rows(BOSS, world.system, 2024, on=date(2023, 2, 3))
    silent = [row for row in early.rows if row["state"] == "no-data"]
    assert silent
    assert all(row["value"] is None for row in silent)
