"""Names to sign in by, made of a person's own: «Щёголева Мария Петровна» is shchegoleva.mp."""

import re
from collections.abc import Iterable, Sequence

from iuliia import ICAO_DOC_9303

from rostok.accounts.models import User
from rostok.people.models import Person

LONGEST_STEM = 40
TRIED_AT_ONCE = 20
NAMELESS = "user"


def latin(text: str) -> str:
    return re.sub(r"[^a-z-]", "", ICAO_DOC_9303.translate(text).lower()).strip("-")


def stem_of(person: Person) -> str:
    """The surname and the initials in latin letters."""
    initials = "".join(latin(name)[:1] for name in (person.first_name, person.patronymic) if name)
    return ".".join(filter(None, (latin(person.last_name)[:LONGEST_STEM], initials))) or NAMELESS


def free_names(people: Sequence[Person]) -> list[str]:
    """A free name for each of the people, in their order: a number follows where it is taken.

    Names are looked up many at once; a further query is needed only past twenty namesakes.
    """
    stems = [stem_of(person) for person in people]
    found: list[str | None] = [None] * len(stems)
    used: set[str] = set()
    first = 1
    while None in found:
        waiting = [place for place, name in enumerate(found) if name is None]
        used |= taken({name for place in waiting for name in tried(stems[place], first)})
        for place in waiting:
            found[place] = next((n for n in tried(stems[place], first) if n not in used), None)
            used.add(found[place] or "")
        first += TRIED_AT_ONCE
    return [name for name in found if name is not None]


def tried(stem: str, first: int) -> list[str]:
    numbers = range(first, first + TRIED_AT_ONCE)
    return [stem if number == 1 else f"{stem}{number}" for number in numbers]


def taken(names: Iterable[str]) -> set[str]:
    wanted, found = sorted(names), set()
    for at in range(0, len(wanted), 5000):
        rows = User.objects.filter(username__in=wanted[at : at + 5000])
        found |= set(rows.values_list("username", flat=True))
    return found
