"""Two years of a unit and several units of a year, live: terms add up, lists stand behind them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from rostok.indicators.catalogue import indicator_of
from rostok.indicators.comparing.places import MOST
from rostok.indicators.comparing.years import NO_VALUE, NOT_SPLIT, STALE, TwoYears
from rostok.indicators.models import IndicatorValue
from rostok.indicators.services import recompute
from rostok.orgs.models import System, SystemSetting
from rostok.privacy.models import BulkViewing, ViewingKind
from rostok.staff.models import Employment
from tests.factories import BOSS, make_municipality, make_school
from tests.indicators.conftest import published
from tests.indicators.test_pages import signed_in, text

pytestmark = pytest.mark.usefixtures("today")
CODE = "matched-training"
MEASURE = "programmes.completed"
YEARS = "/indicators/rayon/compare/years/?from=2023&year=2024"
PLACES = "/indicators/rayon/compare/places/"


def counted_again(world):
    world.system = System.objects.with_versions().get(pk=world.system.pk)
    recompute(BOSS, system=world.system, years=[2023, 2024])


@pytest.fixture
def trained(world):
    """Of ten, four had the fact in 2023. One of these left; one came with it; two gained it."""
    people = [world.person(f"Лицо {at}", world.first) for at in range(10)]
    facts = dict.fromkeys(people[:4], date(2023, 3, 1))
    facts |= dict.fromkeys(people[4:6], date(2024, 3, 1))
    Employment.objects.filter(person=people[0]).update(end=date(2024, 6, 1))
    newcomer = world.person("Новенькая", world.second, start=date(2024, 2, 1))
    facts[newcomer] = date(2024, 5, 1)
    with published(MEASURE, facts, elsewhere=world.first):
        counted_again(world)
        yield world


def row_of(world, code=CODE, actor=BOSS, unit=None, years=(2023, 2024)):
    return TwoYears(actor, world.system, unit or world.municipality, *years).row(code)


def test_the_terms_of_two_years_add_up_exactly(trained):
    row = row_of(trained)
    assert row.note == ""
    assert (row.earlier.value, row.later.value) == (40, 60)
    people, facts, method = row.split.terms
    assert people + facts + method == row.whole == 20
    assert people == 0  # three of those who stayed and the newcomer, of ten
    assert facts == 20
    assert method == 0
    moved = {term: number for term, number in row.counts.items() if number}
    assert moved == {"entered": 1, "left": 1, "gained": 2}


def test_every_indicator_that_is_split_adds_up(trained):
    rows = list(TwoYears(BOSS, trained.system, trained.municipality, 2023, 2024).rows())
    split = [row for row in rows if row.split is not None]
    assert {CODE, "headcount-teaching", "share-under-35"} <= {row.indicator.code for row in split}
    for row in split:
        assert sum(row.split.terms) == row.whole
        assert row.split.whole == row.whole
    assert all(row.note for row in rows if row.split is None)


def test_a_count_has_no_facts_apart_from_its_people(trained):
    split = row_of(trained, "headcount-teaching").split
    assert split.whole == split.people == 0
    assert (len(split.moved.entered), len(split.moved.left)) == (1, 1)


def test_a_limit_that_a_territory_changed_is_the_method(trained):
    """From 2024 on, «young» ends at another age: the same people, counted otherwise."""
    young = trained.person("Молодая", trained.first, born=date(1987, 1, 1))
    counted_again(trained)
    assert row_of(trained, "share-under-35").split.method == 0
    SystemSetting.objects.create(
        system=trained.system,
        kind="limit",
        name="young_age_below",
        value=45,
        start=date(2024, 1, 1),
    )
    counted_again(trained)
    row = row_of(trained, "share-under-35")
    assert row.split is not None
    assert sum(row.split.terms) == row.whole
    assert row.split.method > 0
    assert young.pk in row.split.moved.method_in


def test_a_stored_value_that_has_moved_since_is_not_split(trained):
    trained.person("Поздняя", trained.first)
    row = row_of(trained)
    assert row.split is None
    assert row.note == STALE


def test_without_a_value_in_one_of_the_years_nothing_is_compared(trained):
    IndicatorValue.objects.filter(code=CODE, year=2023).delete()
    assert row_of(trained).note == NO_VALUE


def test_a_change_of_source_is_all_method(trained):
    IndicatorValue.objects.filter(code=CODE, year=2023).update(source="reported")
    row = row_of(trained)
    assert row.split.method == row.whole
    assert "источник" in row.note


def test_reported_values_are_not_split(trained):
    IndicatorValue.objects.filter(code=CODE).update(source="reported")
    row = row_of(trained)
    assert row.split is None
    assert "сообщили организации" in row.note


def test_a_milestone_is_not_split(trained, monkeypatch):
    two = TwoYears(BOSS, trained.system, trained.municipality, 2023, 2024)
    row = two.row(CODE)
    then, now = two.questions(CODE)
    yes_no = replace(row, indicator=row.indicator.model_copy(update={"unit": "yes_no"}))
    assert two.split(yes_no, then, now) == (None, NOT_SPLIT)
    assert yes_no.whole_words == "—"


def test_the_page_tells_the_terms_and_opens_into_people(trained):
    client = signed_in("municipal_methodist", trained.municipality)
    page = text(client.get(YEARS)).replace("\u00a0", " ")
    assert "Что изменилось и почему" in page
    assert "+20" in page
    assert "Получили факт: 2" in page
    who = "/indicators/rayon/matched-training/movers/?from=2023&year=2024&term="
    assert "Новенькая" in text(client.get(who + "entered"))
    left = text(client.get(who + "left"))
    assert "Лицо 0" in left
    assert "Лицо 1" not in left
    gained = text(client.get(who + "gained"))
    assert all(f"Лицо {at}" in gained for at in (4, 5))
    assert "1–2 из 2" in gained.replace("\u00a0", " ")


def test_the_lists_behind_the_terms_are_as_long_as_the_terms(trained):
    client = signed_in("municipal_methodist", trained.municipality)
    for code in (CODE, "headcount-teaching", "share-under-35"):
        for term, number in row_of(trained, code).counts.items():
            address = f"/indicators/rayon/{code}/movers/?from=2023&year=2024&term={term}&export=csv"
            lines = b"".join(client.get(address).streaming_content).splitlines()
            assert len(lines) - 1 == number


def test_a_file_with_names_is_noted(trained):
    client = signed_in("municipal_methodist", trained.municipality)
    client.get(f"/indicators/rayon/{CODE}/movers/?from=2023&year=2024&term=left&export=xlsx")
    [noted] = BulkViewing.objects.filter(kind=ViewingKind.EXPORT)
    assert "Кто за изменением" in noted.what


def test_those_without_names_see_terms_and_no_people(trained):
    client = signed_in("ministry", trained.region)
    page = text(client.get(YEARS))
    assert "Получили факт: 2" in page
    assert "movers" not in page
    who = f"/indicators/rayon/{CODE}/movers/?from=2023&year=2024"
    assert client.get(who).status_code == 404


def test_what_moved_a_sensitive_number_is_told_only_with_names(world):
    people = [world.person(f"Лицо {at}", world.first) for at in range(40)]
    facts = dict.fromkeys(people[:10], date(2023, 3, 1))
    facts |= dict.fromkeys(people[10:20], date(2024, 3, 1))
    with published(MEASURE, facts, elsewhere=world.first, sensitive=True):
        counted_again(world)
        page = text(signed_in("ministry", world.region).get(YEARS))
        assert "видят те, кому открыты имена" in page
        assert "Получили факт: 10" not in page
        client = signed_in("municipal_methodist", world.municipality)
        assert "Получили факт: 10" in text(client.get(YEARS))
        who = f"/indicators/rayon/{CODE}/movers/?from=2023&year=2024&term=gained"
        assert "1–10 из 10" in text(client.get(who)).replace("\u00a0", " ")
    [noted] = BulkViewing.objects.filter(what__startswith="Кто за изменением")
    assert noted.kind == ViewingKind.LIST


def test_a_hidden_value_is_hidden_in_both_comparisons_and_their_files(world):
    people = [world.person(f"Лицо {at}", world.first) for at in range(12)]
    with published(
        MEASURE, dict.fromkeys(people[:2], date(2023, 3, 1)), elsewhere=world.first, sensitive=True
    ):
        counted_again(world)
        client = signed_in("ministry", world.region)
        places = f"{PLACES}?year=2024&with={world.municipality.pk}&with={world.first.pk}"
        title = indicator_of(world.system, CODE).title
        for address in (YEARS, places):
            row = next(
                row for row in rows_in(client.get(address + "&export=xlsx")) if row[1] == title
            )
            assert row[2] == row[3] == "скрыто"
            assert "скрыто" in text(client.get(address))
            assert "2 из 12" not in text(client.get(address))


def rows_in(answer):
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    return list(sheet.iter_rows(values_only=True))


def test_the_file_holds_the_unrounded_terms(trained):
    client = signed_in("municipal_methodist", trained.municipality)
    head, *rows = rows_in(client.get(YEARS + "&export=xlsx"))
    years = ("2023 год", "2024 год")
    assert head == ("№", "Показатель", *years, "Изменение", "Люди", "Факты", "Методика")
    row = next(row for row in rows if row[1] == indicator_of(trained.system, CODE).title)
    assert row[2:4] == (40, 60)
    assert sum(Decimal(str(term)) for term in row[5:]) == row[4] == 20


def test_the_earlier_year_comes_first_whichever_was_chosen(trained):
    client = signed_in("municipal_methodist", trained.municipality)
    page = text(client.get("/indicators/rayon/compare/years/?from=2024&year=2023"))
    assert "2023 и 2024 годы" in page
    same = text(client.get("/indicators/rayon/compare/years/?from=2024&year=2024"))
    assert "выберите два разных" in same


@pytest.mark.parametrize(
    "address",
    [
        "compare/years/?from=1900",
        "compare/years/?from=abc",
        "compare/places/?with=999999999",
        "compare/places/?with=abc",
        f"{CODE}/movers/?from=2024&year=2024",
    ],
)
def test_a_made_up_address_is_404(trained, address):
    client = signed_in("municipal_methodist", trained.municipality)
    assert client.get(f"/indicators/rayon/{address}").status_code == 404


def test_another_territory_finds_nothing(trained):
    client = signed_in("municipal_methodist", make_municipality())
    for place in ("compare/years/", "compare/places/", f"{CODE}/movers/"):
        assert client.get(f"/indicators/rayon/{place}").status_code == 404


def test_places_stand_side_by_side_with_their_size_first(trained):
    client = signed_in("municipal_methodist", trained.municipality)
    query = f"?year=2024&with={trained.second.pk}&with={trained.first.pk}"
    head, *rows = rows_in(client.get(f"{PLACES}{query}&export=xlsx"))
    assert head == ("№", "Показатель", "Вторая школа", "Первая школа")
    assert rows[0][1] == "Численность педагогических работников"
    assert rows[0][2:] == (1, 9)
    page = text(client.get(PLACES + query)).replace("\u00a0", " ")
    assert page.index("Численность") < page.index(indicator_of(trained.system, CODE).title)
    assert "5 из 9" in page


def test_a_place_is_added_by_its_name_and_taken_away(trained):
    client = signed_in("municipal_methodist", trained.municipality)
    page = text(client.get(f"{PLACES}?year=2024&with={trained.first.pk}&q=ВТОРАЯ"))
    assert f"with={trained.first.pk}&amp;with={trained.second.pk}" in page
    assert "убрать" not in page
    both = text(client.get(f"{PLACES}?with={trained.first.pk}&with={trained.second.pk}"))
    assert "убрать" in both
    nothing = text(client.get(f"{PLACES}?with={trained.first.pk}&q=нет+такой"))
    assert "Ничего не нашлось" in nothing


def test_no_more_than_five_places_and_none_of_another_territory(trained):
    schools = [make_school(trained.municipality, f"Школа {at}") for at in range(6)]
    foreign = make_school(make_municipality(), "Чужая школа")
    client = signed_in("municipal_methodist", trained.municipality)
    query = "&".join(f"with={one.pk}" for one in [foreign, *schools])
    page = text(client.get(f"{PLACES}?{query}"))
    assert "Чужая школа" not in page
    chosen = "&".join(f"with={one.pk}" for one in schools)
    assert f"Выбрано {MOST}" in text(client.get(f"{PLACES}?{chosen}"))


def test_the_dashboard_and_the_indicator_lead_to_comparisons(trained):
    client = signed_in("municipal_methodist", trained.municipality)
    page = text(client.get("/indicators/rayon/?year=2024"))
    assert "compare/years/?year=2024" in page
    assert f"with={trained.municipality.pk}" in page
    assert "compare/years/" in text(client.get(f"/indicators/rayon/{CODE}/?year=2024"))


def test_the_number_of_statements_does_not_grow_with_people_or_schools(
    trained, django_assert_max_num_queries
):
    two = TwoYears(BOSS, trained.system, trained.municipality, 2023, 2024)
    for at in range(20):
        school = make_school(trained.municipality, f"Школа {at}")
        for number in range(3):
            trained.person(f"Лицо {at}-{number}", school)
    counted_again(trained)
    indicators = len(two.passports[1])
    with django_assert_max_num_queries(12 + 4 * indicators):
        list(TwoYears(BOSS, trained.system, trained.municipality, 2023, 2024).rows())
