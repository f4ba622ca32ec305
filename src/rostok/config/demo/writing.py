"""The plan written to the database: a few wide statements instead of one for each row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from django.db import models

from rostok.config.demo.plans import JobPlan, PersonPlan, UnitPlan, VacancyPlan
from rostok.kernel.access import Actor
from rostok.kernel.text import norm
from rostok.orgs.models import OrgFlag, OrgName, OrgUnit
from rostok.orgs.services import NewUnit, create_units
from rostok.people.models import Person, PersonSensitive
from rostok.people.snils import snils_hash
from rostok.staff.models import (
    Absence,
    Employment,
    Post,
    PostCategory,
    QualificationCategory,
    StaffCard,
    TeachingSubject,
    Vacancy,
)
from rostok.staff.reference import posts_of_the_list

CHUNK = 5000
M = TypeVar("M", bound=models.Model)
Ids = Mapping[str, int]


def write_units(actor: Actor, plans: Sequence[UnitPlan]) -> dict[str, OrgUnit]:
    """The tree with former names and marks; units by code."""
    made = create_units(actor, units=[new_unit(plan) for plan in plans])
    units = {unit.code: unit for unit in made}
    insert(
        OrgName,
        (
            OrgName(
                unit=units[plan.code],
                title=name.title,
                short_title=name.short_title,
                start=name.start,
                end=name.end,
            )
            for plan in plans
            for name in plan.names
        ),
    )
    insert(
        OrgFlag,
        (
            OrgFlag(unit=units[plan.code], flag=flag.flag, start=flag.start, end=flag.end)
            for plan in plans
            for flag in plan.flags
        ),
    )
    return units


def new_unit(plan: UnitPlan) -> NewUnit:
    return NewUnit(
        kind=plan.kind,
        code=plan.code,
        title=plan.title,
        short_title=plan.short_title,
        parent=plan.parent,
        org_kind=plan.org_kind,
        time_zone=plan.time_zone,
        opened_on=plan.opened_on,
        closed_on=plan.closed_on,
    )


def write_people(plans: Sequence[PersonPlan]) -> list[Person]:
    """Persons with their closed data, cards and categories, in the order of the plans."""
    people = insert(Person, (person_of(plan) for plan in plans))
    pairs = list(zip(people, plans, strict=True))
    insert(PersonSensitive, (sensitive_of(person, plan) for person, plan in pairs))
    insert(StaffCard, (card_of(person, plan) for person, plan in pairs))
    insert(
        QualificationCategory,
        (
            QualificationCategory(
                person_id=person.pk, level=row.level, start=row.start, end=row.end
            )
            for person, plan in pairs
            for row in plan.categories
        ),
    )
    return people


def person_of(plan: PersonPlan) -> Person:
    person = Person(
        uid=plan.uid,
        last_name=plan.last_name,
        first_name=plan.first_name,
        patronymic=plan.patronymic,
        gender=plan.gender,
    )
    person.norm = norm(person.full_name)
    return person


def sensitive_of(person: Person, plan: PersonPlan) -> PersonSensitive:
    return PersonSensitive(
        person_id=person.pk,
        birth_date=plan.birth_date,
        snils_hash=snils_hash(plan.snils),
        phone=plan.phone,
    )


def card_of(person: Person, plan: PersonPlan) -> StaffCard:
    """Whoever never taught or led has no beginning of pedagogical work."""
    teaches = any(job.post not in support_posts() for job in plan.jobs)
    return StaffCard(
        person_id=person.pk,
        education=plan.education,
        pedagogical_since=plan.since if teaches else None,
    )


@cache
def support_posts() -> frozenset[str]:
    rows = posts_of_the_list()
    return frozenset(post.code for post in rows if post.category == PostCategory.SUPPORT)


def write_jobs(
    people: Sequence[Person], plans: Sequence[PersonPlan], units: Mapping[str, OrgUnit]
) -> int:
    """Employments with subjects and absences; how many."""
    posts = ids_of(Post)
    pairs = [(person, job) for person, plan in zip(people, plans, strict=True) for job in plan.jobs]
    made = insert(Employment, (employment_of(person, job, units, posts) for person, job in pairs))
    jobs = [job for _person, job in pairs]
    write_subjects(made, jobs)
    insert(
        Absence,
        (
            Absence(employment_id=employment.pk, kind=row.kind, start=row.start, end=row.end)
            for employment, job in zip(made, jobs, strict=True)
            for row in job.absences
        ),
    )
    return len(made)


def employment_of(
    person: Person, job: JobPlan, units: Mapping[str, OrgUnit], posts: Ids
) -> Employment:
    return Employment(
        uid=job.uid,
        person_id=person.pk,
        organisation_id=units[job.org.code].pk,
        post_id=posts[job.post],
        kind=job.kind,
        rate=Decimal(job.rate) if job.rate else None,
        start=job.start,
        end=job.end,
    )


def write_subjects(employments: Sequence[Employment], jobs: Sequence[JobPlan]) -> None:
    subjects = ids_of(TeachingSubject)
    link: Any = Employment.subjects.through
    insert(
        link,
        (
            link(employment_id=employment.pk, teachingsubject_id=subjects[code])
            for employment, job in zip(employments, jobs, strict=True)
            for code in job.subjects
        ),
    )


def write_vacancies(plans: Sequence[VacancyPlan], units: Mapping[str, OrgUnit]) -> None:
    posts, subjects = ids_of(Post), ids_of(TeachingSubject)
    insert(
        Vacancy,
        (
            Vacancy(
                organisation_id=units[plan.org.code].pk,
                post_id=posts[plan.post],
                subject_id=subjects.get(plan.subject),
                start=plan.start,
                end=plan.end,
            )
            for plan in plans
        ),
    )


def ids_of(model: type[Any]) -> Ids:
    return dict(model.objects.values_list("code", "pk"))


def insert(model: type[M], rows: Iterable[M]) -> list[M]:
    """All rows, some thousands at a time; with their keys, in their order."""
    made: list[M] = []
    for chunk in chunks(rows):
        made += model._default_manager.bulk_create(chunk)
    return made


def chunks(rows: Iterable[M]) -> Iterator[list[M]]:
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield chunk
