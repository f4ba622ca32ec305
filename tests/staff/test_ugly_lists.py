"""A corpus of ugly staff lists: each kind is read to the digit or refused in words."""

import random
from datetime import date
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostok.kernel import clock
from rostok.kernel.models import ImportBatch, ImportRow, ImportState
from rostok.kernel.tabular import check_batch, confirm_batch, upload
from rostok.kernel.tabular.headers import find_header
from rostok.kernel.tabular.layouts import Layout
from rostok.kernel.tabular.memory import remember_words, set_layout
from rostok.kernel.tabular.parsing import parse_rows
from rostok.kernel.tabular.reading import read_sheet
from rostok.staff.imports import CODE, SPEC
from rostok.staff.models import Employment
from rostok.staff.services import load_reference
from tests.factories import BOSS, make_municipality, make_school, make_system
from tests.staff import ugly
from tests.staff.ugly import AIDA, ANNA, EXPECTED, OLEG, PEOPLE, SAME, SINGLE, TITLES, xlsx

pytestmark = pytest.mark.django_db

CODES = (
    *("last_name", "first_name", "patronymic", "birth_date", "post", "kind", "rate"),
    *("start", "category", "category_from"),
)


@pytest.fixture(autouse=True)
def _world():
    load_reference(BOSS)
    with clock.moved_to(date(2025, 3, 5)):
        yield


@pytest.fixture
def school():
    return make_school(make_municipality(), code="oo-1")


def check(content, context, name="список.xlsx"):
    batch = upload(BOSS, spec=CODE, file=BytesIO(content), file_name=name, context=context)
    return check_batch(BOSS, batch=batch)


def on_record():
    """Everybody's work as one line each."""
    rows = Employment.objects.select_related("person__sensitive", "post")
    return {" ".join(line_of(row)) for row in rows}


def line_of(row):
    yield from (row.person.full_name, str(row.person.sensitive.birth_date), row.post.code)
    yield from (row.kind, str(row.rate), str(row.start))
    yield from (subject.code for subject in row.subjects.all())
    for category in row.person.categories.all():
        yield from (category.level.replace("highest", "higher"), str(category.start))


@pytest.mark.parametrize("kind", SAME)
def test_whatever_the_file_looks_like_the_same_people_are_read(kind, school):
    name, content = SAME[kind]
    batch = check(content, {"organisation": school.pk}, name)
    assert batch.message == ""
    assert [row.problems for row in batch.rows.filter(action="error")] == []
    confirm_batch(BOSS, batch=batch)
    assert on_record() == EXPECTED
    again = check(content, {"organisation": school.pk}, name)
    assert {key: count for key, count in again.counts.items() if count} == {"unchanged": 3}


# Whole systems: where a person works stands beside, above, or on the sheet


@pytest.fixture
def system():
    municipality = make_municipality()
    make_school(municipality, code="oo-1", title="МБОУ «СОШ № 1»", short_title="СОШ № 1")
    make_school(municipality, code="oo-2", title="МБДОУ «Детский сад № 2»", short_title="Д/с № 2")
    return make_system(municipality)


def places_on_record():
    rows = Employment.objects.values_list("person__last_name", "organisation__code")
    return {f"{name} {code}" for name, code in rows}


PLACED = {"Северова oo-1", "Полевой oo-1", "Салчак oo-2"}
IN_COLUMN = [
    ("Код организации", *TITLES),
    ("oo-1", *ANNA),
    ("", *OLEG),
    ("oo-2", *AIDA),
]
SYSTEM_WIDE = {
    "codes": xlsx(IN_COLUMN[0], IN_COLUMN[1], ("OO-1", *OLEG), IN_COLUMN[3]),
    "names with other quotes": xlsx(
        ("Наименование организации", *TITLES),
        ('МБОУ "СОШ №1"', *ANNA),
        ("СОШ № 1", *OLEG),
        ("МБДОУ „Детский сад № 2”", *AIDA),
    ),
    "a cell merged down the rows": xlsx(*IN_COLUMN, merges=[(1, 0, 2, 0, "oo-1")]),
    "captions between the rows": xlsx(
        TITLES, ("МБОУ «СОШ № 1»",), ANNA, OLEG, ("Д/с № 2",), AIDA, ("Всего", 3)
    ),
    "captions merged over the table": xlsx(
        TITLES, ("",), ANNA, OLEG, ("",), AIDA,
        merges=[(1, 0, 1, 9, "СОШ № 1"), (4, 0, 4, 9, "Д/с № 2")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SYSTEM_WIDE)
def test_people_of_several_organisations_are_placed(kind, system):
    batch = check(SYSTEM_WIDE[kind], {"system": system.key})
    assert [row.problems for row in batch.rows.filter(action="error")] == []
    confirm_batch(BOSS, batch=batch)
    assert places_on_record() == PLACED


def test_a_merged_cell_of_an_old_workbook_is_read_too(system):
    content = ugly.xls(IN_COLUMN, [(1, 2, 0, 0)])
    confirm_batch(BOSS, batch=check(content, {"system": system.key}, "a.xls"))
    assert places_on_record() == PLACED


def test_a_sheet_for_each_school_is_asked_about(system):
    sheets = {"СОШ № 1": [TITLES, ANNA, OLEG], "МБДОУ Детский сад № 2": [TITLES, AIDA]}
    batch = check(xlsx(sheets=sheets), {"system": system.key})
    assert batch.state == ImportState.MAPPING
    assert "«СОШ № 1», «МБДОУ Детский сад № 2»" in batch.message


# Rows that must be refused, each in words at its cell


def with_cell(title, cell, row=ANNA):
    return xlsx(TITLES, tuple(cell if t == title else c for t, c in zip(TITLES, row, strict=True)))


REFUSED = {
    "a day that is none": (with_cell("Дата приёма", "31.02.2019"), "start", "H2", "календаре"),
    "a year alone": (with_cell("Дата приёма", 2019), "start", "H2", "только год"),
    "a month of birth": (with_cell("Дата рождения", "март 1991"), "birth_date", "D2", "месяц"),
    "a child": (with_cell("Дата рождения", "14.03.2021"), "birth_date", "D2", "возраст"),
    "initials": (with_cell("Имя", "А.И."), "first_name", "B2", "инициалы"),
    "Latin letters": (with_cell("Фамилия", "Severova"), "last_name", "A2", "латинские"),
    "digits in a name": (with_cell("Фамилия", "Северова2"), "last_name", "A2", "цифры"),
    "no last name": (with_cell("Фамилия", ""), "last_name", "A2", "Не заполнено"),
    "hours": (with_cell("Ставка", "18 ч."), "rate", "G2", "часы"),
    "four posts": (with_cell("Ставка", 4), "rate", "G2", "Больше"),
    "an unknown post": (with_cell("Должность", "волшебник"), "post", "E2", "нет в перечне"),
    "two posts": (with_cell("Должность", "учитель, воспитатель"), "post", "E2", "нет в перечне"),
    "an unknown kind": (with_cell("Вид занятости", "иногда"), "kind", "F2", "Такого значения нет"),
    "a category without its day": (with_cell("Категория с", ""), "category_from", "J2", "с какого"),
    "two levels at once": (
        with_cell("Категория", "высшая, педагог-наставник"), "category", "I2", "Такого",
    ),
    "a broken formula": (with_cell("Дата приёма", "#ССЫЛКА!"), "start", "H2", "Формула"),
    "initials in one cell": (
        xlsx(SINGLE, ("Северова А.И.", *ANNA[3:])), "full_name", "A2", "инициалы",
    ),
    "half a name in one cell": (
        xlsx(SINGLE, ("Северова", *ANNA[3:])), "full_name", "A2", "фамилия и имя",
    ),
    "no last name in one cell": (
        xlsx(SINGLE, ("Анна Игоревна", *ANNA[3:])), "full_name", "A2", "нет фамилии",
    ),
    "a note beside the name": (
        xlsx(SINGLE, ("Северова Анна Игоревна (декрет)", *ANNA[3:])), "full_name", "A2", "скобках",
    ),
    "a СНИЛС with a wrong sum": (
        xlsx((*TITLES, "СНИЛС"), (*ANNA, "112-233-445 96")), "snils", "K2", "не сходится",
    ),
    "a short СНИЛС": (xlsx((*TITLES, "СНИЛС"), (*ANNA, "1122334")), "snils", "K2", "11 цифр"),
    "no day of hiring": (xlsx(TITLES[:7], ANNA[:7]), "start", "", "дата приёма"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_a_wrong_cell_is_named_with_its_place_and_reason(kind, school):
    content, column, cell, words = REFUSED[kind]
    batch = check(content, {"organisation": school.pk})
    assert batch.message == ""
    row = batch.rows.get()
    assert row.number == 2
    assert [(p["at"], p["cell"]) for p in row.problems] == [(column, cell)]
    assert words in row.problems[0]["message"]


def test_the_same_person_twice_is_one_person_and_a_problem(school):
    batch = check(xlsx(TITLES, ANNA, OLEG, ANNA), {"organisation": school.pk})
    wrong = batch.rows.get(action="error")
    assert (wrong.number, wrong.problems[0]["message"]) == (4, "Повторяет строку 2.")
    assert batch.counts["new"] == 2


def test_the_same_person_in_two_schools_has_one_main_place(system):
    header = ("Код организации", *TITLES)
    batch = check(xlsx(header, ("oo-1", *ANNA), ("oo-2", *ANNA)), {"system": system.key})
    assert batch.counts["error"] == 2
    messages = [p["message"] for row in batch.rows.all() for p in row.problems]
    assert any("Второе основное место работы" in message for message in messages)


def test_a_snils_is_read_with_dashes_without_and_as_a_number(school):
    header = (*TITLES, "СНИЛС")
    confirm_batch(
        BOSS,
        batch=check(xlsx(header, (*ANNA, "112-233-445 95")), {"organisation": school.pk}),
    )
    for written in ("11223344595", 11223344595, "СНИЛС 112 233 445 95"):
        again = check(xlsx(header, (*ANNA, written)), {"organisation": school.pk})
        assert again.counts["unchanged"] == 1


def test_zeros_that_excel_drops_are_put_back(school):
    header = (*TITLES, "СНИЛС")
    first = check(xlsx(header, (*ANNA, "027-613-774 56")), {"organisation": school.pk})
    confirm_batch(BOSS, batch=first)
    again = check(xlsx(header, (*ANNA, 2761377456)), {"organisation": school.pk})
    assert again.counts["unchanged"] == 1


def test_who_left_is_read_with_the_last_day(school):
    header = (*TITLES, "Дата увольнения")
    batch = check(xlsx(header, (*ANNA, "31 января 2025 г.")), {"organisation": school.pk})
    confirm_batch(BOSS, batch=batch)
    assert str(Employment.objects.get().end) == "2025-02-01"


def test_a_post_names_subjects_only_where_none_are_known(school):
    named = xlsx((*TITLES, "Предметы"), (*ANNA, "физика, химия"))
    confirm_batch(BOSS, batch=check(named, {"organisation": school.pk}))
    again = check(xlsx(TITLES, ANNA, OLEG), {"organisation": school.pk})
    assert (again.counts["unchanged"], again.counts["new"]) == (1, 1)


def test_a_list_without_days_of_hiring_changes_none_of_them(school):
    confirm_batch(BOSS, batch=check(xlsx(TITLES, *PEOPLE), {"organisation": school.pk}))
    bare = [(*row[:7], *row[8:]) for row in (TITLES, *PEOPLE)]
    again = check(xlsx(*bare), {"organisation": school.pk})
    assert {key: count for key, count in again.counts.items() if count} == {"unchanged": 3}
    assert "останется прежней" in again.notes["lines"][0]


def settle(batch, **changes):
    """The batch read again as somebody has said on the page of columns."""
    layout = Layout.of({**batch.layout, **changes})
    set_layout(BOSS, batch=batch, layout=layout, remember=True)
    return check_batch(BOSS, batch=ImportBatch.objects.get(pk=batch.pk))


def test_one_day_of_hiring_is_for_newcomers_alone(school):
    confirm_batch(BOSS, batch=check(xlsx(TITLES, ANNA), {"organisation": school.pk}))
    bare = [(*row[:7], *row[8:]) for row in (TITLES, *PEOPLE)]
    batch = check(xlsx(*bare), {"organisation": school.pk})
    assert batch.counts["error"] == 2
    batch = settle(batch, constants={"start_if_unknown": "01.10.2024"})
    assert (batch.counts["new"], batch.counts["unchanged"], batch.counts["error"]) == (2, 1, 0)
    confirm_batch(BOSS, batch=batch)
    starts = set(Employment.objects.values_list("person__last_name", "start"))
    assert ("Северова", date(2019, 9, 1)) in starts
    assert ("Полевой", date(2024, 10, 1)) in starts


def test_years_of_service_are_only_a_proposal(school):
    header, row = (*TITLES, "Педагогический стаж (лет)"), (*ANNA, "12 лет 5 мес.")
    batch = check(xlsx(header, row), {"organisation": school.pk})
    assert "Стаж в годах не записывается" in " ".join(batch.notes["lines"])
    batch = settle(batch, constants={"experience_on": "01.03.2025"})
    confirm_batch(BOSS, batch=batch)
    since = Employment.objects.get().person.staff_card.pedagogical_since
    assert since == date(2012, 9, 1)
    again = check(xlsx(header, row), {"organisation": school.pk})
    assert again.counts["unchanged"] == 1


def test_an_exact_day_that_fits_the_years_stands(school):
    exact = xlsx((*TITLES, "Начало педагогической работы"), (*ANNA, "14.11.2012"))
    confirm_batch(BOSS, batch=check(exact, {"organisation": school.pk}))
    batch = check(xlsx((*TITLES, "Педстаж"), (*ANNA, 12)), {"organisation": school.pk})
    batch = settle(batch, constants={"experience_on": "01.03.2025"})
    assert batch.counts["unchanged"] == 1


def test_a_sheet_for_each_school_is_read_by_its_title(system):
    sheets = {"СОШ № 1": [TITLES, ANNA, OLEG], "Садик": [("Список",), TITLES, AIDA]}
    batch = check(xlsx(sheets=sheets), {"system": system.key})
    layout = {"sheet": "СОШ № 1", "header": 1, "columns": dict(zip(CODES, range(10), strict=True))}
    batch = settle(batch, **layout, titles=TITLES, all_sheets=True)
    assert batch.unknown == {"organisation_above": {"Садик": 1}}
    remember_words(BOSS, batch=batch, meanings={("organisation_above", "Садик"): "oo-2"})
    batch = check_batch(BOSS, batch=batch)
    assert batch.counts["new"] == 3
    confirm_batch(BOSS, batch=batch)
    assert places_on_record() == PLACED
    again = check(xlsx(sheets=sheets), {"system": system.key})
    assert (again.layout["origin"], again.counts["unchanged"]) == ("remembered", 3)


@pytest.mark.parametrize("wrong", ["Северова А.И.", "Северова"])
def test_a_name_nobody_can_read_makes_nobody_left(wrong, school):
    confirm_batch(BOSS, batch=check(xlsx(TITLES, ANNA, OLEG), {"organisation": school.pk}))
    content = xlsx(SINGLE, (wrong, *ANNA[3:]))
    batch = check(content, {"organisation": school.pk})
    assert [row.title for row in batch.rows.filter(action="left")] == ["Полевой Олег Семёнович"]
    assert batch.rows.get(action="error").title == wrong


# Properties: order, names, ways of writing days change nothing

WAYS = (
    lambda text: text,
    ugly.day_of,
    lambda text: ugly.day_of(text).isoformat(),
    lambda text: f"{text} г.",
    ugly.in_words,
    lambda text: (ugly.day_of(text) - date(1899, 12, 30)).days,
)
COLUMNS = {column.title: column for column in SPEC.columns}
PLAIN = {"Дата рождения", "Дата приёма", "Категория с"}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_any_order_and_any_names_of_columns_read_to_the_same_values(chance: random.Random):
    order = chance.sample(range(len(TITLES)), len(TITLES))
    titles = [chance.choice((TITLES[at], *COLUMNS[TITLES[at]].aliases)) for at in order]
    rows = [
        [
            chance.choice(WAYS)(row[at]) if TITLES[at] in PLAIN and row[at] else row[at]
            for at in order
        ]
        for row in PEOPLE
    ]
    assert values_of(xlsx(titles, *rows)) == values_of(xlsx(TITLES, *PEOPLE))


def values_of(content):
    sheet = read_sheet(BytesIO(content), "a.xlsx")
    rows = parse_rows(sheet, find_header(sheet, SPEC.columns), SPEC.columns)
    assert not any(row.problems for row in rows)
    return [{code: value for code, value in row.values.items() if value} for row in rows]


def test_every_row_of_the_corpus_is_staged_once(school):
    name, content = SAME["a print of the accounting programme"]
    batch = check(content, {"organisation": school.pk}, name)
    assert sorted(ImportRow.objects.values_list("number", flat=True)) == [5, 6, 8]
    assert batch.notes["lines"] == ["Строки итогов пропущены: 9."]
