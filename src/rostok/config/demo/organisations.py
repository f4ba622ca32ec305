"""Names, openings, closings and marks of made-up organisations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle, product

from rostok.config.demo.chance import Chance, read_data
from rostok.config.demo.plans import BEGINNING, PRESENT, FlagPlan, NamePlan, UnitPlan
from rostok.orgs.models import FlagKind, OrgKind

FIRST_CITY_NUMBER: dict[str, int] = {
    OrgKind.SCHOOL: 201,
    OrgKind.KINDERGARTEN: 301,
    OrgKind.ADDITIONAL: 1,
}
GYMNASIUM_SHARE = 0.3
SMALL_RURAL_SINCE = date(2016, 9, 1)
PRIMARY_UP_TO, BASIC_UP_TO, GYMNASIUM_FROM = 4, 11, 34
SMALL_RURAL_UP_TO = 12
FIRST_YEARS = (1952, 2016)
NEW_YEARS, CLOSING_YEARS, RENAMING_YEARS = (2021, 2025), (2022, 2026), (2021, 2025)
LOW_RESULTS_YEARS, GROWTH_YEARS = (2020, 2025), (2020, 2024)
LOW_RESULTS_LAST = (1, 3)
NEW_SHARE, RENAMED_SHARE, LOW_SHARE, GROWTH_SHARE, TECHNICAL_SHARE = 0.02, 0.05, 0.08, 0.45, 0.05
FORMERLY = {
    "Средняя школа": "Основная школа",
    "Гимназия": "Средняя школа",
    "Лицей": "Средняя школа",
}
SCHOOL_WORDS = {
    "Начальная школа": "Начальная общеобразовательная школа",
    "Основная школа": "Основная общеобразовательная школа",
    "Средняя школа": "Средняя общеобразовательная школа",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality with its city, or a settlement with the word before its name."""

    code: str
    name: str
    kind: str = "г."
    number: int = 0

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Places:
    """Invented settlements and invented names, given out one after another."""

    def __init__(self, chance: Chance, words: str) -> None:
        data = read_data("places")
        self.kinds = data["kinds"][words]
        self.free = chance.shuffled(data[words]) if words else invented(chance)
        self.used: dict[tuple[str, str], int] = {}
        self.settled: dict[str, list[str]] = {}
        self.gardens = cycle(chance.shuffled(data["kindergartens"]))
        self.colleges = chance.shuffled(product(data["vocational_in"], data["vocational"]))

    def next_in(self, municipality: Place, unit: UnitPlan) -> Place:
        """The place of the next of its kind: a city, else the centre twice, then a village each."""
        key = (municipality.code, unit.org_kind)
        number = self.used[key] = self.used.get(key, -1) + 1
        if municipality.name:
            first = FIRST_CITY_NUMBER[unit.org_kind]
            return Place(municipality.code, municipality.name, number=first + number)
        index = max(0, number - 1)
        settled = self.settled.setdefault(municipality.code, [])
        while len(settled) <= index:
            settled.append(self.free.pop())
        in_centre = index == 0
        kind = "centre" if in_centre else "big" if index % 3 == 1 else "other"
        return Place(
            municipality.code, settled[index], self.kinds[kind], number + 1 if in_centre else 0
        )

    def college(self, number: int) -> str:
        where, what = self.colleges[number % len(self.colleges)]
        return f"{where} {what[0].lower()}{what[1:]}"


def invented(chance: Chance) -> list[str]:
    """Every adjective with every noun of its gender, shuffled."""
    words = read_data("places")["settlements"].values()
    pairs = [pair for group in words for pair in product(group["adjectives"], group["nouns"])]
    return [" ".join(pair) for pair in chance.shuffled(pairs)]


def name_organisation(unit: UnitPlan, place: Place, places: Places, chance: Chance) -> None:
    """Give the unit its names, long and short."""
    number = f" № {place.number}" if place.number else ""
    where = f", {place}"
    if unit.org_kind == OrgKind.SCHOOL:
        word = school_word(unit, chance)
        full = SCHOOL_WORDS.get(word, word) + number
        short = f"{word}{number}{where}"
    elif unit.org_kind == OrgKind.KINDERGARTEN:
        full = f"Детский сад{number} «{next(places.gardens)}»"
        short = full + where
    else:
        full = additional_name(unit, max(0, place.number - 1))
        short = full + where
    founding = (
        "автономное"
        if not unit.rural
        else "казённое"
        if unit.staff <= SMALL_RURAL_UP_TO
        else "бюджетное"
    )
    legal = read_data("places")["legal"][unit.org_kind]
    quoted = f"{full[0].lower()}{full[1:]}" if "«" in full else f"«{full}»"
    unit.title = f"Муниципальное {founding} {legal} {quoted}{where}"
    unit.short_title = short


def additional_name(unit: UnitPlan, number: int) -> str:
    """The kinds in turn; from the second round on with a number."""
    kinds = read_data("places")["additional"]
    kind = kinds[number % len(kinds)]
    unit.profile = kind["profile"]
    rounds = number // len(kinds)
    return f"{kind['title']} № {rounds + 1}" if rounds else str(kind["title"])


def name_college(unit: UnitPlan, name: str) -> None:
    legal = read_data("places")["legal"][unit.org_kind]
    unit.title = f"Государственное бюджетное {legal} «{name}»"
    unit.short_title = name


def school_word(unit: UnitPlan, chance: Chance) -> str:
    if unit.staff <= PRIMARY_UP_TO:
        return "Начальная школа"
    if unit.staff <= BASIC_UP_TO:
        return "Основная школа"
    if not unit.rural and unit.staff >= GYMNASIUM_FROM and chance.happens(GYMNASIUM_SHARE):
        return chance.one_of(["Гимназия", "Лицей"])
    return "Средняя школа"


def september(chance: Chance, years: tuple[int, int]) -> date:
    return date(chance.number(*years), 9, 1)


def with_history(unit: UnitPlan, chance: Chance, *, closed: bool = False) -> None:
    """Opening, closing, a former name and the marks of a school."""
    new = not unit.rural and not closed and chance.happens(NEW_SHARE)
    unit.opened_on = september(chance, NEW_YEARS if new else FIRST_YEARS)
    unit.closed_on = september(chance, CLOSING_YEARS) if closed else None
    if not new and not closed and chance.happens(RENAMED_SHARE):
        with_former_name(unit, chance)
    if unit.org_kind == OrgKind.SCHOOL:
        unit.flags = list(school_flags(unit, chance))


def with_former_name(unit: UnitPlan, chance: Chance) -> None:
    for word, former in FORMERLY.items():
        if unit.short_title.startswith(word):
            short = unit.short_title.replace(word, former, 1)
            long_words = SCHOOL_WORDS.get(word, word), SCHOOL_WORDS.get(former, former)
            title = unit.title.replace(*long_words, 1)
            end = september(chance, RENAMING_YEARS)
            unit.names.append(NamePlan(title, short, unit.opened_on or BEGINNING, end))


def school_flags(unit: UnitPlan, chance: Chance) -> Iterator[FlagPlan]:
    opened = unit.opened_on or BEGINNING
    end = unit.closed_on
    if unit.rural and unit.staff <= SMALL_RURAL_UP_TO:
        yield FlagPlan(FlagKind.SMALL_RURAL, max(opened, SMALL_RURAL_SINCE), end)
    if opened >= BEGINNING or end is not None:
        return
    if chance.happens(LOW_SHARE):
        start = september(chance, LOW_RESULTS_YEARS)
        last = start.replace(year=start.year + chance.number(*LOW_RESULTS_LAST))
        yield FlagPlan(FlagKind.LOW_RESULTS, start, last if last < PRESENT else None)
    if unit.rural and unit.staff > PRIMARY_UP_TO and chance.happens(GROWTH_SHARE):
        yield FlagPlan(FlagKind.GROWTH_POINT, september(chance, GROWTH_YEARS), None)
    if not unit.rural and chance.happens(TECHNICAL_SHARE):
        kind = chance.one_of([FlagKind.QUANTORIUM, FlagKind.IT_CUBE])
        yield FlagPlan(kind, september(chance, GROWTH_YEARS), None)
