"""Loading a staff list: what is understood, what is refused and where, what a replay does."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rostok.kernel import clock
from rostok.kernel.errors import Forbidden
from rostok.kernel.models import ImportBatch, ImportRow, JournalEntry, JournalObject
from rostok.kernel.tabular import StalePreview, check_batch, confirm_batch, read_sheet, upload
from rostok.people.models import Person, PersonSensitive
from rostok.people.permissions import VIEW_SENSITIVE
from rostok.staff.console import import_staff, write_template
from rostok.staff.imports import CODE, SPEC
from rostok.staff.models import Absence, Employment, EmploymentKind, QualificationCategory
from rostok.staff.permissions import EDIT, VIEW
from rostok.staff.services import edit_employment, load_reference
from tests.factories import (
    BOSS,
    actor_at,
    hire,
    make_municipality,
    make_person,
    make_post,
    make_school,
    make_system,
)
from tests.telling import tells_year

pytestmark = pytest.mark.django_db

SNILS, SECOND_SNILS = "112-233-445 95", "123-456-789 64"
TITLES = {column.code: column.title for column in SPEC.in_template}
BASE = {
    "last_name": "Северова",
    "first_name": "Анна",
    "patronymic": "Игоревна",
    "birth_date": "14.03.1991",
    "post": "учитель математики",
    "start": "01.09.2019",
}


@pytest.fixture(autouse=True)
def _world():
    load_reference(BOSS)
    with clock.moved_to(date(2025, 3, 5)):
        yield


@pytest.fixture
def school():
    return make_school(make_municipality(), code="oo-1")


def table(*rows):
    """The rows as a csv file, each over the usual values; `None` empties a cell."""
    full = [{"organisation": "oo-1", **BASE, **row} for row in rows]
    codes = [code for code in TITLES if any(code in row for row in full)]
    lines = [";".join(TITLES[code] for code in codes)]
    lines += [";".join(str(row.get(code) or "") for code in codes) for row in full]
    return BytesIO("\n".join(lines).encode("utf-8-sig"))


def load(school, *rows, actor=BOSS, confirm=True, decisions=None):
    context = {"organisation": school.pk}
    batch = upload(actor, spec=CODE, file=table(*rows), file_name="список.csv", context=context)
    check_batch(actor, batch=batch)
    assert batch.message == ""
    if confirm and any(batch.counts[name] for name in ("new", "changed", "left")):
        return confirm_batch(actor, batch=batch, decisions=decisions)
    return batch


def errors_of(batch):
    rows = ImportRow.objects.filter(batch=batch, action="error")
    return {(row.number, problem["code"]) for row in rows for problem in row.problems}


def counts(batch):
    return tuple(batch.counts[name] for name in ("new", "changed", "left", "unchanged", "error"))


def test_a_row_becomes_a_person_with_everything(school):
    load(
        school,
        {
            "snils": SNILS,
            "phone": "8 900 123-45-67",
            "gender": "ж",
            "rate": "0,75",
            "subjects": "математика, физика",
            "education": "высшее педагогическое",
            "pedagogical_since": "01.09.2013",
            "category": "высшая",
            "category_from": "20.12.2023",
            "absence": "декрет",
            "absence_from": "01.02.2025",
        },
    )
    person = Person.objects.get()
    work = person.employments.get()
    assert (person.full_name, person.gender) == ("Северова Анна Игоревна", "f")
    assert person.norm == "северова анна игоревна"
    assert person.sensitive.phone == "+7 900 123-45-67"
    assert (work.post.code, str(work.rate), work.kind) == ("teacher", "0.75", "main")
    assert {subject.code for subject in work.subjects.all()} == {"mathematics", "physics"}
    assert person.staff_card.education == "higher_ped"
    assert person.categories.get().end is None
    assert work.absences.get().start == date(2025, 2, 1)


def test_the_same_file_twice_changes_nothing(school):
    rows = (
        {"snils": SNILS, "category": "первая", "category_from": "10.04.2021", "subjects": "химия"},
        {
            "last_name": "Полевой",
            "first_name": "Олег",
            "birth_date": None,
            "last_day": "31.12.2024",
        },
        {"last_name": "Полевой", "first_name": "Олег", "birth_date": None, "start": "01.01.2025"},
        {
            "last_name": "Лугова",
            "absence": "длительный отпуск",
            "absence_from": "01.10.2024",
            "absence_last_day": "01.06.2025",
        },
    )
    assert counts(load(school, *rows)) == (4, 0, 0, 0, 0)
    before = snapshot()
    assert counts(load(school, *rows)) == (0, 0, 0, 4, 0)
    assert snapshot() == before


def snapshot():
    models = (Person, PersonSensitive, Employment, QualificationCategory, Absence, JournalEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_nothing_is_written_before_confirmation(school):
    load(school, {}, confirm=False)
    assert not Person.objects.exists()


def test_an_empty_cell_changes_nothing_and_a_filled_one_is_shown(school):
    load(school, {"phone": "9001234567", "rate": "1"})
    batch = load(school, {"phone": None, "rate": "0,5", "last_day": "28.02.2025"})
    assert counts(batch) == (0, 1, 0, 0, 0)
    row = ImportRow.objects.get(batch=batch)
    assert {change["title"] for change in row.changes} == {"Ставка", "Дата увольнения"}
    work = Employment.objects.get()
    assert (str(work.rate), work.end) == ("0.50", date(2025, 3, 1))
    assert PersonSensitive.objects.get().phone == "+7 900 123-45-67"


def test_a_marriage_is_understood_by_snils(school):
    load(school, {"snils": SNILS})
    assert counts(load(school, {"snils": SNILS, "last_name": "Мужняя"})) == (0, 1, 0, 0, 0)
    assert Person.objects.get().last_name == "Мужняя"


def test_namesakes_differ_by_birth_date(school):
    load(school, {}, {"birth_date": "01.01.1970"})
    assert Person.objects.count() == 2
    batch = load(school, {"birth_date": None}, confirm=False)
    assert errors_of(batch) == {(2, "ambiguous_person")}


def test_a_new_post_from_a_later_day_ends_the_old_one(school):
    load(school, {})
    batch = load(school, {"post": "завуч", "start": "01.09.2024"})
    assert counts(batch) == (0, 1, 0, 0, 0)
    old, new = Employment.objects.order_by("start")
    assert (old.end, new.start, new.post.code) == (
        date(2024, 9, 1),
        date(2024, 9, 1),
        "deputy-head",
    )
    assert Person.objects.count() == 1


def test_a_wrong_first_day_or_post_is_corrected_in_place(school):
    load(school, {})
    load(school, {"start": "15.08.2019"})
    load(school, {"start": "15.08.2019", "post": "тьютор"})
    work = Employment.objects.get()
    assert (work.start, work.post.code) == (date(2019, 8, 15), "tutor")


def test_a_move_between_schools_of_one_file_is_one_person():
    town = make_municipality()
    old, new = make_school(town, code="oo-1"), make_school(town, code="oo-2")
    make_system(town, key="town")
    file = table({"last_day": "14.10.2024"}, {"organisation": "oo-2", "start": "15.10.2024"})
    batch = upload(BOSS, spec=CODE, file=file, file_name="a.csv", context={"system": "town"})
    confirm_batch(BOSS, batch=check_batch(BOSS, batch=batch))
    person = Person.objects.get()
    assert [work.organisation for work in person.employments.order_by("start")] == [old, new]


def test_a_second_main_employment_is_refused_with_its_place(school):
    other = make_school(school.parent, title="Школа 7")
    person = make_person("Северова", first_name="Анна", patronymic="Игоревна")
    PersonSensitive.objects.create(person=person, birth_date=date(1991, 3, 14))
    hire(person, other, date(2018, 9, 1))
    make_system(school.parent, key="town")
    context = {"system": "town"}
    batch = upload(BOSS, spec=CODE, file=table({}), file_name="a.csv", context=context)
    check_batch(BOSS, batch=batch)
    problem = ImportRow.objects.get(action="error").problems[0]
    assert (problem["code"], problem["column"]) == ("second_main", "Дата приёма")
    assert "Школа 7 с 01.09.2018" in problem["message"]


def test_two_main_rows_on_the_same_days_point_at_each_other(school):
    batch = load(school, {}, {"post": "тьютор", "start": "01.09.2022"}, confirm=False)
    assert errors_of(batch) == {(2, "second_main"), (3, "second_main")}


def test_a_foreign_person_is_not_told_about(school):
    stranger = make_school()
    load_row = {"snils": SNILS, "organisation": None, "last_name": "Тайнова"}
    load(stranger, load_row)
    mine = actor_at(school, VIEW, EDIT, VIEW_SENSITIVE, user_id=7)
    batch = load(school, {"snils": SNILS}, actor=mine, confirm=False)
    assert errors_of(batch) == {(2, "elsewhere")}
    assert "Тайнова" not in str(list(batch.rows.values()))


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"snils": "112-233-445 96"}, "СНИЛС", "bad_snils"),
        ({"phone": "12"}, "Телефон", "bad_phone"),
        ({"post": "волшебник"}, "Должность", "unknown_post"),
        ({"organisation": "oo-9"}, "Код организации", "unknown_organisation"),
        ({"subjects": "магия"}, "Предметы", "unknown_subject"),
        ({"birth_date": "01.01.2020"}, "Дата рождения", "bad_birth_date"),
        ({"start": "32.01.2020"}, "Дата приёма", "not_a_date"),
        ({"start": None}, "Дата приёма", "required"),
        ({"last_day": "31.08.2019"}, "Дата увольнения", "wrong_order"),
        ({"kind": "иногда"}, "Вид занятости", "unknown_choice"),
        ({"rate": "5"}, "Ставка", "too_large"),
        ({"category": "высшая", "category_from": None}, "Категория с", "required"),
        ({"category": "высшая", "category_from": "01.01.2027"}, "Категория с", "future"),
        ({"absence": "декрет", "absence_from": None}, "Отсутствие с", "required"),
        ({"absence": "декрет", "absence_from": "01.01.2018"}, "Отсутствие с", "outside"),
        ({"pedagogical_since": "01.01.2027"}, "Начало педагогической работы", "future"),
        ({"last_name": None}, "Фамилия", "required"),
    ],
)
def test_an_error_names_its_row_and_cell(school, cells, column, code):
    batch = load(school, cells, {"last_name": "Верная"})
    assert counts(batch) == (1, 0, 0, 0, 1)
    row = ImportRow.objects.get(batch=batch, action="error")
    assert [(p["column"], p["code"]) for p in row.problems] == [(column, code)]
    assert row.problems[0]["cell"].endswith("2")
    assert Person.objects.get().last_name == "Верная"


def test_a_repeated_row_is_refused_and_the_first_stands(school):
    batch = load(school, {}, {})
    assert (counts(batch), errors_of(batch)) == ((1, 0, 0, 0, 1), {(3, "repeated")})


def test_rows_of_one_person_must_not_contradict_each_other(school):
    side = {"kind": "внутреннее совместительство", "snils": SNILS}
    batch = load(school, {"snils": SNILS}, {**side, "birth_date": "15.03.1991"}, confirm=False)
    assert errors_of(batch) == {(3, "contradiction")}


def test_those_not_in_the_file_are_only_proposed(school):
    load(school, {}, {"last_name": "Забытая"})
    batch = load(school, {})
    assert counts(batch) == (0, 0, 1, 1, 0)
    assert not Employment.objects.exclude(end=None).exists()


def test_those_not_in_the_file_leave_when_their_last_day_is_named(school):
    load(school, {}, {"last_name": "Забытая"})
    load(school, {}, decisions={"left_last_day": "2025-02-28"})
    assert Employment.objects.exclude(end=None).get().person.last_name == "Забытая"


def test_a_row_with_an_error_does_not_make_its_person_left(school):
    load(school, {})
    assert counts(load(school, {"rate": "много"}, confirm=False)) == (0, 0, 0, 0, 1)


def test_a_record_that_moved_after_the_preview_stops_the_file(school):
    load(school, {})
    batch = load(school, {"rate": "0,5"}, confirm=False)
    work = Employment.objects.get()
    edit_employment(
        BOSS, employment=work, post=make_post(), kind=EmploymentKind.MAIN, start=work.start
    )
    with pytest.raises(StalePreview):
        confirm_batch(BOSS, batch=batch)


def test_one_entry_stands_in_the_journal_of_every_person(school):
    load(school, {}, {"last_name": "Вторая"})
    entry = JournalEntry.objects.get(kind="staff.imported")
    about = JournalObject.objects.filter(entry=entry).values_list("ref_kind", flat=True)
    assert sorted(about) == ["person", "person", "unit"]
    assert not tells_year(entry.params, 1991)


def test_a_stranger_loads_nothing_into_the_school(school):
    with pytest.raises(Forbidden):
        load(school, {}, actor=actor_at(make_school(), VIEW, EDIT))


def test_a_coordinator_cannot_name_another_school(school):
    make_school(school.parent, code="oo-2")
    mine = actor_at(school, VIEW, EDIT, VIEW_SENSITIVE, user_id=7)
    batch = load(school, {"organisation": "oo-2"}, actor=mine, confirm=False)
    assert errors_of(batch) == {(2, "unknown_organisation")}


def test_the_console_loads_a_system_and_reports(tmp_path, school):
    make_system(school.parent, key="town")
    path = tmp_path / "список.csv"
    path.write_bytes(table({}, {"post": "волшебник", "last_name": "Иной"}).read())
    checked = import_staff(BOSS, path, "town", check_only=True)
    assert (checked["new"], Person.objects.count()) == (1, 0)
    done = import_staff(BOSS, path, "town")
    assert (done["new"], done["changed"], done["left"], done["unchanged"]) == (1, 0, 0, 0)
    assert done["errors"][0]["row"] == 3
    assert set(done["errors"][0]) == {"row", "column", "code", "message"}
    assert import_staff(BOSS, path, "town")["unchanged"] == 1
    assert not ImportBatch.objects.filter(state="checked").exists()


def test_the_template_has_the_columns_and_reads_back(tmp_path):
    path = tmp_path / "шаблон.xlsx"
    write_template(path)
    with path.open("rb") as file:
        sheet = read_sheet(file, path.name)
    assert [str(cell) for cell in sheet.rows[0].cells][: len(TITLES)] == list(TITLES.values())


def test_the_rules_of_the_template_name_the_posts_and_subjects():
    options = {column.code: column.parse.options for column in SPEC.in_template}
    assert "Учитель" in options["post"]
    assert "Математика" in options["subjects"]


def test_the_number_of_statements_does_not_grow_with_the_file(school):
    def statements(names):
        rows = [{"last_name": name, "snils": None} for name in names]
        with CaptureQueriesContext(connection) as captured:
            load(school, *rows)
        return len(captured)

    statements(["Первая"])
    few = statements(["Аа", "Бб"])
    many = statements([f"Вв{number}" for number in range(12)])
    assert many <= few + 2
