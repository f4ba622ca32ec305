"""Pages of staff as their people see them."""

from datetime import date

import pytest
from django.urls import reverse

from rostok.accounts.models import User
from rostok.kernel import clock
from rostok.orgs.services import rename_unit
from rostok.people.models import Person
from rostok.staff.models import (
    Absence,
    AbsenceKind,
    CategoryLevel,
    Employment,
    EmploymentKind,
    PostCategory,
    QualificationCategory,
    Vacancy,
)
from rostok.staff.services import edit_person, load_reference
from tests.factories import (
    BOSS,
    hire,
    hold,
    make_person,
    make_post,
    make_school,
    make_teacher,
    make_user,
)
from tests.telling import tells_year

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with clock.moved_to(date(2025, 3, 5)):
        yield


@pytest.fixture
def school():
    return make_school(title="Школа 1")


@pytest.fixture
def coordinator(client, school):
    user = make_user(school)
    hold(user, "coordinator", school)
    client.force_login(user)
    return client


def page(client, name, *args, **query):
    return client.get(reverse(f"staff:{name}", args=args), query)


def names_in(answer):
    return [row.record.person.last_name for row in answer.context["table"].rows]


def test_the_list_shows_ones_own_people(coordinator, school):
    person = make_teacher(school, "Яшина", born=date(1990, 3, 5), since=date(2020, 9, 1))
    make_teacher(make_school(), "Чужая")
    QualificationCategory.objects.create(
        person=person, level=CategoryLevel.HIGHEST, start=date(2024, 1, 1)
    )
    answer = page(coordinator, "list")
    assert names_in(answer) == ["Яшина"]
    row = answer.context["table"].rows[0]
    assert [row.get_cell(name) for name in ("category", "experience", "age")] == ["высшая", 4, 35]


def test_ages_are_hidden_without_the_right(client, school):
    make_teacher(school, born=date(1990, 3, 5))
    user = make_user(school)
    hold(user, "municipal_methodist", school)
    client.force_login(user)
    answer = page(client, "list")
    assert "age" not in answer.context["table"].columns.names()


def test_the_list_is_filtered_searched_and_dated(coordinator, school):
    young = make_teacher(school, "Ёлкина", born=date(1998, 1, 1), since=date(2023, 9, 1))
    away, gone = make_teacher(school, "Далёкая"), make_person("Ушедшая")
    Absence.objects.create(
        employment=away.employments.get(), kind=AbsenceKind.CHILD_CARE, start=date(2025, 1, 1)
    )
    hire(gone, school, end=date(2024, 10, 15))
    hire(make_person("Главная"), school, post=make_post("director", PostCategory.MANAGEMENT))
    QualificationCategory.objects.create(
        person=young, level=CategoryLevel.FIRST, start=date(2024, 1, 1)
    )
    seen = {
        "search": page(coordinator, "list", q="елкина"),
        "young": page(coordinator, "list", mark="young"),
        "leave": page(coordinator, "list", mark="leave"),
        "unconfirmed": page(coordinator, "list", mark="unconfirmed"),
        "category": page(coordinator, "list", category="first"),
        "managers": page(coordinator, "list", post_category="management"),
        "october": page(coordinator, "list", on="2024-10-01", q="ушедшая"),
        "elsewhere": page(coordinator, "list", organisation="Школа 2"),
    }
    assert {name: names_in(answer) for name, answer in seen.items()} == {
        "search": ["Ёлкина"],
        "young": ["Ёлкина"],
        "leave": ["Далёкая"],
        "unconfirmed": ["Далёкая"],
        "category": ["Ёлкина"],
        "managers": ["Главная"],
        "october": ["Ушедшая"],
        "elsewhere": [],
    }


def test_the_list_of_a_past_day_calls_a_school_as_it_was_called(coordinator, school):
    make_teacher(school, "Ёлкина")
    rename_unit(BOSS, unit=school, title="Лицей", short_title="Лицей", on=date(2024, 12, 1))
    answers = {day: page(coordinator, "list", on=day) for day in ("2024-10-01", "2025-01-01")}
    names = {
        day: [row.get_cell("organisation") for row in answer.context["table"].rows]
        for day, answer in answers.items()
    }
    assert names == {"2024-10-01": [str(school)], "2025-01-01": ["Лицей"]}
    for words in (str(school), "лицей", school.code):
        found = page(coordinator, "list", on="2024-10-01", organisation=words)
        assert names_in(found) == ["Ёлкина"]


def test_the_list_costs_the_same_for_one_and_twenty(
    coordinator, school, django_assert_max_num_queries
):
    for number in range(20):
        make_teacher(school, f"Педагог{number}")
    with django_assert_max_num_queries(27):
        page(coordinator, "list")


def test_the_list_is_exported_whole(coordinator, school):
    make_teacher(school, "Выгрузова")
    answer = page(coordinator, "list", export="csv")
    assert "Выгрузова Мария Петровна" in b"".join(answer.streaming_content).decode()


def test_a_card_shows_closed_data_only_to_those_who_may(client, coordinator, school):
    person = make_teacher(school, born=date(1990, 3, 5), since=date(2020, 9, 1))
    assert tells_year(page(coordinator, "person", person.pk).content.decode(), 1990)
    user = make_user(school)
    hold(user, "municipal_methodist", school)
    client.force_login(user)
    text = page(client, "person", person.pk).content.decode()
    assert not tells_year(text, 1990)
    assert "Записать категорию" not in text


def test_a_foreign_or_former_person_does_not_exist(coordinator, school):
    former = make_person()
    hire(former, school, end=date(2024, 10, 15))
    for person in (make_teacher(), former):
        assert page(coordinator, "person", person.pk).status_code == 404
        assert page(coordinator, "edit", person.pk).status_code == 404
    foreign = make_teacher().employments.get()
    for name in ("edit_employment", "end", "absence"):
        assert page(coordinator, name, foreign.pk).status_code == 404
    assert page(coordinator, "add", make_school().pk).status_code == 404


def test_a_teacher_opens_their_own_card_and_nobody_elses(client, school):
    me, colleague = make_teacher(school, born=date(1990, 3, 5)), make_teacher(school)
    client.force_login(make_user(person=me))
    assert tells_year(page(client, "person", me.pk).content.decode(), 1990)
    assert page(client, "person", colleague.pk).status_code == 404
    assert names_in(page(client, "list")) == [me.last_name]


def send(client, name, *args, **data):
    return client.post(reverse(f"staff:{name}", args=args), data)


def test_the_way_of_a_person_through_the_forms(coordinator, school):
    load_reference(BOSS)
    post = make_post("teacher")
    names = {"last_name": "Новая", "first_name": "Вера", "patronymic": "", "gender": "f"}
    work = {
        "post": post.pk,
        "kind": EmploymentKind.MAIN,
        "start": "01.09.2024",
        "subjects": "математика, физика",
    }
    assert send(coordinator, "add", school.pk, **names, **work).status_code == 302
    person = Person.objects.get()
    one = person.employments.get()
    assert one.subjects.count() == 2
    steps = [
        ("edit", person.pk, {**names, "last_name": "Новейшая", "version": 1}),
        ("card", person.pk, {"education": "higher", "pedagogical_since": "01.09.2013"}),
        ("sensitive", person.pk, {"birth_date": "05.03.1990", "phone": "9130000000"}),
        ("category", person.pk, {"level": "first", "start": "01.02.2024"}),
        ("edit_employment", one.pk, {**work, "rate": "0.5", "version": 1}),
        ("absence", one.pk, {"kind": "long_leave", "start": "01.02.2025"}),
    ]
    for name, pk, data in steps:
        assert page(coordinator, name, pk).status_code == 200
        assert send(coordinator, name, pk, **data).status_code == 302, name
    absence = Absence.objects.get()
    assert send(coordinator, "end_absence", absence.pk, last_day="28.02.2025").status_code == 302
    assert "Новейшая" in page(coordinator, "person", person.pk).content.decode()
    assert send(coordinator, "end", one.pk, last_day="04.03.2025").status_code == 302
    assert page(coordinator, "person", person.pk).status_code == 404


def test_a_stale_form_shows_both_values_and_is_saved_once_they_were_seen(coordinator, school):
    person = make_teacher(school)
    names = {"first_name": "Вера", "patronymic": "", "gender": "f", "version": person.version}
    other = edit_person(
        BOSS, person=person, **{**names, "last_name": "Соседкина", "patronymic": "Ильинична"}
    )
    refused = send(coordinator, "edit", person.pk, **names, last_name="Наша")
    assert refused.status_code == 422
    form = refused.context["form"]
    assert form["last_name"].value() == "Наша"
    assert form.errors["last_name"] == ["Сейчас в записи: Соседкина"]
    assert form.errors["patronymic"] == ["Сейчас в записи: Ильинична"]
    assert "gender" not in form.errors
    assert form["version"].value() == other.version
    typed = {one.name: one.value() for one in form}
    assert send(coordinator, "edit", person.pk, **typed).status_code == 302
    assert Person.objects.get().last_name == "Наша"


def test_a_refusal_comes_back_to_the_form(coordinator, school):
    person = make_teacher(school)
    data = {
        "organisation": school.pk,
        "post": make_post().pk,
        "kind": EmploymentKind.MAIN,
        "start": "01.09.2024",
    }
    answer = send(coordinator, "start", person.pk, **data)
    assert answer.status_code == 422
    assert "основное место работы" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("snils", "111", "В СНИЛС должно быть 11 цифр."),
        ("phone", "12", "В номере телефона должно быть 10 цифр после +7."),
        ("rate", "9", "Не больше 3."),
    ],
)
def test_what_is_mistyped_is_said_at_its_field(coordinator, school, field, typed, said):
    data = {
        "last_name": "Новая",
        "first_name": "Вера",
        "post": make_post().pk,
        "kind": EmploymentKind.MAIN,
        "start": "01.09.2024",
    }
    answer = send(coordinator, "add", school.pk, **data, **{field: typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field] == [said]
    assert not Person.objects.filter(last_name="Новая").exists()


def test_a_vacancy_through_the_forms_and_the_panel(coordinator, school):
    data = {"post": make_post().pk, "rate": "1", "start": "01.02.2025"}
    assert send(coordinator, "vacancy", school.pk, **data).status_code == 302
    assert "Вакансии" in coordinator.get(school.get_absolute_url()).content.decode()
    vacancy = Vacancy.objects.get()
    assert send(coordinator, "close_vacancy", vacancy.pk, last_day="01.03.2025").status_code == 302


def test_those_without_access_get_it_at_once_with_slips(coordinator, school):
    make_teacher(school, "Первая")
    make_teacher(school, "Вторая")
    make_teacher(make_school(), "Чужая")
    assert names_in(page(coordinator, "no_access")) == ["Вторая", "Первая"]
    one = coordinator.post(reverse("staff:no_access") + "?q=первая")
    assert one.content.decode().count('class="slip"') == 1
    assert (
        one.headers["Cache-Control"].startswith("no-store")
        or "no-store" in one.headers["Cache-Control"]
    )
    assert User.objects.filter(person__isnull=False).count() == 1
    assert names_in(page(coordinator, "no_access")) == ["Вторая"]


def test_employments_of_another_school_are_not_offered_for_editing(coordinator, school):
    person = make_teacher(make_school(title="Чужая школа"))
    side = hire(person, school, kind=EmploymentKind.EXTERNAL)
    answer = page(coordinator, "person", person.pk)
    assert answer.context["editable"] == {side.pk}
    assert Employment.objects.filter(person=person).count() == 2
