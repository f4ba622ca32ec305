"""Who is counted on a day: the bases and what narrows them, by the readings K1-K4."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisCase

from rostok.kernel.measures import Ask, measures
from rostok.kernel.periods import calendar_year
from rostok.orgs.models import OrgKind, UnitKind
from rostok.people.birth import years_between
from rostok.staff.models import (
    Absence,
    AbsenceKind,
    CategoryLevel,
    EmploymentKind,
    PostCategory,
    QualificationCategory,
    Vacancy,
)
from tests.factories import hire, make_person, make_post, make_school, make_teacher, make_unit

pytestmark = pytest.mark.django_db

ON = date(2024, 12, 31)
LIMITS = {
    "org_kinds": ["school", "kindergarten", "additional"],
    "young_age_below": 35,
    "young_age_inclusive": False,
    "young_years": 3,
    "leave_in_base": False,
    "near_pension_age_women": 55,
    "near_pension_age_men": 60,
}


def ask(on=ON, filters=None, **limits):
    return Ask(calendar_year(2024), on, {**LIMITS, **limits}, filters or {})


def members(name, question=None):
    found = measures.get(name).source(question or ask())
    return set(found.rows.values_list(found.member, flat=True))


def reason(name, person, question=None):
    """The phrase of the first near-miss that holds for a person."""
    for miss in measures.get(name).near_misses:
        found = miss.source(question or ask())
        if person.pk in set(found.rows.values_list(found.member, flat=True)):
            return miss.phrase
    return None


def manager():
    return make_post("director", PostCategory.MANAGEMENT)


def test_teachers_and_managers_are_counted_and_support_is_not():
    school = make_school()
    teacher, head, cleaner = make_teacher(school), make_person("Петрова"), make_person("Сидорова")
    hire(head, school, post=manager())
    hire(cleaner, school, post=make_post("cleaner", PostCategory.SUPPORT))
    assert members("staff.employed") == {teacher.pk, head.pk}
    assert members("staff.teaching") == {teacher.pk}
    assert members("staff.management") == {head.pk}
    assert reason("staff.employed", cleaner) == "другая категория должности"


def test_people_of_a_branch_count_under_its_own_kind():
    school = make_school()
    garden = make_unit(UnitKind.UNIT, school, org_kind=OrgKind.KINDERGARTEN)
    at_school, in_garden = make_teacher(school), make_teacher(garden, "Петрова")
    hire(make_person("Сидорова"), garden, post=manager())
    assert members("staff.teaching") == {at_school.pk, in_garden.pk}
    assert members("staff.teaching", ask(org_kinds=["kindergarten"])) == {in_garden.pk}
    assert members("staff.teaching", ask(org_kinds=["school"])) == {at_school.pk}
    assert members("staff.teams") == set()


def test_a_teaching_director_is_a_manager_once():
    school, head = make_school(), make_person()
    hire(head, school, post=manager())
    hire(head, school, kind=EmploymentKind.INTERNAL)
    assert members("staff.teaching") == set()
    assert members("staff.management") == {head.pk}


def test_external_part_timers_and_contracts_are_not_counted():
    home, school, person, hand = make_school(), make_school(), make_teacher(), make_person("Гостев")
    assert home
    hire(person, school, kind=EmploymentKind.EXTERNAL)
    hire(hand, school, kind=EmploymentKind.CONTRACT)
    found = measures.get("staff.teaching").source(ask()).rows
    assert not found.filter(organisation=school).exists()
    assert reason("staff.teaching", hand) == "договор ГПХ"


def test_an_external_part_timer_without_a_counted_main_work_is_named_so():
    service = make_school(org_kind=OrgKind.SERVICE)
    school, person = make_school(), make_person()
    hire(person, school, kind=EmploymentKind.EXTERNAL)
    assert reason("staff.teaching", person) == "внешний совместитель"
    hire(person, service)
    assert reason("staff.teaching", person) == "организация другого вида"


def test_staff_of_services_institutes_and_authorities_is_not_counted():
    for kind in (OrgKind.SERVICE, OrgKind.INSTITUTE, OrgKind.AUTHORITY, OrgKind.VOCATIONAL):
        make_teacher(make_school(org_kind=kind))
    assert members("staff.employed") == set()
    with_colleges = ask(org_kinds=["school", "vocational"])
    assert len(members("staff.employed", with_colleges)) == 1
    assert len(members("staff.employed", ask(filters={"org_kinds": ["vocational"]}))) == 1


def test_long_absence_takes_out_of_the_base_unless_the_pack_keeps_it():
    person = make_teacher()
    work = person.employments.get()
    Absence.objects.create(
        employment=work, kind=AbsenceKind.CHILD_CARE, start=date(2024, 2, 1), end=date(2025, 1, 1)
    )
    assert members("staff.teaching") == set()
    assert reason("staff.teaching", person) == "в длительном отпуске"
    assert members("staff.teaching", ask(leave_in_base=True)) == {person.pk}
    assert members("staff.teaching", ask(on=date(2025, 1, 1))) == {person.pk}


def test_who_left_in_october_is_counted_in_september_and_explained_in_december():
    person, school = make_person(), make_school()
    hire(person, school, end=date(2024, 10, 15))
    assert members("staff.teaching", ask(on=date(2024, 10, 14))) == {person.pk}
    assert members("staff.teaching", ask(on=date(2024, 10, 15))) == set()
    assert reason("staff.teaching", person) == "работа окончена до даты расчёта"


def test_who_moved_in_october_is_counted_at_the_new_school():
    person, old, new = make_person(), make_school(), make_school()
    hire(person, old, end=date(2024, 10, 15))
    hire(person, new, date(2024, 10, 15))
    assert places(date(2024, 10, 14)) == {old.pk}
    assert places(ON) == {new.pk}


def places(on):
    rows = measures.get("staff.teaching").source(ask(on=on)).rows
    return set(rows.values_list("organisation", flat=True))


def test_who_comes_later_is_explained():
    person = make_person()
    hire(person, make_school(), date(2025, 1, 9))
    assert reason("staff.teaching", person) == "принят(а) после даты расчёта"


def test_a_closed_organisation_has_no_staff():
    school = make_school()
    make_teacher(school)
    type(school).objects.filter(pk=school.pk).update(closed_on=date(2024, 12, 31))
    assert members("staff.teaching") == set()
    assert len(members("staff.teaching", ask(on=date(2024, 12, 30)))) == 1


def test_teaching_may_be_narrowed_to_posts():
    school, tutor = make_school(), make_person("Тьюторова")
    teacher = make_teacher(school)
    hire(tutor, school, post=make_post("tutor"))
    only = ask(filters={"posts": ["teacher"]})
    assert members("staff.teaching", only) == {teacher.pk}
    assert reason("staff.teaching", tutor, only) == "другая должность"


def test_young_is_by_age_and_experience_or_by_age_alone():
    school = make_school()
    both = make_teacher(school, born=date(1995, 1, 1), since=date(2023, 9, 1))
    long = make_teacher(school, born=date(1995, 1, 1), since=date(2015, 9, 1))
    old = make_teacher(school, born=date(1970, 1, 1), since=date(2023, 9, 1))
    blank = make_teacher(school)
    assert members("staff.young") == {both.pk}
    assert members("staff.young", ask(filters={"by": "age"})) == {both.pk, long.pk}
    assert members("staff.under-35") == {both.pk, long.pk}
    assert members("staff.first-years") == {both.pk, old.pk}
    assert reason("staff.young", long) == "педагогический стаж больше предельного"
    assert reason("staff.young", old) == "старше предельного возраста"
    assert reason("staff.young", blank) == "не указана дата рождения"


def test_the_pack_may_include_the_limit_itself():
    person = make_teacher(born=date(1989, 6, 1))
    assert members("staff.under-35") == set()
    assert members("staff.under-35", ask(young_age_inclusive=True)) == {person.pk}


def test_categories_count_while_in_force_and_the_best_one_only():
    school = make_school()
    both, first, expired = (make_teacher(school) for _ in range(3))
    for person, level, end in (
        (both, CategoryLevel.FIRST, None),
        (both, CategoryLevel.HIGHEST, None),
        (first, CategoryLevel.FIRST, None),
        (expired, CategoryLevel.HIGHEST, date(2024, 12, 31)),
    ):
        QualificationCategory.objects.create(
            person=person, level=level, start=date(2020, 1, 1), end=end
        )
    assert members("staff.highest-category") == {both.pk}
    assert members("staff.first-category") == {first.pk}
    assert reason("staff.highest-category", first) == "первая категория"
    assert reason("staff.highest-category", expired) == "нет действующей категории"


def test_near_pension_differs_by_gender():
    school = make_school()
    woman = make_teacher(school, gender="f", born=date(1969, 12, 31))
    man = make_teacher(school, gender="m", born=date(1969, 12, 31))
    older = make_teacher(school, gender="m", born=date(1964, 12, 31))
    unknown = make_teacher(school, born=date(1950, 1, 1))
    assert members("staff.near-pension") == {woman.pk, older.pk}
    assert reason("staff.near-pension", man) == "младше этого возраста"
    assert reason("staff.near-pension", unknown) == "не указан пол"


def test_teams_are_organisations_with_a_manager_on_the_day():
    led, orphan = make_school(), make_school()
    hire(make_person(), led, post=manager())
    hire(make_person(), led, post=manager())
    make_teacher(orphan)
    found = measures.get("staff.teams").source(ask())
    assert list(found.rows.values_list(found.member, flat=True)) == [led.pk]
    assert reason("staff.teams", orphan) == "на дату расчёта нет ни одного руководителя"


def test_vacancies_open_on_the_day():
    school, post = make_school(), make_post()
    made = [
        Vacancy.objects.create(organisation=school, post=post, start=start, end=end)
        for start, end in (
            (date(2024, 6, 1), None),
            (date(2024, 6, 1), date(2024, 9, 1)),
            (date(2025, 2, 1), None),
        )
    ]
    assert members("staff.vacancies") == {made[0].pk}
    assert reason("staff.vacancies", made[1]) == "вакансия закрыта до даты расчёта"


NAMES = [name for name in measures if name.startswith("staff.")]


@pytest.mark.parametrize("name", NAMES)
def test_a_measure_counts_by_organisation_in_one_statement(name):
    make_teacher()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        found = measures.get(name).source(ask())
        list(found.rows.order_by().values_list(found.unit).annotate(n=Count(found.member)))
    assert len(captured) == 1


@pytest.mark.parametrize("name", [name for name in NAMES if measures.get(name).member == "person"])
def test_a_list_of_people_goes_by_name(name):
    found = measures.get(name).source(ask())
    assert found.order == "person__norm"
    list(found.rows.order_by(found.order).values_list(found.member, found.unit, found.on))


class YoungOnTheBoundary(HypothesisCase):
    """The set agrees with plain counting of full years, on leap days too."""

    @settings(deadline=None)
    @given(
        st.dates(date(1985, 1, 1), date(2006, 12, 31)),
        st.dates(date(2019, 1, 1), date(2025, 12, 31)),
        st.dates(date(2022, 1, 1), date(2026, 12, 31)),
        st.booleans(),
    )
    def test_young(self, born, since, on, inclusive):
        person = make_teacher(born=born, since=since)
        age_fits = years_between(born, on) <= (35 if inclusive else 34)
        years_fit = since > on or years_between(since, on) < 3
        found = members("staff.young", ask(on=on, young_age_inclusive=inclusive))
        assert (person.pk in found) == (age_fits and years_fit)

    @settings(deadline=None)
    @given(st.integers(-2, 2))
    def test_the_third_anniversary_ends_the_first_years(self, shift):
        since = date(2021, 9, 1)
        person = make_teacher(since=since)
        on = date(2024, 9, 1) + timedelta(days=shift)
        assert (person.pk in members("staff.first-years", ask(on=on))) == (shift < 0)
