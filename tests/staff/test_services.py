"""Writes of staff: what is done, what stands in the journal, what is refused."""

from datetime import date

import pytest

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation, StaleForm
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.models import JournalEntry
from rostok.people.models import Person, PersonSensitive
from rostok.people.permissions import VIEW_SENSITIVE
from rostok.staff import services
from rostok.staff.models import (
    EmploymentKind,
)
from rostok.staff.permissions import EDIT, VIEW
from tests.factories import (
    BOSS,
    actor_at,
    hire,
    make_municipality,
    make_person,
    make_post,
    make_school,
    make_teacher,
)

pytestmark = pytest.mark.django_db

SEPTEMBER = date(2024, 9, 1)
STRANGER = Actor("Гость")
SNILS, OTHER_SNILS = "112-233-445 95", "123-456-789 64"


@pytest.fixture(autouse=True)
def _day():
    with clock.moved_to(date(2025, 3, 5)):
        yield


def coordinator(school):
    return actor_at(school, VIEW, EDIT, VIEW_SENSITIVE, title="Координатор")


def last_sentence(row):
    return sentence_of(timeline_of(row)[0])


def add(actor, school, **fields):
    values = {
        "post": make_post(),
        "start": SEPTEMBER,
        "last_name": "Северова",
        "first_name": "Анна",
        **fields,
    }
    return services.add_person(actor, organisation=school, **values)


def start(actor, person, school, **fields):
    values = {"post": make_post(), "start": SEPTEMBER, **fields}
    return services.start_employment(actor, person=person, organisation=school, **values)


# People


def test_a_newcomer_is_entered_with_a_main_employment():
    school = make_school()
    person = add(coordinator(school), school, snils=SNILS, birth_date=date(1990, 5, 1))
    assert person.employments.get().kind == EmploymentKind.MAIN
    assert person.sensitive.birth_date == date(1990, 5, 1)
    assert SNILS not in str(PersonSensitive.objects.values().get())
    assert "Место работы с 01.09.2024" in last_sentence(person)
    assert not JournalEntry.objects.filter(params__icontains="1990").exists()


def test_a_name_is_kept_in_the_letters_that_were_meant():
    school = make_school()
    keeper = coordinator(school)
    person = add(keeper, school, last_name="Cидoрова", first_name="oльга", patronymic="ПЕТРОВНА")
    assert person.full_name == "Сидорова Ольга Петровна"
    names = {"last_name": "Cеверова", "first_name": "Ольга"}
    assert services.edit_person(keeper, person=person, **names).full_name == "Северова Ольга"


def test_nobody_is_entered_into_a_foreign_school():
    with pytest.raises(Forbidden):
        add(coordinator(make_school()), make_school())


@pytest.mark.parametrize(
    ("fields", "phrase"),
    [
        ({"last_name": " "}, "Укажите фамилию и имя"),
        ({"birth_date": date(2015, 1, 1)}, "от 14 до 100"),
        ({"snils": "112-233-445 96"}, "Контрольное число"),
        ({"phone": "12"}, "10 цифр"),
    ],
)
def test_a_newcomer_with_impossible_data_is_refused(fields, phrase):
    school = make_school()
    with pytest.raises(RuleViolation, match=phrase):
        add(coordinator(school), school, **fields)
    assert not Person.objects.exists()


def test_a_foreign_match_by_snils_tells_nothing_but_where_to_ask():
    school = make_school()
    add(BOSS, make_school(), snils=SNILS, last_name="Тайнова")
    with pytest.raises(RuleViolation, match="есть в другой организации: запросить перевод") as seen:
        add(coordinator(school), school, snils=SNILS)
    assert "Тайнова" not in seen.value.message


def test_ones_own_match_by_snils_is_named():
    school = make_school()
    add(coordinator(school), school, snils=SNILS, last_name="Своя")
    with pytest.raises(RuleViolation, match="уже указан: Своя Анна"):
        add(coordinator(school), school, snils=SNILS)


def test_who_left_everywhere_comes_back_as_the_same_person():
    person = add(BOSS, make_school(), snils=SNILS, last_name="Девичья")
    services.end_employment(BOSS, employment=person.employments.get(), last_day=date(2025, 1, 31))
    school = make_school()
    again = add(
        coordinator(school), school, snils=SNILS, last_name="Мужняя", start=date(2025, 2, 1)
    )
    assert again.pk == person.pk
    assert person.employments.count() == 2


def test_a_known_snils_under_another_first_name_is_refused():
    person = add(BOSS, make_school(), snils=SNILS)
    services.end_employment(BOSS, employment=person.employments.get(), last_day=date(2025, 1, 31))
    with pytest.raises(RuleViolation, match="с другим именем"):
        add(BOSS, make_school(), snils=SNILS, first_name="Пётр")


def test_a_name_is_corrected_and_the_journal_keeps_the_old_one():
    person = make_teacher(last_name="Иванава")
    services.edit_person(
        BOSS, person=person, last_name="Иванова", first_name="Мария", version=person.version
    )
    person.refresh_from_db()
    assert person.norm == "иванова мария"
    assert "Иванава" in last_sentence(person)


def test_a_stale_name_form_is_refused():
    person = make_teacher()
    with pytest.raises(StaleForm):
        services.edit_person(
            BOSS, person=person, last_name="А", first_name="Б", version=person.version - 1
        )


# Employments


def test_two_main_employments_at_once_are_refused():
    person, old = make_person(), make_school(title="Школа 5")
    hire(person, old, SEPTEMBER)
    with pytest.raises(RuleViolation, match=r"основное место работы: Школа 5 с 01\.09\.2024"):
        start(BOSS, person, make_school(), start=date(2025, 1, 1))


def test_main_employments_may_follow_each_other_without_a_gap():
    person, school = make_person(), make_school()
    first = start(BOSS, person, school)
    services.end_employment(BOSS, employment=first, last_day=date(2025, 1, 31))
    start(BOSS, person, make_school(), start=date(2025, 2, 1))
    assert person.employments.main().active_on(date(2025, 2, 1)).count() == 1


def test_an_additional_employment_goes_beside_the_main_one_but_not_twice():
    person, school = make_teacher(), make_school()
    start(BOSS, person, school, kind=EmploymentKind.EXTERNAL)
    with pytest.raises(RuleViolation, match="уже записано"):
        start(BOSS, person, school, kind=EmploymentKind.EXTERNAL)


def test_work_stays_within_the_life_of_the_organisation():
    school = make_school(opened_on=date(2024, 10, 1))
    with pytest.raises(RuleViolation, match=r"Организация открыта 01\.10\.2024"):
        start(BOSS, make_person(), school)
    closed = make_school()
    type(closed).objects.filter(pk=closed.pk).update(closed_on=date(2025, 1, 1))
    closed.refresh_from_db()
    with pytest.raises(RuleViolation, match=r"не позже 31\.12\.2024"):
        start(BOSS, make_person(), closed)


def test_nobody_works_for_a_territory():
    with pytest.raises(RuleViolation, match="а не территорию"):
        start(BOSS, make_person(), make_municipality())


def test_a_person_of_another_school_is_not_taken_over():
    mine = make_school()
    with pytest.raises(RuleViolation, match="запросить перевод"):
        start(coordinator(mine), make_teacher(), mine, kind=EmploymentKind.EXTERNAL)


def test_the_last_day_is_stored_as_the_first_day_without_work():
    work = hire(make_person(), make_school(), SEPTEMBER)
    services.end_employment(BOSS, employment=work, last_day=date(2025, 8, 31))
    work.refresh_from_db()
    assert (work.end, work.last_day) == (date(2025, 9, 1), date(2025, 8, 31))
    assert "последний день 31.08.2025" in last_sentence(work)


def test_a_last_day_before_the_first_is_refused():
    work = hire(make_person(), make_school(), SEPTEMBER)
    with pytest.raises(RuleViolation, match="раньше первого"):
        services.end_employment(BOSS, employment=work, last_day=date(2024, 8, 31))


def test_a_last_day_is_not_moved_over_the_next_employment():
    person = make_person()
    first = hire(person, make_school(), SEPTEMBER, end=date(2025, 1, 1))
    hire(person, make_school(), date(2025, 1, 1))
    with pytest.raises(RuleViolation, match="основное место работы"):
        services.end_employment(BOSS, employment=first, last_day=date(2025, 2, 1))


def test_a_stranger_dismisses_nobody():
    work = hire(make_person(), make_school())
    for actor in (STRANGER, coordinator(make_school())):
        with pytest.raises(Forbidden):
            services.end_employment(actor, employment=work, last_day=date(2025, 1, 1))


def test_an_employment_is_corrected_with_its_version():
    work = hire(make_person(), make_school(), SEPTEMBER)
    values = {"post": make_post("tutor"), "kind": EmploymentKind.MAIN, "start": date(2024, 8, 15)}
    services.edit_employment(BOSS, employment=work, version=work.version, **values)
    with pytest.raises(StaleForm):
        services.edit_employment(BOSS, employment=work, version=work.version, **values)
    work.refresh_from_db()
    assert work.start == date(2024, 8, 15)


def test_a_side_work_does_not_become_a_second_main_one():
    person = make_teacher()
    side = hire(person, make_school(), kind=EmploymentKind.EXTERNAL)
    with pytest.raises(RuleViolation, match="основное место работы"):
        services.edit_employment(
            BOSS, employment=side, post=side.post, kind=EmploymentKind.MAIN, start=side.start
        )
