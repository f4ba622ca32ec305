"""One pack as read: its sections, typed, and where in the files each piece stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from rostok.packs.fields import PackModel
from rostok.packs.names import Mention, mentions_in
from rostok.packs.problems import Path, Problem, written

S = TypeVar("S", bound=PackModel)
Locate = Callable[[str, Path], tuple[str, int, Path]]


def nowhere(section: str, path: Path) -> tuple[str, int, Path]:
    """A pack from the database has no lines."""
    return section, 0, path


@dataclass(frozen=True)
class PackContent:
    """Sections by name; `base` is the shared folder as read, for the checks of a pack."""

    key: str
    sections: Mapping[str, Any]
    base: "PackContent | None" = None
    locate: Locate = field(default=nowhere, compare=False, repr=False)

    def of(self, schema: type[S]) -> S:
        """The section of this shape: `content.of(Roadmap)`."""
        found = self.find(schema)
        if found is None:
            raise LookupError(f"{self.key}: no {schema.__name__}")
        return found

    def find(self, schema: type[S]) -> S | None:
        """The same, `None` when the pack has no such section or it could not be read."""
        return next((s for s in self.sections.values() if isinstance(s, schema)), None)

    @cached_property
    def mentions(self) -> list[tuple[str, Mention]]:
        """Every name defined or referred to, with the section it stands in."""
        return [
            (name, mention)
            for name, section in self.sections.items()
            for mention in mentions_in(section)
        ]

    def names(self, kind: str) -> set[str]:
        """The names of a kind that the pack defines."""
        return {m.name for _section, m in self.mentions if m.defines and m.kind == kind}

    def problem(self, section: str, path: Path, message: str) -> Problem:
        file, line, place = self.locate(section, path)
        return Problem(file, line, written(place), message)
