"""Russian text for search and order: SQLite folds no Cyrillic, and ё sorts first everywhere."""

import re
from unicodedata import normalize

from rostok.kernel.errors import RuleViolation

SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u2060\ufeff]+")
DASHES = re.compile(r"[‐‑‒–—−]")


def clean(value: str) -> str:
    """Composed characters, one plain space between words, none at the ends, plain hyphens kept."""
    return SPACES.sub(" ", normalize("NFC", value)).strip()


LONGEST_ANSWER = 500


def needed(text: str, field: str, phrase: str, longest: int = LONGEST_ANSWER) -> str:
    """What somebody has to write, without spaces around. Refused: nothing; a text too long."""
    said = text.strip()
    if not said:
        raise RuleViolation(phrase, {field: phrase})
    if len(said) > longest:
        phrase = f"Слишком длинно: сократите до {longest} знаков, сейчас {len(said)}."
        raise RuleViolation(phrase, {field: phrase})
    return said


def norm(value: str) -> str:
    """What the `norm` columns store: cleaned, case-folded, ё as е, one kind of hyphen."""
    return DASHES.sub("-", clean(value)).casefold().replace("ё", "е")


NUMBER = re.compile(r"\d+")
NUMBER_SIGN = re.compile(r"№ ?")
NUMBER_WIDTH, SORT_KEY_LENGTH = 8, 400


def sort_key(value: str) -> str:
    """What the `sort_key` columns store: `norm` with padded numbers, «№ 2» before «№ 10»."""
    signed = NUMBER_SIGN.sub("№", norm(value))
    return NUMBER.sub(lambda found: found.group().zfill(NUMBER_WIDTH), signed)[:SORT_KEY_LENGTH]


PLURAL_TEENS = range(11, 15)
PLURAL_FEW = range(2, 5)


def plural(number: int, one: str, few: str, many: str) -> str:
    """The form that agrees with a number: 1 человек, 2 человека, 5 человек."""
    if abs(number) % 100 in PLURAL_TEENS:
        return many
    last = abs(number) % 10
    if last == 1:
        return one
    return few if last in PLURAL_FEW else many
