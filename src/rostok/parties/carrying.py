"""Where a function is carried out: clause → capability, ways → pages. Data, checked by a test.

`capabilities.yaml` says of each capability whether it is built, its pages, and by which entries of
the journal one sees that it is used. `ways.yaml` holds finer ways of doing one thing of it, which a
regulation names for its clauses.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from django.urls import NoReverseMatch, reverse

from rostok.kernel.journal import kinds
from rostok.orgs.models import System

DATA = Path(__file__).with_name("data")
FILE = DATA / "capabilities.yaml"
WAYS = DATA / "ways.yaml"
PLANNED = "planned"


@dataclass(frozen=True)
class Capability:
    """A part of the product. `journal` are beginnings of the kinds of entries that it writes."""

    code: str
    title: str
    state: str
    pages: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    journal: tuple[str, ...] = field(default=())

    @property
    def is_planned(self) -> bool:
        return self.state == PLANNED

    @cached_property
    def kinds(self) -> frozenset[str]:
        return kinds_of(self.journal)


class Whose(StrEnum):
    """Whose acts show that a function is carried out."""

    PARTY = "party"
    TERRITORY = "territory"
    SEAT = "seat"


@dataclass(frozen=True)
class Way:
    """One thing that is done on pages of the product, seen by its own kinds of entries."""

    code: str
    title: str
    whose: Whose
    pages: tuple[str, ...]
    journal: tuple[str, ...] = ()

    @cached_property
    def kinds(self) -> frozenset[str]:
        return kinds_of(self.journal)


def kinds_of(journal: Iterable[str]) -> frozenset[str]:
    """Kinds of entries by their names, or by beginnings up to a dot."""
    whole = {name for name in journal if not name.endswith(".")}
    begun = tuple(name for name in journal if name.endswith("."))
    return frozenset(name for name in kinds if name in whole or (begun and name.startswith(begun)))


@cache
def ways() -> dict[str, Way]:
    read: dict[str, dict[str, Any]] = yaml.safe_load(WAYS.read_text(encoding="utf-8"))
    return {
        code: Way(
            code,
            entry["title"],
            Whose(entry["whose"]),
            tuple(entry["pages"]),
            tuple(entry.get("journal", ())),
        )
        for code, entry in read.items()
    }


@cache
def capabilities() -> dict[str, Capability]:
    read: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        code: Capability(
            code,
            entry["title"],
            entry["state"],
            tuple(entry.get("pages", ())),
            tuple(entry.get("commands", ())),
            tuple(entry.get("journal", ())),
        )
        for code, entry in read.items()
    }


def address_in(place: Capability | Way, system: System) -> str:
    """The first page that opens for a system as a whole; none: there is none yet."""
    for name in place.pages:
        for args in ([system.key], []):
            try:
                return reverse(name, args=args)
            except NoReverseMatch:
                continue
    return ""
