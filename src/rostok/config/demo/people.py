"""Made-up people: who they are before it is decided where they work."""

from bisect import bisect
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from rostok.config.demo.chance import Chance, Weighted, read_data
from rostok.config.demo.names import FEMALE, MALE, full_name
from rostok.config.demo.plans import PersonPlan
from rostok.config.demo.staffing import Role

OLDEST = 75
YEAR = 365.25
STILL_STUDIES = date(2004, 9, 1)
FIRST_WORK_AGES = (21, 24)
AFTER_COLLEGE_AGES = (19, 21)
LATE_AGES = (25, 40)
LATE_SHARE = 0.16


LANGUAGES = {"tuvan", "khakas", "buryat"}  # taught by people of the republic


@cache
def table(name: str, row: str) -> Any:
    return read_data("staffing")[name][row]


class Steps:
    """A number by the lower bound it stands at: {0: 0.15, 25: 0.11}."""

    def __init__(self, steps: Mapping[int, float]) -> None:
        self.bounds = list(steps)
        self.values = list(steps.values())

    def at(self, place: int) -> float:
        return self.values[bisect(self.bounds, place) - 1]


class AgeBands:
    """Ages in five-year bands, even within a band."""

    def __init__(self, bands: Mapping[int, float]) -> None:
        self.bands = Weighted(bands)
        lows = [*bands, OLDEST]
        self.highs = dict(pairwise(lows))

    def draw(self, chance: Chance) -> float:
        low = chance.draw(self.bands)
        return low + (self.highs[low] - low) * chance.share()


@cache
def age_bands(name: str) -> AgeBands:
    return AgeBands(table("ages", name))


def bands_for(role: Role, *, hired: bool) -> AgeBands:
    data = read_data("staffing")
    if experienced(role):
        return age_bands("hired_leading" if hired else "leading")
    if role.post in data["young"]:
        return age_bands("young")
    return age_bands("hired" if hired else "default")


def experienced(role: Role) -> bool:
    """Posts that nobody gets right after their studies."""
    data = read_data("staffing")
    return role.post in data["leading"] or role.post in data["experienced"]


def share_of_men(role: Role) -> float:
    men: Mapping[str, float] = read_data("staffing")["men"]
    post, subject = role.key
    return men.get(subject, men.get(post, men["default"]))


@cache
def educations(post: str) -> Weighted[str]:
    known = read_data("staffing")["education"]
    return Weighted(known.get(post, known["default"]))


def make_person(
    chance: Chance, role: Role, peoples: Weighted[str], on: date, *, hired: bool
) -> PersonPlan:
    """Somebody fit for the post on a day: of an age, with education and a beginning."""
    gender = MALE if chance.happens(share_of_men(role)) else FEMALE
    age = bands_for(role, hired=hired).draw(chance)
    birth = on - timedelta(days=int(age * YEAR) + 1)
    subject = role.key[1]
    people = subject if subject in LANGUAGES else chance.draw(peoples)
    name = full_name(chance, people=people, gender=gender, birth_year=birth.year)
    education = "student" if birth > STILL_STUDIES else chance.draw(educations(role.post))
    return PersonPlan(
        uid=chance.uid(),
        last_name=name.last,
        first_name=name.first,
        patronymic=name.patronymic,
        gender=gender,
        birth_date=birth,
        since=first_work(
            chance,
            birth,
            education,
            on if hired else last_september(on),
            late=not experienced(role),
        ),
        education=education,
    )


def first_work(chance: Chance, birth: date, education: str, on: date, *, late: bool) -> date:
    """The first of September when pedagogical work began; the day itself for who begins late."""
    ages = AFTER_COLLEGE_AGES if education.startswith("secondary") else FIRST_WORK_AGES
    if late and chance.happens(LATE_SHARE):
        ages = LATE_AGES
    start = date(birth.year + chance.number(*ages), 9, 1)
    return min(start, on)


def last_september(on: date) -> date:
    """Nobody begins on a holiday in January: whoever works by then began in autumn."""
    autumn = date(on.year, 9, 1)
    return autumn if autumn <= on else date(on.year - 1, 9, 1)
