"""Seeded chance: the same seed gives the same people on every machine."""

from bisect import bisect
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, Generic, TypeVar
from uuid import UUID

import yaml

T = TypeVar("T")
DATA = Path(__file__).parent / "data"
FRIDAY = 4
MILLISECOND_OF_UIDS = 1_767_225_600_000  # 1 January 2026, UTC


@cache
def read_data(name: str) -> Any:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


class Weighted(Generic[T]):
    """Things with weights, ready to be drawn many times."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.things = list(weights)
        self.sums = list(accumulate(weights.values()))

    def at(self, share: float) -> T:
        """The thing at a place between 0 and 1."""
        return self.things[bisect(self.sums, share * self.sums[-1], 0, len(self.things) - 1)]


class Chance:
    """One stream of chance; streams of different names do not disturb each other."""

    def __init__(self, seed: int, name: str) -> None:
        self.source = Random(f"{seed}:{name}")  # noqa: S311 - plausible data, not secrets
        self.share: Callable[[], float] = self.source.random

    def happens(self, probability: float) -> bool:
        return self.share() < probability

    def draw(self, weighted: Weighted[T]) -> T:
        return weighted.at(self.share())

    def one_of(self, things: Sequence[T]) -> T:
        return things[int(self.share() * len(things))]

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.share() * (high - low + 1))

    def day(self, first: date, last: date) -> date:
        """A day between two, both included."""
        return first + timedelta(days=self.number(0, (last - first).days))

    def working_day(self, first: date, last: date) -> date:
        """A day from Monday to Friday; of a weekend drawn, the Friday before it."""
        day = self.day(first, last)
        return day - timedelta(days=max(0, day.weekday() - FRIDAY))

    def shuffled(self, things: Iterable[T]) -> list[T]:
        found = list(things)
        self.source.shuffle(found)
        return found

    def uid(self) -> UUID:
        """A UUID of version 7 that the seed decides."""
        value = MILLISECOND_OF_UIDS << 80 | self.source.getrandbits(80)
        value = value & ~(0xF << 76) | 0x7 << 76
        return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def apportioned(total: int, weights: Sequence[float], least: Sequence[int]) -> list[int]:
    """The total in whole parts by weight (largest remainders), each lifted to its least."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    for index, floor in enumerate(least):
        while parts[index] < floor:
            parts[index] += 1
            lower_the_largest(parts, least)
    return parts


def lower_the_largest(parts: list[int], least: Sequence[int]) -> None:
    """Take one away where most can be spared; where nothing can, the total grows."""
    spare, index = max(
        (part - floor, -at) for at, (part, floor) in enumerate(zip(parts, least, strict=True))
    )
    if spare > 0:
        parts[-index] -= 1
