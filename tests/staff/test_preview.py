"""What a preview of staff tells: with what a newcomer comes, who is missing, what is no row."""

from io import BytesIO

import pytest

from rostok.kernel.tabular import check_batch, confirm_batch, upload
from rostok.kernel.tabular.blanks import failed_workbook
from rostok.kernel.tabular.pages import shown_row
from rostok.people.models import Person
from rostok.staff.imports import CODE
from rostok.staff.models import Employment
from rostok.staff.services import load_reference
from tests.factories import BOSS, make_municipality, make_school
from tests.staff.ugly import AIDA, ANNA, OLEG, TITLES, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    load_reference(BOSS)
    return make_school(make_municipality(), code="oo-1")


def check(content, school):
    context = {"organisation": school.pk}
    batch = upload(BOSS, spec=CODE, file=BytesIO(content), file_name="a.xlsx", context=context)
    return check_batch(BOSS, batch=batch)


def facts_of(batch, action):
    return [dict(shown_row(row, batch).facts) for row in batch.rows.filter(action=action)]


def test_a_newcomer_is_shown_with_all_that_will_be_written(school):
    batch = check(xlsx(TITLES, AIDA), school)
    (facts,) = facts_of(batch, "new")
    assert facts["Должность"] == "воспитатель"
    assert facts["Вид занятости"] == "внешнее совместительство"
    assert (facts["Дата рождения"], facts["Дата приёма"]) == ("05.01.2000", "01.09.2024")
    assert facts["Ставка"] == "0,5"
    assert "Фамилия" not in facts


def test_a_number_is_shown_though_the_title_has_the_same_digits(school):
    batch = check(xlsx(TITLES, (*AIDA[:6], "1", *AIDA[7:])), school)
    batch.rows.update(title="Салчак Аида, школа № 1")
    (facts,) = facts_of(batch, "new")
    assert facts["Ставка"] == "1"


def test_those_who_are_not_in_the_file_are_told_apart_by_their_posts(school):
    confirm_batch(BOSS, batch=check(xlsx(TITLES, ANNA, OLEG, AIDA), school))
    batch = check(xlsx(TITLES, ANNA), school)
    titles = [row.title for row in batch.rows.filter(action="left")]
    assert titles == ["Полевой Олег Семёнович", "Салчак Аида Мергеновна"]
    posts = [facts["Должность"] for facts in facts_of(batch, "left")]
    assert posts == ["Заместитель руководителя", "Воспитатель"]
    assert all("Код организации" not in facts for facts in facts_of(batch, "left"))


def test_nobody_is_missing_from_the_file_of_failed_rows(school):
    wrong = (*OLEG[:4], "такой должности нет", *OLEG[5:])
    batch = check(xlsx(TITLES, ANNA, wrong), school)
    confirm_batch(BOSS, batch=batch)
    again = check(failed_workbook(batch), school)
    assert (again.counts["left"], again.counts["error"]) == (0, 1)
    assert again.ignored == []


def test_signatures_under_the_list_are_no_people(school):
    below = [("", "Директор школы", "", "________ /Н.Н. Петрова/"), ("исп. Кузнецова, тел. 4-15",)]
    batch = check(xlsx(TITLES, ANNA, *below), school)
    assert (batch.counts["new"], batch.counts["error"]) == (1, 0)
    assert batch.notes["lines"] == ["Подписи под таблицей пропущены: 3, 4."]


def test_a_signature_in_one_cell_is_no_heading_of_the_rows_below(school):
    below = [("Директор школы ________ Н.Н. Петрова",), AIDA]
    batch = check(xlsx(TITLES, ANNA, *below), school)
    assert batch.counts["new"] == 2
    assert batch.notes["lines"] == ["Подписи под таблицей пропущены: 3."]


def test_a_heading_between_rows_is_named_by_its_row(school):
    batch = check(xlsx(TITLES, ANNA, ("Начальная школа",), AIDA), school)
    assert batch.notes["lines"] == ["Подзаголовки — в строке 3."]


def test_a_person_with_a_blank_to_be_filled_in_is_not_taken_for_a_signature(school):
    batch = check(xlsx(TITLES[:5], ("Полевой", "Олег", "Семёнович", "________", "учитель")), school)
    assert batch.counts["error"] == 1


def test_a_heading_of_two_words_is_the_kind_of_work(school):
    titles = [title.replace("Вид занятости", "Осн./совм.") for title in TITLES]
    batch = check(xlsx(titles, (*AIDA[:5], "внешн. совм.", *AIDA[6:])), school)
    confirm_batch(BOSS, batch=batch)
    assert Employment.objects.get().kind == "external"


def test_latin_letters_on_record_make_no_second_card(school):
    confirm_batch(BOSS, batch=check(xlsx(TITLES, ANNA), school))
    Person.objects.update(last_name="Северoва", norm="северoва анна игоревна")
    batch = check(xlsx(TITLES, ANNA), school)
    assert (batch.counts["new"], batch.counts["left"]) == (0, 0)


def test_columns_without_a_heading_are_named(school):
    batch = check(xlsx((*TITLES, "", "", "Прим."), (*ANNA, "", "ещё", "x")), school)
    assert batch.notes["lines"] == ["Столбцы без заголовка не прочитаны: L."]
    assert batch.ignored == ["Прим."]


def test_names_in_each_others_columns_make_no_second_cards(school):
    confirm_batch(BOSS, batch=check(xlsx(TITLES, ANNA), school))
    batch = check(xlsx(TITLES, (ANNA[1], ANNA[0], *ANNA[2:])), school)
    assert (batch.counts["new"], batch.counts["left"], batch.counts["error"]) == (0, 0, 1)
    (problem,) = batch.rows.get(action="error").problems
    assert "переставлены: у вас записан(а) Северова Анна Игоревна" in problem["message"]
