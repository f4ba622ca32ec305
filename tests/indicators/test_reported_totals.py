"""Lines «Итого» of smaller territories inside the table of a region."""

import pytest

from rostok.indicators import permissions
from rostok.indicators.imports.totals import alike, is_total, proper_words
from rostok.indicators.models import IndicatorValue, ReportedTotal, ReportedValue
from rostok.kernel.tabular import ParsedRow, confirm_batch
from rostok.orgs.models import OrgUnit
from rostok.orgs.services import create_unit
from tests.factories import BOSS, actor_at, make_municipality, make_school
from tests.indicators.test_reported_import import HEAD, YOUNG, checked, problems

pytestmark = pytest.mark.usefixtures("today")


class Region:
    """A region with two districts of two schools, and a system over all of it."""

    def __init__(self, world):
        self.root = world.region
        self.north = make_municipality(self.root, "Северный муниципальный район", code="n")
        self.south = make_municipality(self.root, "Городской округ Южный", code="s")
        for town in (self.north, self.south):
            for number in (1, 2):
                make_school(town, f"Школа {town.code}-{number}", code=f"{town.code}{number}")
        self.system = world.system
        type(self.system).objects.filter(pk=self.system.pk).update(root=self.root)
        self.system.refresh_from_db()


@pytest.fixture
def region(world):
    return Region(world)


def row(name, numerator, denominator):
    return (None, name, numerator, denominator)


NORTH = (row("Школа n-1", 1, 2), row("Школа n-2", 2, 3))
SOUTH = (row("Школа s-1", 1, 4), row("Школа s-2", 3, 4))


def titles(batch):
    found = batch.rows.filter(title__startswith="Итого").order_by("number")
    return list(found.values_list("title", flat=True))


def stored(unit):
    row = IndicatorValue.objects.get(code=YOUNG, year=2024, unit=unit)
    return row.numerator, row.denominator


def test_each_territory_has_its_total_where_it_is_named(region):
    batch = checked(
        region,
        *NORTH,
        row("Итого по Северному району", 3, 5),
        *SOUTH,
        row("ГО Южный, всего", 5, 8),
        row("Всего по краю", 8, 13),
    )
    assert not problems(batch)
    assert titles(batch) == [
        "Итого, Северный муниципальный район: сходится с суммой строк",
        "Итого, Городской округ Южный: расходится: 1",
        "Итого, Край: сходится с суммой строк",
    ]
    confirm_batch(BOSS, batch=batch)
    own = ReportedValue.objects.filter(form__unit__kind__in=["municipality", "region"])
    assert own.get().form.unit == region.south
    assert (stored(region.north), stored(region.south)) == ((3, 5), (5, 8))
    assert stored(region.root) == (8, 13)
    assert ReportedTotal.objects.get(unit=region.south, code=YOUNG, year=2024).disagrees


def test_a_total_without_a_name_is_of_the_rows_above_it(region):
    batch = checked(
        region, *NORTH, row("Итого", 3, 5), *SOUTH, row("Итого", 4, 8), row("Всего", 7, 13)
    )
    assert [title.split(":")[0] for title in titles(batch)] == [
        "Итого, Северный муниципальный район",
        "Итого, Городской округ Южный",
        "Итого, Край",
    ]
    assert all("сходится с суммой" in title for title in titles(batch))


def test_a_total_may_be_told_by_its_code_anywhere(region):
    head = (HEAD[0], ("Код", *HEAD[1][1:]), HEAD[2])
    rows = (("n1", "", 1, 2), ("s1", "", 1, 4), ("n", "Итого по району", 1, 2))
    batch = checked(region, *rows, head=head)
    assert titles(batch) == ["Итого, Северный муниципальный район: сходится с суммой строк"]


def test_the_same_territory_twice_is_an_error_in_both_lines(region):
    batch = checked(region, *NORTH, row("Итого", 3, 5), row("Итого по Северному району", 3, 5))
    assert {message for _cell, message in problems(batch)} == {
        "Итог по «Северный муниципальный район» стоит дважды: строки 6, 7."
    }


def test_a_territory_that_has_a_row_of_its_own_needs_no_total(region):
    batch = checked(region, row("Северный муниципальный район", 3, 5), *NORTH, row("Итого", 9, 9))
    assert "итог не записываем" in titles(batch)[0]
    confirm_batch(BOSS, batch=batch)
    assert stored(region.north) == (3, 5)


def test_a_stated_total_goes_up_in_the_sum_of_the_region(region):
    batch = checked(
        region, *NORTH, row("Итого по Северному району", 4, 5), *SOUTH, row("Всего по краю", 8, 13)
    )
    assert titles(batch)[-1] == "Итого, Край: сходится с суммой строк"
    confirm_batch(BOSS, batch=batch)
    assert stored(region.root) == (8, 13)


def test_the_same_file_again_changes_nothing(region):
    rows = (*NORTH, row("Итого", 4, 5), *SOUTH, row("Итого", 4, 8), row("Всего", 9, 13))
    confirm_batch(BOSS, batch=checked(region, *rows))
    again = checked(region, *rows)
    assert (again.counts["new"], again.counts["changed"]) == (0, 0)


def test_a_district_states_its_own_total_in_the_system_of_its_region(region):
    actor = actor_at(region.north, permissions.REPORT, user_id=7)
    batch = checked(region, *NORTH, row("Итого", 4, 5), actor=actor)
    confirm_batch(actor, batch=batch)
    assert ReportedValue.objects.get(form__unit=region.north).numerator == 4


def test_a_total_of_a_territory_of_others_is_not_written(region):
    actor = actor_at(OrgUnit.objects.get(code="n1"), permissions.REPORT, user_id=7)
    batch = checked(region, NORTH[0], row("Итого", 4, 5), actor=actor)
    assert titles(batch) == ["Итого: сверяем, но не записываем"]


def test_a_branch_of_a_school_speaks_for_its_district(region):
    school = OrgUnit.objects.get(code="n1")
    create_unit(BOSS, kind="unit", code="n1-f", title="Филиал", short_title="Филиал", parent=school)
    batch = checked(region, row("Филиал", 1, 2), row("Итого", 1, 2))
    assert titles(batch)[0].startswith("Итого, Северный")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("северный", "северному", True),
        ("южный", "южному", True),
        ("кызыл", "кызылу", True),
        ("тес-хемский", "тес-хемскому", True),
        ("новый", "новгородскому", False),
        ("северный", "южному", False),
    ],
)
def test_cases_of_one_word_are_alike(one, other, expected):
    assert alike(one, other) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Итого", True),
        ("ВСЕГО по муниципалитету", True),
        ("Северный район, итого", True),
        ("В целом по району", True),
        ("Школа № 1", False),
        ("Всеволодовская школа", False),
    ],
)
def test_lines_of_totals_are_told_from_rows(name, expected):
    assert is_total(ParsedRow(1, {"unit": name})) is expected


def test_words_of_any_territory_tell_nothing():
    assert proper_words("Итого по муниципальному району") == []
    assert proper_words("МО «Северный район»") == ["северный"]
