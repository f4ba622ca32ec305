"""The made-up population is plausible, and the same for the same seed."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

import pytest

from rostok.config.demo.chance import apportioned
from rostok.config.demo.names import FEMALE
from rostok.config.demo.plans import BEGINNING, PRESENT, SIZES, JobPlan, PersonPlan, Plan, Size
from rostok.config.demo.population import build_plan
from rostok.config.demo.records import WITHOUT_END_SINCE, teaching_posts
from rostok.config.demo.territories import build_units
from rostok.orgs.models import OrgKind, UnitKind
from rostok.people.snils import read_snils

TINY = Size("tiny", share=0.01)
SEED = 2026
DAYS = (date(2021, 12, 31), date(2023, 12, 31), PRESENT)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return build_plan(SIZES["small"], SEED)


def works(job: JobPlan, day: date) -> bool:
    return job.start <= day and (job.end is None or day < job.end)


def teachers(plan: Plan, day: date) -> list[PersonPlan]:
    return [
        person
        for person in plan.people
        if any(works(job, day) and job.post in teaching_posts() for job in person.main_jobs())
    ]


def open_organisations(plan: Plan, place: str, org_kind: str) -> int:
    return sum(
        unit.kind == UnitKind.ORGANISATION
        and unit.code.startswith(f"{place}-")
        and unit.org_kind == org_kind
        and unit.is_open_on(PRESENT)
        for unit in plan.units
    )


def test_the_same_seed_gives_the_same_plan() -> None:
    assert build_plan(TINY, SEED) == build_plan(TINY, SEED)
    assert build_plan(TINY, SEED) != build_plan(TINY, SEED + 1)


@pytest.mark.parametrize(
    ("place", "org_kind", "count"),
    [
        ("bu-muya", OrgKind.SCHOOL, 9),
        ("ty-todzha", OrgKind.KINDERGARTEN, 8),
        ("tom", OrgKind.SCHOOL, 30),
        ("kk", OrgKind.SCHOOL, 28),
        ("kk", OrgKind.KINDERGARTEN, 16),
        ("mos-odintsovo", OrgKind.SCHOOL, 5),
        ("mos-odintsovo", OrgKind.KINDERGARTEN, 8),
    ],
)
def test_small_has_the_districts_whole_and_a_tenth_of_the_others(
    plan: Plan, place: str, org_kind: str, count: int
) -> None:
    assert open_organisations(plan, place, org_kind) == count


def test_full_has_the_real_sizes() -> None:
    units, _systems = build_units(SIZES["full"], SEED)
    full = Plan(units)
    assert open_organisations(full, "tom", OrgKind.SCHOOL) == 300
    assert open_organisations(full, "kk", OrgKind.SCHOOL) == 284
    assert open_organisations(full, "kk", OrgKind.KINDERGARTEN) == 163
    assert open_organisations(full, "mos", OrgKind.SCHOOL) == 53
    assert open_organisations(full, "mos", OrgKind.KINDERGARTEN) == 80
    staff: Counter[tuple[str, str]] = Counter()
    for unit in units:
        if unit.closed_on is None:
            staff[unit.code.split("-")[0], unit.org_kind] += unit.staff
    assert staff["tom", OrgKind.SCHOOL] == 8300
    assert staff["kk", OrgKind.SCHOOL] == 9000


def test_codes_of_units_are_unique_and_parents_come_first(plan: Plan) -> None:
    seen = {""}
    for unit in plan.units:
        assert unit.parent in seen
        assert unit.code not in seen
        seen.add(unit.code)


def test_main_employments_never_overlap(plan: Plan) -> None:
    for person in plan.people:
        jobs = sorted(person.main_jobs(), key=lambda job: job.start)
        assert all(a.end is not None and a.end <= b.start for a, b in pairwise(jobs))


def test_periods_end_after_they_start(plan: Plan) -> None:
    for person in plan.people:
        rows = [*person.jobs, *person.categories, *(a for job in person.jobs for a in job.absences)]
        assert all(row.end is None or row.start < row.end for row in rows)
    assert all(row.end is None or row.start < row.end for row in plan.vacancies)


def test_absences_and_second_posts_lie_within_the_main_employment(plan: Plan) -> None:
    for person in plan.people:
        mains = list(person.main_jobs())
        for job in person.jobs:
            if job.kind != "main":
                assert any(covers(main, job) for main in mains)
            assert all(works(job, absence.start) for absence in job.absences)


def covers(main: JobPlan, job: JobPlan) -> bool:
    far = date.max
    return main.start <= job.start and (job.end or far) <= (main.end or far)


def test_nobody_works_before_growing_up_or_before_the_beginning(plan: Plan) -> None:
    for person in plan.people:
        for job in person.jobs:
            assert person.age_on(job.start) >= 18
            assert person.since <= job.start
            assert job.start <= PRESENT


def test_employments_lie_within_the_life_of_the_organisation(plan: Plan) -> None:
    for person in plan.people:
        if person.story:
            continue
        for job in person.jobs:
            assert job.org.is_open_on(job.start)
            assert job.org.closed_on is None or (job.end and job.end <= job.org.closed_on)


@pytest.mark.parametrize("day", DAYS)
def test_ages_are_those_of_teachers(plan: Plan, day: date) -> None:
    ages = [person.age_on(day) for person in teachers(plan, day)]
    assert 44 <= median(ages) <= 49
    assert 0.17 <= sum(age < 35 for age in ages) / len(ages) <= 0.27
    assert 0.14 <= sum(age >= 60 for age in ages) / len(ages) <= 0.22


def test_every_organisation_has_one_head(plan: Plan) -> None:
    """A school has a директор, a kindergarten a заведующий."""
    heads = Counter(
        (job.org.code, job.post)
        for person in plan.people
        for job in person.main_jobs()
        if works(job, PRESENT) and job.post in {"director", "kindergarten-head"}
    )
    led = {OrgKind.SCHOOL, OrgKind.KINDERGARTEN, OrgKind.ADDITIONAL, OrgKind.VOCATIONAL}
    for unit in plan.units:
        if unit.org_kind in led and unit.is_open_on(PRESENT):
            post = "kindergarten-head" if unit.org_kind == OrgKind.KINDERGARTEN else "director"
            assert heads[unit.code, post] == 1


def test_nobody_works_until_a_great_age_or_begins_on_new_years_day(plan: Plan) -> None:
    for person in plan.people:
        for job in person.jobs:
            assert person.age_on(min(job.end or PRESENT, PRESENT)) <= 79
            assert (job.start.month, job.start.day) != (1, 1)


def test_methodists_and_heads_of_units_have_higher_education(plan: Plan) -> None:
    posts = {"methodist", "senior-methodist", "unit-head", "deputy-head", "director"}
    found = Counter(
        person.education
        for person in plan.people
        if not person.story and person.jobs[0].post in posts
    )
    assert found
    assert set(found) <= {"higher_ped", "higher"}


@pytest.mark.parametrize("day", DAYS)
def test_most_teachers_are_women_and_in_kindergartens_nearly_all(plan: Plan, day: date) -> None:
    staff = teachers(plan, day)
    gardens = [
        person
        for person in staff
        if any(works(job, day) and job.org.org_kind == OrgKind.KINDERGARTEN for job in person.jobs)
    ]
    assert 0.83 <= share_of_women(staff) <= 0.92
    assert share_of_women(gardens) >= 0.97


def share_of_women(people: list[PersonPlan]) -> float:
    return sum(person.gender == FEMALE for person in people) / len(people)


def test_patronymics_agree_with_gender(plan: Plan) -> None:
    for person in plan.people:
        if person.patronymic:
            ending = "на" if person.gender == FEMALE else "ич"
            assert person.patronymic.endswith(ending)


def test_the_highest_category_comes_with_experience(plan: Plan) -> None:
    for person in plan.people:
        for row in person.categories:
            if row.level == "highest":
                assert (row.start - person.since).days > 4 * 365


def test_categories_have_an_end_only_before_september_2023(plan: Plan) -> None:
    rows = [row for person in plan.people if not person.story for row in person.categories]
    assert all(row.end is not None for row in rows if row.start < WITHOUT_END_SINCE)
    kept = [row for row in rows if row.start >= WITHOUT_END_SINCE and row.level != "first"]
    assert kept
    assert all(row.end is None for row in kept)


def test_most_leave_on_31_august(plan: Plan) -> None:
    ends = [job.end for person in plan.people for job in person.main_jobs() if job.end]
    assert sum((end.month, end.day) == (9, 1) for end in ends) / len(ends) > 0.6


def test_some_move_in_october(plan: Plan) -> None:
    moved = [
        later.start
        for person in plan.people
        for earlier, later in pairwise(person.main_jobs())
        if later.start.month == 10 and earlier.end == later.start and earlier.org is not later.org
    ]
    assert len(moved) > 3


def test_snils_are_valid_and_unique_and_phones_belong_to_nobody(plan: Plan) -> None:
    numbers = [read_snils(person.snils) for person in plan.people]
    assert len(set(numbers)) == len(numbers)
    assert all(person.phone.startswith("+7 900 000-") for person in plan.people)


def test_six_people_work_in_the_kindergarten_of_the_story(plan: Plan) -> None:
    for year in range(BEGINNING.year, PRESENT.year + 1):
        day = date(year, 12, 31) if year < PRESENT.year else PRESENT
        there = [
            person
            for person in plan.people
            if any(job.org.code == "ty-todzha-k08" and works(job, day) for job in person.jobs)
        ]
        assert len(there) in {5, 6}
    assert len(there) == 6


def test_the_stories_stand(plan: Plan) -> None:
    stories = {person.story: person for person in plan.people if person.story}
    two_schools = [job for job in stories["teacher"].jobs if works(job, PRESENT)]
    assert len({job.org.code for job in two_schools}) == 2
    before, after = stories["moved"].jobs
    assert before.end == after.start == date(2026, 10, 12)
    assert stories["left"].jobs[-1].end == date(2026, 9, 1)
    assert PRESENT - stories["young-teacher"].since < timedelta(days=2 * 365)
    leads, teaches = stories["teaching-director"].jobs[-2:]
    assert (leads.post, teaches.post, leads.org) == ("director", "teacher", teaches.org)
    assert any(row.org.code == "bu-muya-s01" and row.subject == "physics" for row in plan.vacancies)


def test_apportioning_keeps_the_total_and_the_least() -> None:
    parts = apportioned(30, [10, 5, 1, 0.1], [1, 1, 1, 1])
    assert sum(parts) == 30
    assert min(parts) >= 1
