"""Why two cards look like one person, in words; nothing, if they can't be."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import OSA

from rostok.kernel.text import norm

LOOK_ALIKE = str.maketrans("aceopxykmthb03", "асеорхукмтнвоз")
TYPO = 2  # letters, when the birth dates agree; one when a date is missing


@dataclass(frozen=True)
class Card:
    """What of a person tells them from others. `parts` are folded: case, ё, look-alike letters."""

    pk: int
    raw: tuple[str, str, str]
    parts: tuple[str, str, str]
    birth_date: date | None
    snils: str | None

    @property
    def bag(self) -> tuple[str, ...]:
        """The words of the name in any order."""
        return tuple(sorted(filter(None, self.parts)))


@lru_cache(maxsize=50_000)
def fold(value: str) -> str:
    """One spelling for all that look the same: Latin letters as Cyrillic, no hyphens or spaces."""
    return norm(value).translate(LOOK_ALIKE).replace("-", "").replace(" ", "")


def card(pk: int, raw: tuple[str, str, str], birth_date: date | None, snils: str | None) -> Card:
    last, first, patronymic = (fold(part) for part in raw)
    return Card(pk, raw, (last, first, patronymic), birth_date, snils)


def reasons_for(first: Card, second: Card) -> list[str]:
    """Empty for two people: both have a СНИЛС, the dates contradict, the names are too far."""
    if first.snils and second.snils:
        return []
    birth = birth_reason(first, second)
    name = name_reason(first, second, same_day=bool(birth) and first.birth_date is not None)
    if birth is None or name is None:
        return []
    if birth == CLOSE and first.parts != second.parts:
        return []
    return [name, *filter(None, [birth]), *snils_reason(first, second)]


CLOSE = "дата рождения отличается на одну цифру или день и месяц переставлены"
SAME_DAY = "дата рождения та же"
ONE_DAY = "дата рождения есть только на одной карточке"


def birth_reason(first: Card, second: Card) -> str | None:
    """`None` when the dates belong to two people; empty when neither card has one."""
    ours, theirs = first.birth_date, second.birth_date
    if ours is None or theirs is None:
        return ONE_DAY if ours or theirs else ""
    if ours == theirs:
        return SAME_DAY
    return CLOSE if is_slip(ours, theirs) else None


def is_slip(ours: date, theirs: date) -> bool:
    swapped = (ours.year, ours.month, ours.day) == (theirs.year, theirs.day, theirs.month)
    digits = sum(a != b for a, b in zip(f"{ours:%Y%m%d}", f"{theirs:%Y%m%d}", strict=True))
    return swapped or digits == 1


def snils_reason(first: Card, second: Card) -> list[str]:
    return ["СНИЛС только на одной карточке"] if first.snils or second.snils else []


def name_reason(first: Card, second: Card, *, same_day: bool) -> str | None:
    """How the names come together, `None` when they do not."""
    if first.parts == second.parts:
        return spelling(first, second)
    if first.bag == second.bag:
        return "фамилия, имя или отчество переставлены"
    pairs = zip(first.parts, second.parts, strict=True)
    apart = [place for place, (ours, theirs) in enumerate(pairs) if ours != theirs]
    return one_part(first, second, apart[0], same_day=same_day) if len(apart) == 1 else None


PLACES = ("фамилии", "имени", "отчестве")


def one_part(first: Card, second: Card, place: int, *, same_day: bool) -> str | None:
    ours, theirs = first.parts[place], second.parts[place]
    if place == len(PLACES) - 1 and not (ours and theirs):
        return "отчество есть только на одной карточке"
    typo = TYPO if same_day else 1
    if min(len(ours), len(theirs)) > typo and OSA.distance(ours, theirs, score_cutoff=typo) <= typo:
        return f"опечатка в {PLACES[place]}"
    changed = place == 0 and same_day and all(first.parts[1:])
    return "сменилась фамилия: имя и отчество те же" if changed else None


def spelling(first: Card, second: Card) -> str:
    if first.raw == second.raw:
        return "имя то же"
    plain = [" ".join(each.raw).casefold() for each in (first, second)]
    if plain[0] == plain[1]:
        return "имя то же, разные заглавные буквы"
    if plain[0].replace("ё", "е") == plain[1].replace("ё", "е"):
        return "имя то же: ё и е"
    if norm(plain[0]) != norm(plain[1]) and has_latin(*plain):
        return "похожие буквы: латинские вместо русских"
    return "имя то же, иначе расставлены пробелы или дефис"


def has_latin(*names: str) -> bool:
    return any("a" <= letter <= "z" or letter in "03" for name in names for letter in name)
