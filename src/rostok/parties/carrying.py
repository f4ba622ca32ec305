"""Where a function is carried out: clause → capability → page. Data, checked by a test.

`capabilities.yaml` says of each capability whether it is built, its pages, and by which entries of
the journal one sees that it is used.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.urls import NoReverseMatch, reverse

from rostok.orgs.models import System

FILE = Path(__file__).with_name("data") / "capabilities.yaml"
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


def address_in(capability: Capability, system: System) -> str:
    """The first page of a capability that opens for a system as a whole; none: it has none yet."""
    for name in capability.pages:
        for args in ([system.key], []):
            try:
                return reverse(name, args=args)
            except NoReverseMatch:
                continue
    return ""
