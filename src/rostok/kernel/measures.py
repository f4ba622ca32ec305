"""Declarations of measures: named sets of members that packages publish and formulas name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from rostok.kernel.periods import Period
from rostok.kernel.registry import Registry


@dataclass(frozen=True)
class Ask:
    """What a measure is asked: facts within `period`, standing on `on`, under the pack's limits.

    `root` is the org unit whose regulation asks: facts of a regulation belong to it alone.
    """

    period: Period
    on: date
    limits: Mapping[str, Any] = field(default_factory=dict)
    filters: Mapping[str, Any] = field(default_factory=dict)
    root: int = 0


@dataclass(frozen=True)
class Members:
    """A set as one query: lookups of the member, of its org unit and of the fact's day.

    `order` sorts a printed list; `fact` names the row that proves membership.
    """

    rows: models.QuerySet[Any]
    member: str
    unit: str
    on: str | None = None
    order: str | None = None
    fact: str | None = None


Source = Callable[[Ask], Members]


@dataclass(frozen=True)
class NearMiss:
    """People who almost belong, and the phrase that says why they do not."""

    source: Source
    phrase: str


@dataclass(frozen=True)
class Measure:
    """A published set. Near-misses are tried in order; the first that holds gives the reason."""

    name: str
    member: str
    title: str
    source: Source
    near_misses: tuple[NearMiss, ...] = ()
    filters: tuple[str, ...] = ()
    sensitive: bool = False


def nothing_retired() -> dict[int, int]:
    return {}


@dataclass(frozen=True)
class MemberKind:
    """What members of a kind are: the model, its kind of reference, words for one, few, many.

    `retired` tells of the rows that gave way to others, by number: an old list still names them.
    """

    name: str
    ref_kind: str
    words: tuple[str, str, str]
    retired: Callable[[], dict[int, int]] = nothing_retired


measures: Registry[Measure] = Registry("measures", "Меры")
member_kinds: Registry[MemberKind] = Registry("member_kinds", "Виды членов мер")


def measure(
    name: str,
    *,
    member: str,
    title: str,
    near_misses: tuple[NearMiss, ...] = (),
    filters: tuple[str, ...] = (),
    sensitive: bool = False,
) -> Callable[[Source], Source]:
    """Publish a function as a measure: it turns an `Ask` into `Members`, one SQL query."""

    def register(source: Source) -> Source:
        made = Measure(name, member, title, source, near_misses, filters, sensitive)
        measures.add(name, made, origin=source.__module__)
        return source

    return register
