"""Names of made-up people, by decade, gender and nation, every part in its right form."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rostok.config.demo.chance import Chance, Weighted, read_data

FEMALE, MALE = "f", "m"
FATHER_OLDER_BY = (21, 36)
NO_PATRONYMIC = 0.001

# Fathers' names whose patronymics no rule gives: the man's form and the woman's.
PATRONYMICS = {
    "Пётр": ("Петрович", "Петровна"),
    "Павел": ("Павлович", "Павловна"),
    "Лев": ("Львович", "Львовна"),
    "Михаил": ("Михайлович", "Михайловна"),
    "Яков": ("Яковлевич", "Яковлевна"),
    "Дмитрий": ("Дмитриевич", "Дмитриевна"),
    "Илья": ("Ильич", "Ильинична"),
    "Никита": ("Никитич", "Никитична"),
    "Кузьма": ("Кузьмич", "Кузьминична"),
    "Лука": ("Лукич", "Лукинична"),
}
HISSING = ("ж", "ш", "ч", "щ", "ц")
VOWELS = "аеёиоуыэюя"
UNCHANGED = ("ых", "их", "ко", "ук", "юк", "ич")
IN_OV = ("ов", "ев", "ёв", "ин", "ын")


@dataclass(frozen=True, slots=True)
class FullName:
    last: str
    first: str
    patronymic: str


def patronymic(father: str, gender: str) -> str:
    """«Андрей» → Андреевич, Андреевна; «Юрий» → Юрьевич, Юрьевна."""
    if father in PATRONYMICS:
        return PATRONYMICS[father][gender == FEMALE]
    return patronymic_stem(father) + ("вна" if gender == FEMALE else "вич")


def patronymic_stem(father: str) -> str:
    if father.endswith("ий"):
        return f"{father[:-2]}ье"
    if father.endswith(("й", "ь")):
        return f"{father[:-1]}е"
    if father[-1] in VOWELS:
        return f"{father}е"
    return father + ("е" if father.endswith(HISSING) else "о")


def surname(man: str, gender: str) -> str:
    """The form of a surname that a woman bears follows from the man's by its ending."""
    if gender == MALE or man.endswith(UNCHANGED):
        return man
    if man.endswith(IN_OV):
        return f"{man}а"
    if man.endswith(("ий", "ый", "ой")):
        return f"{man[:-2]}ая"
    return man


@cache
def surnames(people: str) -> Weighted[str]:
    tiers = read_data("surnames")[people]
    return Weighted({name: weight for weight, names in tiers.items() for name in names.split()})


@cache
def decades(table: str, people: str) -> tuple[tuple[int, Weighted[str]], ...]:
    """First names by decade, the latest first."""
    by_decade: Mapping[int, Mapping[str, float]] = read_data(table)[people]
    return tuple((start, Weighted(by_decade[start])) for start in sorted(by_decade, reverse=True))


def first_names(gender: str, people: str, year: int) -> Weighted[str]:
    """Names given in a year; before the first table, those of the first."""
    tables = decades("women" if gender == FEMALE else "men", people)
    return next((names for start, names in tables if start <= year), tables[-1][1])


def full_name(chance: Chance, *, people: str, gender: str, birth_year: int) -> FullName:
    """A name as it could stand in a staff list."""
    father_born = birth_year - chance.number(*FATHER_OLDER_BY)
    father = chance.draw(first_names(MALE, people, father_born))
    return FullName(
        last=surname(chance.draw(surnames(people)), gender),
        first=chance.draw(first_names(gender, people, birth_year)),
        patronymic="" if chance.happens(NO_PATRONYMIC) else patronymic(father, gender),
    )
