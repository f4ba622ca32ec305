"""Soft references: point at a row of any package by a registered kind, an id and a frozen title.

Allowed only in the journal, jobs, files, proofs, snapshot members and to-do; everything else has
foreign keys.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from rostok.kernel.access import Actor
from rostok.kernel.registry import Registry


@dataclass(frozen=True)
class RefKind:
    """What rows of a model are called, and the right that opens them."""

    name: str
    model: type[models.Model]
    title: str
    permission: str
    url: Callable[[Any], str]


kinds: Registry[RefKind] = Registry("refs", "Виды мягких ссылок")


@dataclass(frozen=True)
class Ref:
    kind: str
    id: int
    title: str


def ref_to(row: models.Model) -> Ref:
    """The reference to a row, its title as of now."""
    return Ref(kind_of(type(row)).name, row.pk, str(row))


def kind_of(model: type[models.Model]) -> RefKind:
    for kind in kinds.values():
        if kind.model is model:
            return kind
    raise LookupError(f"{model.__name__} has no kind of reference")


def links(actor: Actor, refs: Iterable[Ref]) -> dict[tuple[str, int], str]:
    """Addresses of those references that the actor may open, one query per kind."""
    wanted: dict[str, set[int]] = {}
    for ref in refs:
        wanted.setdefault(ref.kind, set()).add(ref.id)
    found: dict[tuple[str, int], str] = {}
    for name, ids in wanted.items():
        kind = kinds.find(name)
        if kind is None:
            continue
        rows: Any = kind.model._default_manager.filter(pk__in=ids)
        found |= {(name, row.pk): kind.url(row) for row in rows.visible_to(actor, kind.permission)}
    return found
