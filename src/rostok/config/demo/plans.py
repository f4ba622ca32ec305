"""What the demo is going to write: plain rows, made before any database is touched."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

BEGINNING = date(2021, 1, 1)
PRESENT = date(2026, 11, 1)


@dataclass(frozen=True)
class Size:
    """How much is made: `share` of large territories, `whole` of the two districts."""

    name: str
    share: float
    whole: float = 1.0


SIZES = {size.name: size for size in (Size("small", 0.1), Size("full", 1.0))}


@dataclass(slots=True)
class NamePlan:
    title: str
    short_title: str
    start: date
    end: date


@dataclass(slots=True)
class FlagPlan:
    flag: str
    start: date
    end: date | None


@dataclass(slots=True)
class UnitPlan:
    """A territory or an organisation; `staff` is how many teaching staff of its own kind it has."""

    kind: str
    code: str
    title: str
    short_title: str
    parent: str
    org_kind: str = ""
    time_zone: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    names: list[NamePlan] = field(default_factory=list)
    flags: list[FlagPlan] = field(default_factory=list)
    staff: int = 0
    rural: bool = False
    profile: str = ""

    def is_open_on(self, day: date) -> bool:
        return (self.opened_on or day) <= day and (self.closed_on is None or day < self.closed_on)


@dataclass(slots=True)
class AbsencePlan:
    kind: str
    start: date
    end: date | None


@dataclass(slots=True)
class JobPlan:
    """An employment; `end` is the first day without it."""

    uid: UUID
    org: UnitPlan
    post: str
    start: date
    end: date | None = None
    kind: str = "main"
    rate: str = "1.00"
    subjects: tuple[str, ...] = ()
    absences: list[AbsencePlan] = field(default_factory=list)


@dataclass(slots=True)
class CategoryPlan:
    level: str
    start: date
    end: date | None


@dataclass(slots=True)
class PersonPlan:
    uid: UUID
    last_name: str
    first_name: str
    patronymic: str
    gender: str
    birth_date: date
    since: date
    education: str = ""
    snils: str = ""
    phone: str = ""
    story: str = ""
    jobs: list[JobPlan] = field(default_factory=list)
    categories: list[CategoryPlan] = field(default_factory=list)

    def age_on(self, day: date) -> int:
        born = self.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def main_jobs(self) -> Iterator[JobPlan]:
        return (job for job in self.jobs if job.kind == "main")


@dataclass(slots=True)
class VacancyPlan:
    org: UnitPlan
    post: str
    subject: str
    start: date
    end: date | None


@dataclass(slots=True)
class SystemPlan:
    key: str
    pack: str
    root: str
    start: date


@dataclass(slots=True)
class Plan:
    units: list[UnitPlan] = field(default_factory=list)
    systems: list[SystemPlan] = field(default_factory=list)
    people: list[PersonPlan] = field(default_factory=list)
    vacancies: list[VacancyPlan] = field(default_factory=list)
