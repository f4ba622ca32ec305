"""Organisations by what lists call them: a code, a full or a short name, with any marks."""

import re
from collections.abc import Iterable

from rostok.kernel.text import norm
from rostok.orgs.models import OrgUnit

MARKS = re.compile(r"[«»\"'“”„().,;:№#*/\\-]+")
LIKE_AN_ORGANISATION = re.compile(
    r"№|\bшкол|\bсош\b|\bоош\b|\bнош\b|детск|\bсад\b|\bд/с\b|лице[йя]|гимнази|\bдоу\b|"
    r"\bм[бка][а-я]*оу\b|учрежден|\bцентр|колледж|техникум|интернат|\bдом\b|филиал|прогимназ"
)


def key_of_place(name: str) -> str:
    """A name for comparison: no marks, quotes, «№»."""
    return " ".join(MARKS.sub(" ", norm(name)).split())


def looks_like_organisation(text: str) -> bool:
    return LIKE_AN_ORGANISATION.search(norm(text)) is not None


class Places:
    """Organisations that rows of a file may name; a name that two share means neither."""

    def __init__(self, units: Iterable[OrgUnit]) -> None:
        self.by_code: dict[str, OrgUnit] = {}
        self.by_name: dict[str, OrgUnit | None] = {}
        for unit in units:
            self.by_code[norm(unit.code)] = unit
            for name in {key_of_place(unit.title), key_of_place(unit.short_title)}:
                self.by_name[name] = None if name in self.by_name else unit

    def find(self, words: str) -> OrgUnit | None:
        return self.by_code.get(norm(words)) or self.by_name.get(key_of_place(words))
