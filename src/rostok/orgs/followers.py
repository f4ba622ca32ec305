"""What belongs to an organisation in upper packages: how it follows a successor or ends."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rostok.kernel.access import Actor
from rostok.kernel.registry import Registry
from rostok.orgs.models import OrgUnit

Receipt = list[Any]
Ended = dict[str, Any]


@dataclass(frozen=True)
class Move:
    """From one organisation to another from a day on.

    `people` are ids of those who go; `None`: everybody and everything that is still there.
    """

    source: OrgUnit
    target: OrgUnit
    day: date
    people: frozenset[int] | None = None

    @property
    def is_whole(self) -> bool:
        return self.people is None


def leave(_actor: Actor, _move: Move, _receipt: Receipt) -> None:
    """Nothing to take back."""


def end_nothing(_actor: Actor, _unit: OrgUnit, _day: date) -> Ended:
    return {}


@dataclass(frozen=True)
class Returned:
    """What came back with an organisation closed by mistake, and what could not, in lines."""

    back: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def offer_nothing(_actor: Actor, _unit: OrgUnit, _ended: Ended) -> str:
    return ""


def give_nothing_back(_actor: Actor, _unit: OrgUnit, _ended: Ended) -> Returned:
    return Returned()


@dataclass(frozen=True)
class Follower:
    """Rows of one kind that stand at an organisation; `title` names them in a preview.

    `standing` counts those that hold on a day or later, by unit. `follow` moves them and returns a
    receipt in JSON, an item for each row; `undo` takes just these back and refuses when one has
    changed since. `end` ends them all, the day being the first without them, and tells in JSON
    which; after a closing by mistake `give_back` takes back just these, as far as they are as it
    left them, and `offer` names them beforehand («3 роли», or nothing). While rows that
    `hold_open` stand, the organisation closes only together with ending them.
    """

    title: str
    standing: Callable[[Collection[int], date], dict[int, int]]
    follow: Callable[[Actor, Move], Receipt]
    undo: Callable[[Actor, Move, Receipt], None] = leave
    end: Callable[[Actor, OrgUnit, date], Ended] = end_nothing
    offer: Callable[[Actor, OrgUnit, Ended], str] = offer_nothing
    give_back: Callable[[Actor, OrgUnit, Ended], Returned] = give_nothing_back
    hold_open: bool = False


Roster = Callable[[Actor, OrgUnit, date], list[tuple[int, str]]]

followers: Registry[Follower] = Registry("org_followers", "Что переходит к преемнику организации")
rosters: Registry[Roster] = Registry("org_rosters", "Люди организации для разделения")


def people_of(actor: Actor, unit: OrgUnit, day: date) -> list[tuple[int, str]]:
    """Everybody of an organisation on a day, with a line to know them by."""
    return [one for roster in rosters.values() for one in roster(actor, unit, day)]


def standing_at(unit: OrgUnit, day: date) -> list[tuple[str, int]]:
    """How much of each kind stands at an organisation on a day or later."""
    counts = [
        (one.title, one.standing([unit.pk], day).get(unit.pk, 0)) for one in followers.values()
    ]
    return [(title, number) for title, number in counts if number]


def held_open(closing: dict[int, date]) -> dict[int, int]:
    """Of units with the first day without them: how many rows keep each from closing."""
    found: dict[int, int] = {}
    for follower in followers.values():
        for day in set(closing.values()) if follower.hold_open else ():
            ids = [pk for pk, own in closing.items() if own == day]
            for pk, number in follower.standing(ids, day).items():
                found[pk] = found.get(pk, 0) + number
    return found
