"""Past years add up by the tree of their time; names follow the rights of today."""

from dataclasses import replace
from datetime import date

import pytest

from rostok.indicators import permissions
from rostok.indicators.asking import question_about
from rostok.indicators.catalogue import indicator_of
from rostok.indicators.computing import Sheet, standing_now
from rostok.indicators.curtain import curtain_for
from rostok.indicators.members import COUNTED, members_for
from rostok.indicators.models import IndicatorValue
from rostok.indicators.services import recompute
from rostok.indicators.storing import line_of
from rostok.kernel.access import SUBTREE, Actor, Grant
from rostok.kernel.measures import measures
from rostok.orgs.models import System
from rostok.orgs.services import activate_system, move_unit
from rostok.snapshots.freezing import freeze
from tests.factories import BOSS, make_municipality, make_regulation
from tests.indicators.test_pages import signed_in, text

pytestmark = pytest.mark.usefixtures("today")
CODE = "headcount-teaching"


@pytest.fixture
def moved(world):
    """The first school, with two teachers, left the district for its neighbour in February 2025."""
    version = make_regulation("tomsk")
    world.region_system = activate_system(
        BOSS, pack=version, key="krai", root=world.region, from_date=date(2021, 1, 1)
    )
    world.neighbour = make_municipality(world.region, "Сосед")
    world.person("Ёлкина", world.first)
    world.person("Липова", world.first)
    world.person("Дубова", world.second)
    move_unit(BOSS, unit=world.first, parent=world.neighbour, on=date(2025, 2, 1))
    recompute(BOSS, system=world.region_system, years=[2024, 2025])
    return world


def counted(world, unit, year):
    rows = IndicatorValue.objects.filter(system=world.region_system, code=CODE, year=year)
    return int(rows.get(unit=unit).value)


@pytest.mark.parametrize(("year", "district", "neighbour"), [(2024, 3, 0), (2025, 1, 2)])
def test_a_year_adds_up_by_the_tree_of_its_time(moved, year, district, neighbour):
    assert counted(moved, moved.municipality, year) == district
    assert counted(moved, moved.neighbour, year) == neighbour
    assert counted(moved, moved.region, year) == district + neighbour


@pytest.mark.parametrize(("year", "people"), [(2024, 3), (2025, 1)])
def test_the_list_and_the_number_of_this_moment_follow(moved, year, people):
    indicator = indicator_of(moved.region_system, CODE, year)
    now = standing_now(moved.region_system, indicator, year, moved.municipality)
    question = question_about(moved.region_system, indicator, year)
    listed = members_for(question, moved.municipality.pk, COUNTED)
    assert int(now.value.value) == listed.rows.count() == people


def test_territories_of_a_year_are_those_of_its_time(moved):
    client = signed_in("region_specialist", moved.region)
    address = f"/indicators/krai/{CODE}/?unit={moved.municipality.pk}&year="
    assert moved.first.short_title in text(client.get(f"{address}2024"))
    assert moved.first.short_title not in text(client.get(f"{address}2025"))


def test_the_district_counts_who_was_there_and_names_nobody_it_has_handed_over(moved):
    client = signed_in("municipal_methodist", moved.municipality)
    address = f"/indicators/krai/{CODE}/members/?unit={moved.municipality.pk}&year=2024"
    page = text(client.get(address))
    assert "Дубова" in page
    assert "Ёлкина" not in page
    assert page.count("работник организации другой территории") == 2
    assert "теперь относятся к другой территории: 1" in page
    assert "В этом списке никого нет" in text(client.get(f"{address}&q=липова"))


def test_whoever_sees_both_districts_reads_all_names(moved):
    client = signed_in("region_specialist", moved.region)
    address = f"/indicators/krai/{CODE}/members/?unit={moved.municipality.pk}&year=2024"
    page = text(client.get(address))
    assert "Ёлкина" in page
    assert "другой территории" not in page


def test_a_snapshot_of_a_past_year_keeps_the_tree_of_its_time(moved):
    frozen = freeze(moved.region_system, moved.municipality, 2024)
    assert moved.first.pk in frozen.tree.by_id
    later = freeze(moved.region_system, moved.municipality, 2025)
    assert moved.first.pk not in later.tree.by_id


def test_a_unit_has_no_figures_in_a_system_it_came_to_later(moved):
    version = make_regulation("muya")
    activate_system(
        BOSS, pack=version, key="sosed", root=moved.neighbour, from_date=date(2021, 1, 1)
    )
    client = signed_in("municipal_methodist", moved.neighbour)
    address = f"/indicators/sosed/{CODE}/?unit={moved.first.pk}&year="
    assert "2 чел." in text(client.get(f"{address}2025")).replace("\u00a0", " ")
    assert "2 чел." not in text(client.get(f"{address}2024")).replace("\u00a0", " ")


def test_what_a_unit_reports_of_years_before_it_came_adds_to_nobody(moved):
    assert line_of(Sheet.of(moved.system, 2024), moved.first)
    assert line_of(Sheet.of(moved.system, 2025), moved.first) == []


def test_a_small_school_handed_over_is_not_found_in_the_past_year_by_its_former_district(moved):
    """The district sees its own by name; less these, the year it still sums tells of two people."""
    system = System.objects.with_versions().get(key="krai")
    grants = [
        Grant(name, SUBTREE, moved.municipality.pk)
        for name in (permissions.VIEW, permissions.VIEW_MEMBERS)
    ]
    entry = measures.entries["staff.teaching"]
    measures.entries["staff.teaching"] = replace(entry, thing=replace(entry.thing, sensitive=True))
    try:
        curtain = curtain_for(Actor(title="Методист", grants=tuple(grants)), system)
    finally:
        measures.entries["staff.teaching"] = entry
    assert (CODE, 2024, moved.municipality.pk) in curtain.hidden
    assert (CODE, 2025, moved.municipality.pk) not in curtain.hidden
    assert (CODE, 2024, moved.second.pk) not in curtain.hidden
    assert curtain.guards(CODE, moved.municipality.pk)
