"""Attempts to get at one person by all that is shown: filters, years, levels, pages and files."""

from datetime import date
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rostok.indicators import permissions
from rostok.indicators.console import explain_rows, indicator_rows
from rostok.indicators.curtain import curtain_for
from rostok.indicators.formula import Count, Share
from rostok.indicators.models import HIDDEN, DataForm, IndicatorValue, ReportedValue
from rostok.indicators.queries import dashboard_rows, home_figures
from rostok.indicators.services import recompute
from rostok.indicators.small_groups import (
    Counts,
    difference,
    families,
    hidden_units,
    may_be_nested,
    table_of,
    with_differences,
)
from rostok.kernel.errors import Forbidden
from rostok.kernel.suppression import NOBODY, Group
from rostok.orgs.models import System
from tests.factories import BOSS, actor_at, make_school
from tests.indicators.conftest import published
from tests.indicators.test_pages import signed_in, text
from tests.kernel.test_suppression import rank

pytestmark = pytest.mark.usefixtures("today")
CODE = "matched-training"
MEASURE = "programmes.completed"
MINIMUM = 5
WORD = "скрыто"


@pytest.fixture
def told(world):
    """Schools of 3, 12, 20 and 20; the fact is sensitive, and cumulative over the years.

    In the first school two have it; in the last one nineteen of twenty, the nineteenth since 2024.
    """
    third, fourth = (make_school(world.municipality, name) for name in ("Третья", "Четвёртая"))
    world.schools = [world.first, world.second, third, fourth]
    facts = {}
    plan = [(3, 2, 0), (12, 6, 0), (20, 9, 0), (20, 18, 1)]
    for school, (size, early, late) in zip(world.schools, plan, strict=True):
        people = [world.person(f"Лицо {school.pk}-{at}", school) for at in range(size)]
        facts |= dict.fromkeys(people[:early], date(2023, 3, 1))
        facts |= dict.fromkeys(people[early : early + late], date(2024, 3, 1))
    with published(MEASURE, facts, elsewhere=world.first, sensitive=True):
        recompute(BOSS, system=world.system, years=[2023, 2024])
        world.system = System.objects.with_versions().get(pk=world.system.pk)
        yield world


def nameless(unit):
    return actor_at(unit, permissions.VIEW, "systems.view", "orgs.view")


def counts_in(values):
    return {value.unit_id: (value.numerator, value.denominator) for value in values}


def test_small_groups_and_what_gives_them_away_are_hidden(told):
    curtain = curtain_for(nameless(told.region), told.system)
    hidden = {unit for code, year, unit in curtain.hidden if (code, year) == (CODE, 2023)}
    first, second, third, fourth = (school.pk for school in told.schools)
    assert first in hidden  # three people
    assert fourth in hidden  # two of twenty lack the fact
    assert told.municipality.pk not in hidden
    assert second in hidden  # or those three, and these two, would be found by subtracting
    assert third not in hidden


def test_those_who_see_the_people_by_name_see_all(told):
    actor = actor_at(told.region, permissions.VIEW, permissions.VIEW_MEMBERS)
    assert not curtain_for(actor, told.system).hidden
    assert not curtain_for(BOSS, told.system).hidden


def test_a_coordinator_sees_the_own_school_and_cannot_subtract_it(told):
    """Who knows the twelve by name would find the rest: none of it may be a small group."""
    own = told.schools[1]
    grants = nameless(told.region).grants + actor_at(own, permissions.VIEW_MEMBERS).grants
    actor = type(BOSS)(title="Координатор", grants=grants)
    hidden = {unit for code, _year, unit in curtain_for(actor, told.system).hidden if code == CODE}
    assert own.pk not in hidden
    assert told.schools[0].pk in hidden


def test_staff_measures_stay_open(told):
    curtain = curtain_for(nameless(told.region), told.system)
    assert {code for code, _year, _unit in curtain.hidden} == {CODE}


def test_one_person_is_not_found_by_the_difference_of_two_years(told):
    """In 2024 one person more has the fact than in 2023: the later total is hidden with it."""
    curtain = curtain_for(nameless(told.region), told.system)
    assert (CODE, 2023, told.municipality.pk) not in curtain.hidden
    assert (CODE, 2024, told.municipality.pk) in curtain.hidden


def sheet_rows(answer):
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_pages_files_and_console_hide_the_same_cells(told):
    actor, client = nameless(told.region), signed_in("ministry", told.region)
    curtain = curtain_for(actor, told.system)
    titles = {school.title: school.pk for school in told.schools}
    for year in (2023, 2024):
        hidden = {unit for code, at, unit in curtain.hidden if (code, at) == (CODE, year)}
        address = f"/indicators/rayon/{CODE}/?year={year}&export=xlsx"
        rows = {
            titles[row["Территория, организация"]]: row for row in sheet_rows(client.get(address))
        }
        assert {unit for unit, row in rows.items() if row["Факт"] == WORD} == hidden & set(rows)
        assert all(rows[unit]["Учтено"] is None for unit in hidden & set(rows))
        for school in told.schools:
            page = f"/indicators/rayon/?year={year}&unit={school.pk}&export=xlsx"
            words = [row["Факт"] for row in sheet_rows(client.get(page))]
            assert words.count(WORD) == (school.pk in hidden)
        answer = indicator_rows(actor, told.system, year, level="organisation")
        printed = {row["org"] for row in answer.rows if row["state"] == HIDDEN}
        assert printed == {school.code for school in told.schools if school.pk in hidden}
        assert all(row["value"] is None for row in answer.rows if row["state"] == HIDDEN)


def test_the_page_of_a_hidden_value_tells_nothing_of_it(told):
    client = signed_in("ministry", told.region)
    page = text(client.get(f"/indicators/rayon/{CODE}/?year=2024&unit={told.schools[3].pk}"))
    assert WORD in page
    assert "95,0" not in page
    assert "19 из 20" not in page
    named = signed_in("municipal_methodist", told.municipality)
    page = text(named.get(f"/indicators/rayon/{CODE}/?year=2024&unit={told.schools[3].pk}"))
    assert "95,0" in page
    assert "19 из 20" in page


def test_sorting_territories_does_not_tell_the_order_of_hidden_values(told):
    client = signed_in("ministry", told.region)
    address = f"/indicators/rayon/{CODE}/?year=2024&level=organisation&export=xlsx&sort="
    up, down = (sheet_rows(client.get(address + sort)) for sort in ("value", "-value"))

    def hidden(rows):
        return [row["Территория, организация"] for row in rows if row["Факт"] == WORD]

    assert hidden(up) == hidden(down)


def test_the_home_page_and_the_block_of_a_unit_leave_hidden_values_out(told):
    actor = nameless(told.schools[0])
    assert CODE not in [figure.row.indicator.code for figure in home_figures(actor)]
    page = text(signed_in("ministry", told.region).get(told.schools[0].get_absolute_url()))
    assert "66,7" not in page


def test_a_value_of_this_moment_is_not_shown_beside_the_stored_one(told):
    """Two moments of one number would tell of whoever came between them."""
    told.person("Новая", told.schools[2])
    client = signed_in("ministry", told.region)
    page = text(client.get(f"/indicators/rayon/{CODE}/?year=2023&unit={told.schools[2].pk}"))
    assert "После расчёта панели данные изменились" not in page
    assert "из 21" not in page


def test_the_console_names_nobody_to_those_without_names(told):
    with pytest.raises(Forbidden):
        explain_rows(nameless(told.region), told.system, 2024, CODE)


def test_reported_numbers_of_a_sensitive_indicator_are_for_those_whose_duty_they_are(told):
    form = DataForm.objects.create(system=told.system, year=2024, unit=told.schools[0])
    ReportedValue.objects.create(
        form=form,
        code=CODE,
        numerator=2,
        denominator=3,
        author_title="Автор",
        moment="2024-12-01T00:00Z",
    )
    ministry = signed_in("ministry", told.region)
    for address in (form.get_absolute_url(), f"/indicators/rayon/{CODE}/reported/?year=2024"):
        assert 'value="2"' not in text(ministry.get(address))
        assert "66,7" not in text(ministry.get(address))
    own = signed_in("coordinator", told.schools[0])
    assert "66,7" in text(own.get(form.get_absolute_url()))


def everything_shown(told, actor, year):
    """Unit → (counted, base) of all that the console, the dashboard and the lists tell."""
    found = {}
    for level in (None, "organisation"):
        answer = indicator_rows(actor, told.system, year, level=level)
        codes = {unit.code: unit.pk for unit in [told.municipality, *told.schools]}
        for row in answer.rows:
            if row["code"] == CODE and row["numerator"] is not None:
                found[codes[row["org"]]] = (row["numerator"], row["denominator"])
    for unit in [told.municipality, *told.schools]:
        for row in dashboard_rows(actor, told.system, unit, year):
            if row.indicator.code == CODE and row.now and row.now.numerator is not None:
                found[unit.pk] = (row.now.numerator, row.now.denominator)
    return found


def test_nobody_is_found_by_subtracting_all_that_is_shown(told):
    truth = counts_in(IndicatorValue.objects.filter(code=CODE, year=2023))
    shown = everything_shown(told, nameless(told.region), 2023)
    total = shown[told.municipality.pk]
    parts = [shown[school.pk] for school in told.schools if school.pk in shown]
    rest = Group(total[0] - sum(one[0] for one in parts), total[1] - sum(one[1] for one in parts))
    assert not rest.is_small(MINIMUM)
    assert not rest.is_alike
    assert all(not Group(*shown[unit]).is_small(MINIMUM) for unit in shown)
    assert all(shown[unit] == truth[unit] for unit in shown)


# Filters: indicators of one measure are tables side by side.


def of(measure, **filters):
    return {"measure": measure, **filters} if filters else measure


def share(of_set, base):
    return Share.model_validate({"of": of_set, "in": base})


def test_indicators_of_one_sensitive_measure_are_hidden_together(told):
    wide = share(of(MEASURE), "staff.employed")
    narrow = share(of(MEASURE, topic="x"), "staff.teaching")
    other = Count.model_validate({"of": "staff.teaching"})
    [*pairs] = families({"wide": wide, "narrow": narrow, "other": other})
    assert sorted(map(sorted, pairs)) == [["narrow", "wide"], ["other"]]
    assert may_be_nested(wide, narrow)
    levels = [share(of(MEASURE, topic=name), "staff.teaching") for name in ("low", "high")]
    assert not may_be_nested(*levels)


def test_two_managers_are_not_found_by_subtracting_teachers_from_all(told):
    """One of two managers has the fact: 20 of 40 people less 19 of 38 teachers."""
    formulas = {
        "all": share(of(MEASURE), "staff.employed"),
        "teachers": share(of(MEASURE), "staff.teaching"),
    }
    tables = {
        "all": table_of([Counts(1, 40, 80), Counts(2, 20, 40), Counts(3, 20, 40)]),
        "teachers": table_of([Counts(1, 34, 68), Counts(2, 19, 38), Counts(3, 15, 30)]),
    }
    parents = {1: None, 2: 1, 3: 1}
    assert hidden_units(parents, list(tables.values()), MINIMUM) == set()
    assert hidden_units(parents, with_differences(formulas, tables), MINIMUM) == {2, 3}


@st.composite
def nested_tables(draw):
    """Two nested numbers of up to eight schools in two municipalities, and their sums."""
    parents = {0: None, 1: 0, 2: 0}
    leaves = range(3, 3 + draw(st.integers(2, 8)))
    parents |= {unit: draw(st.integers(1, 2)) for unit in leaves}
    rows = {"wide": {}, "narrow": {}}
    for unit in leaves:
        base = draw(st.integers(0, 25))
        inner = draw(st.integers(0, base))
        counted = draw(st.integers(0, inner))
        outer = draw(st.integers(0, base - inner))
        rows["narrow"][unit] = Group(counted, inner)
        rows["wide"][unit] = Group(counted + outer, base)
    for table in rows.values():
        for total in (1, 2, 0):
            inside = [table[unit] for unit, above in parents.items() if above == total]
            table[total] = Group(sum(g.counted for g in inside), sum(g.base for g in inside))
    return parents, rows


@settings(deadline=None)
@given(nested_tables())
def test_no_small_group_is_a_sum_of_shown_numbers_of_two_filters(given_tables):
    """Every number of both tables is a sum of groups (school × inside or outside the filter)."""
    parents, tables = given_tables
    formulas = {
        "wide": share(of(MEASURE), "staff.employed"),
        "narrow": share(of(MEASURE), "staff.teaching"),
    }
    hidden = hidden_units(parents, with_differences(formulas, tables), MINIMUM)
    between = difference(tables["wide"], tables["narrow"])
    leaves = [unit for unit in parents if unit > 2]
    axes = [(unit, part) for unit in leaves for part in ("in", "out")]

    def vector(unit, parts):
        inside = {one for one in leaves if unit in (one, parents[one], 0)}
        return [Fraction(one in inside and part in parts) for one, part in axes]

    shown = [unit for unit in parents if unit not in hidden]
    known = [vector(unit, parts) for unit in shown for parts in ({"in"}, {"in", "out"})]
    for unit, part in axes:
        if not any(between[unit] if part == "out" else tables["narrow"][unit]):
            known.append(vector(unit, {part}))
    for unit in parents:
        for table, parts in ((tables["narrow"], {"in"}), (between, {"out"})):
            if table.get(unit, NOBODY).is_small(MINIMUM):
                assert rank([*known, vector(unit, parts)]) > rank(known)
