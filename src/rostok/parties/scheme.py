"""The model of a service as a picture: levels, their parties, what each party is made of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rostok.parties.cards import FunctionCard, LevelPart, PartyCard


@dataclass(frozen=True)
class Box:
    """A party in the picture with the parties within it."""

    card: PartyCard
    inner: Sequence["Box"] = ()

    @property
    def activities(self) -> list[FunctionCard]:
        """What the regulation draws inside as a kind of activity: functions that others make up."""
        return [row for row in self.card.functions if row.parts]

    @property
    def is_named_only(self) -> bool:
        return not self.card.functions and not self.inner


@dataclass(frozen=True)
class Band:
    """A level: parties with functions, then those that the document only names."""

    title: str
    level: str
    boxes: Sequence[Box]
    named: Sequence[Box]


def scheme_of(parts: Sequence[LevelPart]) -> list[Band]:
    """Each party stands once: inside the one it belongs to, if that is of the same level."""
    return [band_of(part) for part in parts]


def band_of(part: LevelPart) -> Band:
    here = {card.party.code for card in part.cards}
    inside: dict[str, list[PartyCard]] = defaultdict(list)
    for card in part.cards:
        above = card.party.within or ""
        inside[above if above in here else ""].append(card)

    def boxes(code: str) -> list[Box]:
        return [Box(card, boxes(card.party.code)) for card in inside[code]]

    top = boxes("")
    return Band(
        part.title,
        part.level,
        [box for box in top if not box.is_named_only],
        [box for box in top if box.is_named_only],
    )
