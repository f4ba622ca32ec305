"""People with a story, written by hand into the posts of their organisations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rostok.config.demo.careers import Seat
from rostok.config.demo.chance import Chance, read_data
from rostok.config.demo.plans import (
    AbsencePlan,
    CategoryPlan,
    JobPlan,
    PersonPlan,
    UnitPlan,
    VacancyPlan,
)

Data = Mapping[str, Any]


def seat_stories(
    chance: Chance, units: Sequence[UnitPlan], seats: Sequence[Seat]
) -> Iterator[PersonPlan]:
    """People whose organisations are among the units; their seats are theirs for good."""
    orgs = {unit.code: unit for unit in units}
    for data in read_data("stories")["people"]:
        if data["jobs"][-1]["at"] in orgs:
            person = person_of(chance, data)
            person.jobs = [job_of(chance, job, orgs[job["at"]]) for job in data["jobs"]]
            for job in data["jobs"]:
                if job.get("seat"):
                    take_seat(seats, job["at"], job["post"], person)
            yield person


def person_of(chance: Chance, data: Data) -> PersonPlan:
    last, first, patronymic = data["name"]
    categories = [CategoryPlan(*(*row, None)[:3]) for row in data.get("categories", ())]
    return PersonPlan(
        chance.uid(),
        last,
        first,
        patronymic,
        data["gender"],
        data["birth"],
        data["since"],
        education=data["education"],
        story=data["key"],
        categories=categories,
    )


def job_of(chance: Chance, data: Data, org: UnitPlan) -> JobPlan:
    return JobPlan(
        chance.uid(),
        org,
        data["post"],
        data["start"],
        data.get("end"),
        kind=data.get("kind", "main"),
        rate=data.get("rate", "1.00"),
        subjects=tuple(data.get("subjects", ())),
        absences=[AbsencePlan(*row) for row in data.get("absences", ())],
    )


def take_seat(seats: Sequence[Seat], at: str, post: str, person: PersonPlan) -> None:
    """Refused when the organisation of the story has no such post left."""
    for seat in seats:
        if seat.org.code == at and seat.role.post == post and not seat.kept:
            seat.holder, seat.kept = person, True
            return
    raise LookupError(f"{at}: no free post «{post}» for {person.last_name}")


def add_story_vacancies(units: Sequence[UnitPlan]) -> Iterator[VacancyPlan]:
    orgs = {unit.code: unit for unit in units}
    for row in read_data("stories")["vacancies"]:
        if row["at"] in orgs:
            yield VacancyPlan(orgs[row["at"]], row["post"], row["subject"], row["start"], None)
