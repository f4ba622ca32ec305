"""Whose eyes may see a person: their own, and those of the organisations they work for now."""

from datetime import date

import pytest

from rostok.kernel import clock
from rostok.kernel.access import SELF, Actor, Grant, holds
from rostok.kernel.measures import Ask, measures
from rostok.kernel.periods import calendar_year
from rostok.people.models import Person, PersonSensitive
from rostok.people.permissions import VIEW_SENSITIVE
from rostok.staff.models import (
    Absence,
    AbsenceKind,
    Employment,
    EmploymentKind,
    TransferRequest,
    Vacancy,
)
from rostok.staff.permissions import VIEW
from rostok.staff.queries import staff_for_list
from tests.factories import (
    actor_at,
    hire,
    make_municipality,
    make_person,
    make_post,
    make_school,
    make_teacher,
)

pytestmark = pytest.mark.django_db

TODAY = date(2024, 11, 5)


@pytest.fixture(autouse=True)
def _day():
    with clock.moved_to(TODAY):
        yield


def visible(actor, model=Person, name=VIEW):
    return set(model.objects.visible_to(actor, name))


def test_a_teacher_sees_only_themselves():
    school = make_school()
    me, _colleague = make_teacher(school), make_teacher(school)
    actor = Actor("Педагог", person_id=me.pk, grants=(Grant(VIEW, SELF, school.pk),))
    assert visible(actor) == {me}
    assert visible(actor, Employment) == set(me.employments.all())


def test_a_teacher_of_two_schools_is_seen_by_both_and_by_no_third():
    main, side, third = (make_school() for _ in range(3))
    person = make_teacher(main)
    hire(person, side, kind=EmploymentKind.EXTERNAL)
    seen = [visible(actor_at(school, VIEW)) for school in (main, side, third)]
    assert seen == [{person}, {person}, set()]


def test_a_municipality_sees_its_schools_only():
    here, there = make_municipality(), make_municipality()
    person = make_teacher(make_school(here))
    assert visible(actor_at(here, VIEW)) == {person}
    assert visible(actor_at(there, VIEW)) == set()


def test_who_left_in_october_is_gone_for_the_old_school_but_counted_before():
    school, person = make_school(), make_person()
    hire(person, school, end=date(2024, 10, 15))
    mine = actor_at(school, VIEW)
    assert visible(mine) == set()
    assert not holds(mine, VIEW, person)
    assert not staff_for_list(mine, TODAY).exists()
    september = staff_for_list(mine, date(2024, 9, 30))
    assert [(row.person, row.is_here) for row in september] == [(person, False)]
    ask = Ask(calendar_year(2024), date(2024, 9, 30), {"org_kinds": ["school"]})
    assert measures.get("staff.teaching").source(ask).rows.filter(person=person).exists()


def test_who_is_engaged_from_next_month_is_already_seen():
    school, person = make_school(), make_person()
    hire(person, school, date(2024, 12, 1))
    assert visible(actor_at(school, VIEW)) == {person}


def test_closed_data_follows_the_person():
    school = make_school()
    person = make_teacher(school, born=date(1990, 1, 1))
    row = PersonSensitive.objects.get(person=person)
    assert visible(actor_at(school, VIEW_SENSITIVE), PersonSensitive, VIEW_SENSITIVE) == {row}
    foreign = actor_at(make_school(), VIEW_SENSITIVE)
    assert visible(foreign, PersonSensitive, VIEW_SENSITIVE) == set()


def test_absences_and_vacancies_belong_to_their_organisation():
    school = make_school()
    work = hire(make_person(), school)
    absence = Absence.objects.create(
        employment=work, kind=AbsenceKind.CHILD_CARE, start=date(2024, 9, 1)
    )
    vacancy = Vacancy.objects.create(organisation=school, post=make_post(), start=date(2024, 9, 1))
    mine, foreign = actor_at(school, VIEW), actor_at(make_school(), VIEW)
    assert visible(mine, Absence) == {absence}
    assert visible(mine, Vacancy) == {vacancy}
    assert visible(foreign, Absence) == visible(foreign, Vacancy) == set()


def test_a_transfer_is_seen_by_both_sides_and_by_no_third():
    old, new, third = (make_school() for _ in range(3))
    transfer = TransferRequest.objects.create(
        person=make_teacher(old),
        from_organisation=old,
        to_organisation=new,
        asked_as="Иванова Мария",
        asked_on=TODAY,
        above_from=TODAY,
    )
    seen = [visible(actor_at(school, VIEW), TransferRequest) for school in (old, new, third)]
    assert seen == [{transfer}, {transfer}, set()]
