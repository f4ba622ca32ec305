"""What the page shows of a party and of each of its functions."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from rostok.kernel.ui.formats import count_words, date_words
from rostok.orgs.models import OrgKind, OrgUnit, System
from rostok.orgs.pack import Party
from rostok.packs.pack import Clause
from rostok.parties.models import PartyUnit
from rostok.parties.terms import Terms


class Standing(StrEnum):
    """How a function stands, the most urgent first: each has exactly one."""

    OVERDUE = "overdue"
    REVIEW = "review"
    DONE = "done"
    AHEAD = "ahead"
    NOTHING = "nothing"
    UNMARKED = "unmarked"
    ABSENT = "absent"


WORDS = {
    Standing.OVERDUE: ("overdue", "просрочено"),
    Standing.REVIEW: ("review", "ждёт приёмки"),
    Standing.DONE: ("done", "делалось"),
    Standing.AHEAD: ("planned", "срок впереди"),
    Standing.NOTHING: ("waiting", "ещё ничего не сделано"),
    Standing.UNMARKED: ("neutral", "отдельно не отмечается"),
    Standing.ABSENT: ("draft", "в системе ещё нет"),
}
FEW = 3  # so many organisations are named one by one


@dataclass(frozen=True)
class Place:
    """Where a function is carried out; `url` is empty while there is no page for it."""

    title: str
    url: str = ""
    is_absent: bool = False


@dataclass(frozen=True)
class FunctionCard:
    """A duty of a party: where it is carried out, what was done, what is next.

    `last` is the last act that shows this very function, `since` the day from which it is said who
    the party is, where that is the function; `around` the last act of the whole capability in the
    territory, told only where the function itself has no mark.
    """

    clause: Clause
    places: tuple[Place, ...]
    terms: Terms
    last: datetime | None
    since: date | None
    around: datetime | None
    is_marked: bool
    has_terms: bool
    is_absent: bool
    is_named: bool
    parts: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        if self.terms.overdue:
            return Standing.OVERDUE
        if self.terms.review:
            return Standing.REVIEW
        if self.last or self.since or self.terms.accepted:
            return Standing.DONE
        if self.terms.following:
            return Standing.AHEAD
        if self.is_marked or self.has_terms:
            return Standing.NOTHING
        return Standing.ABSENT if self.is_absent else Standing.UNMARKED

    @property
    def look(self) -> str:
        return WORDS[self.standing][0]

    @property
    def word(self) -> str:
        word = WORDS[self.standing][1]
        number = {Standing.OVERDUE: self.terms.overdue, Standing.REVIEW: self.terms.review}
        many = number.get(self.standing, 0)
        return f"{word}: {many}" if many > 1 else word

    @property
    def lines(self) -> list[str]:
        """What is known of it, in words: last act, acceptance, next term, and what is not known."""
        known = [
            ("срок прошёл {}", self.terms.late),
            ("последнее действие — {}", self.last),
            ("указано, кто это, с {}", self.since),
            ("принято {}", self.terms.accepted),
            ("ближайший срок — {}", self.terms.following),
        ]
        said = [words.format(date_words(day)) for words, day in known if day]
        if self.terms.undated:
            said.append(f"срок не назначен: {self.terms.undated}")
        if self.has_terms and self.terms.is_over:
            said.append("в дорожной карте сроков впереди нет")
        return [*said, *self.doubts()]

    def doubts(self) -> list[str]:
        if self.standing == Standing.UNMARKED:
            used = f", в нём работали {date_words(self.around)}" if self.around else ""
            return [f"Раздел работает{used}; отдельно по этой функции не отмечается."]
        if self.standing == Standing.NOTHING and self.is_marked and not self.is_named:
            return ["Не указано, кто это, поэтому действий не видно."]
        if self.standing == Standing.NOTHING and self.around:
            words = date_words(self.around)
            return [f"В территории это делали {words}, но не те, кто указан как этот субъект."]
        return []


@dataclass(frozen=True)
class Seat:
    """A unit that is the party, and the people who hold roles there, as far as the reader may.

    `url` is empty where the reader may not open the unit.
    """

    unit: OrgUnit
    held: PartyUnit | None = None
    people: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class PartyCard:
    """A party with its functions.

    `every` are units that are the party without being named; `through` is the party whose people
    act for it, where nobody is named to it.
    """

    system: System
    party: Party
    within: str
    seats: list[Seat]
    terms: Terms
    functions: list[FunctionCard] = field(default_factory=list)
    every: tuple[OrgUnit, ...] = ()
    through: str = ""

    @property
    def pack(self) -> str:
        return self.system.current_version.key

    @property
    def every_words(self) -> str:
        if len(self.every) <= FEW:
            return ", ".join(map(str, self.every))
        kinds = ", ".join(str(OrgKind(kind).label) for kind in self.party.every)
        number = count_words(len(self.every), "организация,организации,организаций")
        return f"каждая организация территории ({kinds}): {number}"

    @property
    def summary(self) -> list[tuple[str, str, int]]:
        """Look, word and number of each standing; the numbers add up to the functions."""
        found = Counter(row.standing for row in self.functions)
        return [(*WORDS[one], found[one]) for one in Standing if found[one]]


@dataclass(frozen=True)
class LevelPart:
    level: str
    title: str
    cards: list[PartyCard]
