"""Absences, categories, cards, closed data and vacancies: done, journalled, refused."""

from datetime import date

import pytest

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.people.permissions import VIEW_SENSITIVE
from rostok.staff import services
from rostok.staff.models import (
    AbsenceKind,
    CategoryLevel,
    QualificationCategory,
    Vacancy,
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


# Absences


def test_an_absence_lies_within_the_employment():
    work = hire(make_person(), make_school(), SEPTEMBER, end=date(2025, 6, 1))
    record = services.record_absence
    with pytest.raises(RuleViolation, match="раньше работы"):
        record(BOSS, employment=work, kind=AbsenceKind.LONG_LEAVE, start=date(2024, 8, 1))
    with pytest.raises(RuleViolation, match="дольше работы"):
        record(
            BOSS,
            employment=work,
            kind=AbsenceKind.LONG_LEAVE,
            start=date(2024, 10, 1),
            last_day=date(2025, 6, 1),
        )
    absence = record(BOSS, employment=work, kind=AbsenceKind.LONG_LEAVE, start=date(2024, 10, 1))
    assert absence.end == work.end
    assert "Длительное отсутствие с 01.10.2024" in last_sentence(work)


def test_two_absences_at_once_are_refused_and_one_can_be_ended():
    work = hire(make_person(), make_school(), SEPTEMBER)
    absence = services.record_absence(
        BOSS, employment=work, kind=AbsenceKind.CHILD_CARE, start=date(2024, 10, 1)
    )
    with pytest.raises(RuleViolation, match="уже записано"):
        services.record_absence(
            BOSS, employment=work, kind=AbsenceKind.LONG_LEAVE, start=date(2025, 1, 1)
        )
    services.end_absence(BOSS, absence=absence, last_day=date(2024, 12, 31))
    services.record_absence(
        BOSS, employment=work, kind=AbsenceKind.LONG_LEAVE, start=date(2025, 1, 1)
    )


def test_a_dismissal_ends_the_absence_that_runs_longer():
    work = hire(make_person(), make_school(), SEPTEMBER)
    absence = services.record_absence(
        BOSS, employment=work, kind=AbsenceKind.CHILD_CARE, start=date(2024, 10, 1)
    )
    services.end_employment(BOSS, employment=work, last_day=date(2025, 2, 28))
    absence.refresh_from_db()
    assert absence.end == date(2025, 3, 1)


def test_a_dismissal_before_a_recorded_absence_is_refused():
    work = hire(make_person(), make_school(), SEPTEMBER)
    services.record_absence(
        BOSS, employment=work, kind=AbsenceKind.CHILD_CARE, start=date(2025, 2, 1)
    )
    with pytest.raises(RuleViolation, match=r"записано отсутствие с 01\.02\.2025"):
        services.end_employment(BOSS, employment=work, last_day=date(2025, 1, 1))


def test_a_stranger_records_no_absence():
    work = hire(make_person(), make_school(), SEPTEMBER)
    with pytest.raises(Forbidden):
        services.record_absence(
            STRANGER, employment=work, kind=AbsenceKind.CHILD_CARE, start=date(2025, 2, 1)
        )


# Cards, categories, sensitive data


def test_a_category_of_before_september_2023_lasts_five_years_and_a_later_one_has_no_end():
    person = make_teacher()
    old = services.set_category(
        BOSS, person=person, level=CategoryLevel.FIRST, start=date(2020, 4, 10)
    )
    new = services.set_category(
        BOSS, person=person, level=CategoryLevel.HIGHEST, start=date(2024, 4, 10)
    )
    old.refresh_from_db()
    assert (old.end, new.end) == (date(2024, 4, 10), None)
    alone = services.set_category(
        BOSS, person=make_teacher(), level=CategoryLevel.FIRST, start=date(2020, 2, 29)
    )
    assert alone.end == date(2025, 3, 1)
    assert "высшая" in last_sentence(person)


def test_an_earlier_category_entered_later_ends_where_the_known_one_starts():
    person = make_teacher()
    services.set_category(BOSS, person=person, level=CategoryLevel.HIGHEST, start=date(2022, 1, 1))
    early = services.set_category(
        BOSS, person=person, level=CategoryLevel.FIRST, start=date(2019, 1, 1)
    )
    assert early.end == date(2022, 1, 1)


@pytest.mark.parametrize(
    ("level", "day", "phrase"),
    [
        (CategoryLevel.FIRST, date(2026, 1, 1), "ещё не наступил"),
        (CategoryLevel.METHODIST, date(2024, 1, 1), "есть высшая"),
    ],
)
def test_a_category_out_of_order_is_refused(level, day, phrase):
    with pytest.raises(RuleViolation, match=phrase):
        services.set_category(BOSS, person=make_teacher(), level=level, start=day)
    assert not QualificationCategory.objects.exists()


def test_the_same_category_twice_is_refused():
    person, values = make_teacher(), {"level": CategoryLevel.FIRST, "start": date(2024, 4, 10)}
    services.set_category(BOSS, person=person, **values)
    with pytest.raises(RuleViolation, match="уже записана"):
        services.set_category(BOSS, person=person, **values)


def test_a_card_holds_no_future_and_no_strangers_hand():
    person = make_teacher()
    services.set_staff_card(
        BOSS, person=person, education="higher_ped", pedagogical_since=date(2013, 9, 1)
    )
    assert person.staff_card.pedagogical_since == date(2013, 9, 1)
    assert "Обновлены образование" in last_sentence(person)
    with pytest.raises(RuleViolation, match="ещё не наступил"):
        services.set_staff_card(
            BOSS, person=person, education="", pedagogical_since=date(2025, 3, 6)
        )
    with pytest.raises(Forbidden):
        services.set_staff_card(STRANGER, person=person, education="", pedagogical_since=None)


def test_closed_data_needs_a_right_of_its_own():
    school = make_school()
    person, values = make_teacher(school), {"birth_date": date(1990, 1, 1), "phone": "9130000000"}
    with pytest.raises(Forbidden):
        services.set_sensitive(actor_at(school, VIEW, EDIT), person=person, **values)
    services.set_sensitive(coordinator(school), person=person, snils=OTHER_SNILS, **values)
    assert last_sentence(person) == "Обновлены закрытые сведения: дата рождения, телефон, СНИЛС."
    services.set_sensitive(coordinator(school), person=person, **values)
    person.sensitive.refresh_from_db()
    assert person.sensitive.snils_hash


def test_a_snils_belongs_to_one_person():
    school = make_school()
    add(BOSS, school, snils=SNILS)
    with pytest.raises(RuleViolation, match="уже указан"):
        services.set_sensitive(BOSS, person=make_teacher(school), birth_date=None, snils=SNILS)


# Vacancies


def test_a_vacancy_opens_and_closes_once():
    school = make_school()
    mine = coordinator(school)
    vacancy = services.open_vacancy(mine, organisation=school, post=make_post(), start=SEPTEMBER)
    services.close_vacancy(mine, vacancy=vacancy, last_day=date(2024, 12, 31))
    assert Vacancy.objects.get().end == date(2025, 1, 1)
    with pytest.raises(RuleViolation, match="уже закрыта"):
        services.close_vacancy(mine, vacancy=vacancy, last_day=date(2025, 1, 31))
    with pytest.raises(Forbidden):
        services.open_vacancy(
            coordinator(make_school()), organisation=school, post=make_post(), start=SEPTEMBER
        )


def test_a_vacancy_of_no_rate_or_of_a_territory_is_refused():
    with pytest.raises(RuleViolation, match="больше нуля"):
        services.open_vacancy(
            BOSS, organisation=make_school(), post=make_post(), start=SEPTEMBER, rate=0
        )
    with pytest.raises(RuleViolation, match="а не территорию"):
        services.open_vacancy(
            BOSS, organisation=make_municipality(), post=make_post(), start=SEPTEMBER
        )
