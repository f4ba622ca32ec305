"""Pairs of cards that look like one person, among the people whom an actor keeps.

Time grows with the number of people: cards meet only in blocks that agree on two of the three
parts of the name (inside one organisation), or on all words of it and the birth date (anywhere),
and inside a block each meets its nearest neighbours by birth date.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from rostok.kernel.access import Actor
from rostok.people.models import DistinctPair
from rostok.staff import permissions
from rostok.staff.alike.reasons import Card, card, reasons_for
from rostok.staff.kept import kept_by
from rostok.staff.models import Employment

NEIGHBOURS = 12
Blocks = dict[Hashable, list[Card]]


@dataclass(frozen=True)
class Pair:
    """Two cards and why they look alike; the older first."""

    first: int
    second: int
    reasons: tuple[str, ...]


def alike_pairs(actor: Actor) -> list[Pair]:
    """All pairs of the actor's people not yet decided on, the surest reasons first."""
    people: Any = kept_by(actor, permissions.EDIT)
    cards = cards_of(people.exclude(pk=actor.person_id) if actor.person_id else people)
    decided = set(DistinctPair.objects.values_list("first", "second"))
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for one, other in candidates(cards):
        key = (min(one.pk, other.pk), max(one.pk, other.pk))
        if key not in found and key not in decided:
            found[key] = tuple(reasons_for(one, other))
    pairs = [Pair(*key, reasons) for key, reasons in found.items() if reasons]
    return sorted(pairs, key=lambda pair: (order_of(pair), cards[pair.first].parts, pair.second))


def order_of(pair: Pair) -> int:
    """A changed last name and a missing date are the least sure."""
    unsure = sum("только на одной" in reason or "сменилась" in reason for reason in pair.reasons)
    return unsure - ("дата рождения та же" in pair.reasons)


def cards_of(people: Any) -> dict[int, Card]:
    names = ("last_name", "first_name", "patronymic")
    closed = ("sensitive__birth_date", "sensitive__snils_hash")
    rows = people.order_by().values_list("pk", *names, *closed)
    return {pk: card(pk, tuple(name), born, snils) for pk, *name, born, snils in rows}


def candidates(cards: dict[int, Card]) -> Iterator[tuple[Card, Card]]:
    yield from pairs_within(anywhere(cards.values()).values())
    yield from pairs_within(inside(cards).values())


def anywhere(cards: Iterable[Card]) -> Blocks:
    """The same words of the name and the same birth date, whatever the organisations."""
    blocks: Blocks = defaultdict(list)
    for one in cards:
        if one.birth_date:
            blocks[one.bag, one.birth_date].append(one)
    return blocks


def inside(cards: dict[int, Card]) -> Blocks:
    """People who ever worked at one organisation and agree on two parts of the name."""
    blocks: Blocks = defaultdict(list)
    places = Employment.objects.order_by().values_list("organisation", "person").distinct()
    for place, person in places.iterator(chunk_size=10_000):
        if person in cards:
            one = cards[person]
            last, first, patronymic = one.parts
            blocks[place, 0, first, patronymic].append(one)
            blocks[place, 1, last, patronymic].append(one)
            blocks[place, 2, last, first].append(one)
            blocks[place, 3, one.bag].append(one)
    return blocks


def pairs_within(blocks: Iterable[Sequence[Card]]) -> Iterator[tuple[Card, Card]]:
    """Each card with its neighbours: a block of a thousand namesakes stays a small matter."""
    for block in blocks:
        if len(block) > 1:
            in_order = sorted(block, key=lambda one: (str(one.birth_date or ""), one.pk))
            for place, one in enumerate(in_order):
                for other in islice(in_order, place + 1, place + 1 + NEIGHBOURS):
                    yield one, other
