"""Second posts: leaders who teach, teachers who lead circles, teachers of two schools."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from rostok.config.demo.chance import Chance, read_data
from rostok.config.demo.plans import BEGINNING, PRESENT, JobPlan, PersonPlan, UnitPlan
from rostok.orgs.models import OrgKind
from rostok.staff.models import EmploymentKind

SMALL_RATES = ("0.25", "0.33", "0.50")
LEADER_TEACHES = {True: 0.75, False: 0.3}  # in a small school, in a large one
SMALL_SCHOOL_UP_TO = 16
LEADS_CIRCLE, TWO_SCHOOLS, BY_CONTRACT = 0.06, 0.02, 0.004
LEADERS_SUBJECTS = (
    ("mathematics",),
    ("history", "social-studies"),
    ("russian", "literature"),
    ("geography",),
    ("physics",),
    ("biology",),
    ("primary",),
)
CIRCLES = ("sport", "crafts", "tourism", "robotics", "theatre")


class SecondPosts:
    """Gives some of the people a second employment inside their main one."""

    def __init__(self, chance: Chance, units: Sequence[UnitPlan]) -> None:
        self.chance = chance
        self.leading = frozenset(read_data("staffing")["leading"])
        self.schools: dict[str, list[UnitPlan]] = defaultdict(list)
        for unit in units:
            if (
                unit.org_kind == OrgKind.SCHOOL
                and unit.opened_on
                and unit.opened_on < BEGINNING
                and not unit.closed_on
            ):
                self.schools[unit.parent].append(unit)

    def give(self, people: Sequence[PersonPlan]) -> None:
        for person in people:
            if person.story:
                continue
            for job in list(person.main_jobs()):
                if (
                    job.org.org_kind == OrgKind.SCHOOL
                    and not job.absences
                    and (job.end or PRESENT) > BEGINNING
                ):
                    self.consider(person, job)

    def consider(self, person: PersonPlan, job: JobPlan) -> None:
        if job.post in self.leading:
            if self.chance.happens(LEADER_TEACHES[job.org.staff <= SMALL_SCHOOL_UP_TO]):
                subjects = self.chance.one_of(LEADERS_SUBJECTS)
                self.add(person, job, job.org, "teacher", EmploymentKind.INTERNAL, subjects)
        elif job.post == "teacher":
            self.consider_teacher(person, job)

    def consider_teacher(self, person: PersonPlan, job: JobPlan) -> None:
        if self.chance.happens(LEADS_CIRCLE):
            circle = (self.chance.one_of(CIRCLES),)
            self.add(person, job, job.org, "additional-teacher", EmploymentKind.INTERNAL, circle)
        elif self.chance.happens(TWO_SCHOOLS):
            self.in_another(person, job, EmploymentKind.EXTERNAL)
        elif self.chance.happens(BY_CONTRACT):
            self.in_another(person, job, EmploymentKind.CONTRACT)

    def in_another(self, person: PersonPlan, job: JobPlan, kind: str) -> None:
        others = [school for school in self.schools[job.org.parent] if school is not job.org]
        if others:
            self.add(person, job, self.chance.one_of(others), "teacher", kind, job.subjects)

    def add(
        self,
        person: PersonPlan,
        job: JobPlan,
        org: UnitPlan,
        post: str,
        kind: str,
        subjects: tuple[str, ...],
    ) -> None:
        """From a September within the main employment; a contract for one school year."""
        first = max(job.start.year, BEGINNING.year - 3)
        last = (job.end or PRESENT).year - 1
        start = max(date(self.chance.number(first, max(first, last)), 9, 1), job.start)
        end = date(start.year + 1, 6, 1) if kind == EmploymentKind.CONTRACT else job.end
        if job.end is not None and end is not None:
            end = min(end, job.end)
        if start < PRESENT and (end is None or start < end):
            rate = "" if kind == EmploymentKind.CONTRACT else self.chance.one_of(SMALL_RATES)
            person.jobs.append(
                JobPlan(self.chance.uid(), org, post, start, end, kind, rate, subjects)
            )
