"""What a career leaves beside the main employments: categories, long absences, second posts."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from rostok.config.demo.chance import Chance
from rostok.config.demo.names import FEMALE
from rostok.config.demo.people import Steps
from rostok.config.demo.plans import (
    BEGINNING,
    PRESENT,
    AbsencePlan,
    CategoryPlan,
    JobPlan,
    PersonPlan,
)
from rostok.people.snils import control_number
from rostok.staff.models import AbsenceKind, CategoryLevel, PostCategory
from rostok.staff.reference import posts_of_the_list

# Since 1 September 2023 a category has no end; before that it was given for five years.
WITHOUT_END_SINCE = date(2023, 9, 1)
TERM = 5
FIRST_AFTER, HIGHEST_AFTER = (2, 5), (3, 6)
HAS_FIRST, HAS_HIGHEST, RENEWS = 0.75, 0.68, 0.93
MENTOR_SHARE = 0.03
SEASON = ((11, 1), (4, 25))  # sittings of the commission
HOLIDAYS, FIRST_WORKING_DAY = timedelta(days=14), (1, 10)

CHILD_CARE = Steps({0: 0.035, 23: 0.06, 27: 0.062, 31: 0.05, 35: 0.024, 39: 0.007, 43: 0})
CHILD_CARE_DAYS = (420, 1090)
BETWEEN_CHILDREN = 500
LONG_LEAVE, LONG_LEAVE_AFTER, LONG_LEAVE_DAYS = 0.0025, 10, (180, 364)
SUSPENDED, SUSPENDED_AGES, SUSPENDED_SINCE = 0.01, range(21, 51), date(2022, 10, 1)

FIRST_SNILS = 900_000_000
PHONES = 10_000


def add_numbers(people: Sequence[PersonPlan]) -> None:
    """СНИЛС of a made-up block with right control numbers, phones of a block nobody has."""
    for number, person in enumerate(people):
        nine = f"{FIRST_SNILS + number:09}"
        person.snils = f"{nine}{control_number(nine):02}"
        line = number * 7919 % PHONES
        person.phone = f"+7 900 000-{line // 100:02}-{line % 100:02}"


def add_records(chance: Chance, people: Sequence[PersonPlan]) -> None:
    for person in people:
        if not person.story:
            add_absences(chance, person)
            person.categories = list(categories_of(chance, person))


@cache
def teaching_posts() -> frozenset[str]:
    return frozenset(
        post.code for post in posts_of_the_list() if post.category == PostCategory.TEACHING
    )


# Categories.


def categories_of(chance: Chance, person: PersonPlan) -> Iterator[CategoryPlan]:
    """First after some years, the highest after some more, renewed every five years until 2023."""
    teaching = [job for job in person.main_jobs() if job.post in teaching_posts()]
    last = min(max((job.end or PRESENT for job in teaching), default=person.since), PRESENT)
    if not teaching or not chance.happens(HAS_FIRST):
        return
    first = sitting(chance, person.since, FIRST_AFTER)
    highest = sitting(chance, first, HIGHEST_AFTER) if chance.happens(HAS_HIGHEST) else None
    if highest is not None and highest >= last:
        highest = None
    yield from kept(chance, CategoryLevel.FIRST, first, last, replaced_on=highest)
    if highest is None:
        return
    rows = list(kept(chance, CategoryLevel.HIGHEST, highest, last))
    yield from rows
    if rows and chance.happens(MENTOR_SHARE):
        start = sitting(chance, max(rows[-1].start, WITHOUT_END_SINCE), (1, 2))
        if start < min(last, rows[-1].end or last):
            level = chance.one_of([CategoryLevel.METHODIST, CategoryLevel.MENTOR])
            yield CategoryPlan(level, start, None)


def sitting(chance: Chance, since: date, after: tuple[int, int]) -> date:
    """A day of the commission, some years after; not in the New Year holidays."""
    year = since.year + chance.number(*after)
    day = chance.working_day(date(year, *SEASON[0]), date(year + 1, *SEASON[1]))
    return day + HOLIDAYS if (day.month, day.day) < FIRST_WORKING_DAY else day


def kept(
    chance: Chance, level: str, start: date, last: date, replaced_on: date | None = None
) -> Iterator[CategoryPlan]:
    """The category and its renewals up to the end of the career, or until a higher one comes."""
    until = replaced_on or last
    while start < until:
        if start >= WITHOUT_END_SINCE:
            yield CategoryPlan(level, start, replaced_on)
            return
        end = start.replace(year=start.year + TERM, day=min(start.day, 28))
        if replaced_on is not None:
            end = min(end, replaced_on)
        if end > BEGINNING:
            yield CategoryPlan(level, start, end)
        if not chance.happens(RENEWS):
            return
        start = end


# Absences.


def add_absences(chance: Chance, person: PersonPlan) -> None:
    for job in person.main_jobs():
        if (job.end or PRESENT) <= BEGINNING:
            continue
        if person.gender == FEMALE:
            job.absences += child_care(chance, person, job)
        elif chance.happens(SUSPENDED) and person.age_on(SUSPENDED_SINCE) in SUSPENDED_AGES:
            start = chance.day(SUSPENDED_SINCE, PRESENT)
            if covers(job, start):
                job.absences.append(AbsencePlan(AbsenceKind.SUSPENDED, start, job.end))
        if not job.absences:
            job.absences += long_leave(chance, person, job)


def child_care(chance: Chance, person: PersonPlan, job: JobPlan) -> Iterator[AbsencePlan]:
    free_from = date(BEGINNING.year - 2, 1, 1)
    for year in range(BEGINNING.year - 2, PRESENT.year + 1):
        start = chance.day(date(year, 1, 1), date(year, 12, 28))
        risk = CHILD_CARE.at(person.age_on(start))
        if (
            not chance.happens(risk)
            or start < free_from
            or start >= PRESENT
            or not covers(job, start)
        ):
            continue
        end = start + timedelta(days=chance.number(*CHILD_CARE_DAYS))
        end = min(end, job.end) if job.end else end
        free_from = end + timedelta(days=BETWEEN_CHILDREN)
        if end > BEGINNING:
            yield AbsencePlan(AbsenceKind.CHILD_CARE, start, end)


def long_leave(chance: Chance, person: PersonPlan, job: JobPlan) -> Iterator[AbsencePlan]:
    """Up to a year after every ten years of teaching."""
    for year in range(BEGINNING.year, PRESENT.year + 1):
        start = date(year, 9, 1)
        worked = year - person.since.year
        if (
            worked < LONG_LEAVE_AFTER
            or job.post not in teaching_posts()
            or not chance.happens(LONG_LEAVE)
        ):
            continue
        if covers(job, start) and job.start < start:
            end = start + timedelta(days=chance.number(*LONG_LEAVE_DAYS))
            yield AbsencePlan(AbsenceKind.LONG_LEAVE, start, min(end, job.end) if job.end else end)
            return


def covers(job: JobPlan, day: date) -> bool:
    return job.start <= day and (job.end is None or day < job.end)
