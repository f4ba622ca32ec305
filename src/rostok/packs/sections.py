"""Sections of a pack: each package declares the file it reads in its own `pack.py`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rostok.kernel.registry import Registry
from rostok.packs.content import PackContent
from rostok.packs.fields import PackModel
from rostok.packs.problems import Problem


@dataclass(frozen=True)
class Part:
    """A page of a section: a long one is split. `clauses` are those it shows."""

    key: str
    title: str
    context: dict[str, Any]
    short_title: str = ""
    clauses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Section:
    """A file of a pack: its shape, its checks, its piece of `packs show` and its page.

    `base` is the shape of the same file in `packs/base`; without it base has no such file.
    `inherits` are the keys taken from there, all when `None`. Mappings are merged, other values
    and the keys named in `whole` are replaced.
    Without a `template` the section has no page; a `wide` one has no list of sections beside it.
    Without `parts` its page has one part.
    """

    name: str
    file: str
    schema: type[PackModel]
    title: str
    order: int
    template: str = ""
    wide: bool = False
    base: type[PackModel] | None = None
    inherits: frozenset[str] | None = None
    whole: frozenset[str] = frozenset()
    show: Callable[[PackContent], dict[str, Any]] | None = None
    check: Callable[[PackContent], Iterable[Problem]] | None = None
    count: Callable[[Any], int] | None = None
    parts: Callable[[PackContent], Sequence[Part]] | None = None
    carriers: Callable[[Any, str], list[str]] | None = None
    """Titles of those who carry a clause, by its id."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Kinds of names this section defines, with the word for one: party → субъект."""


sections: Registry[Section] = Registry("pack_sections", "Разделы положений")


def add_section(section: Section, *, origin: str) -> Section:
    return sections.add(section.name, section, origin=origin)


def in_order() -> list[Section]:
    return sorted(sections.values(), key=lambda section: (section.order, section.name))
