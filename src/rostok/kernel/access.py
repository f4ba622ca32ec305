"""Who may see or do what: an explicit actor, grants with a reach, and one rule of scope.

`Model.objects.visible_to(actor, permission)` is the only question ever asked: lists start from it,
the check of one object is membership in it, and so pages, exports and services cannot disagree.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, Self, runtime_checkable

from django.db import models
from django.db.models import Q

from rostok.kernel.errors import Forbidden
from rostok.kernel.registry import Registry

SELF = "self"
SUBTREE = "subtree"
LINE = "line"
NOBODY = Q(pk__in=[])


@dataclass(frozen=True)
class Permission:
    """A right by name; `title` is what the access review shows."""

    name: str
    title: str


permissions: Registry[Permission] = Registry("permissions", "Права")


def permission(name: str, title: str) -> str:
    """Register a right and return its name: `VIEW = permission("staff.view", "…")`."""
    permissions.add(name, Permission(name, title), origin=name.split(".", maxsplit=1)[0])
    return name


@dataclass(frozen=True)
class Grant:
    """A right and how far it reaches; `unit_id` is the org unit it starts from."""

    permission: str
    reach: str
    unit_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts: a signed-in user, a job on their behalf, or the installation itself.

    `memory` keeps what reads of one request found, so that it is not asked for twice.
    """

    title: str
    user_id: int | None = None
    person_id: int | None = None
    place: str = ""
    grants: tuple[Grant, ...] = ()
    unlimited: bool = False
    memory: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def may(self, name: str) -> bool:
        """Whether the right is held anywhere at all: enough to show a menu item."""
        return self.unlimited or any(grant.permission == name for grant in self.grants)

    def reaches_others(self, name: str) -> bool:
        """Whether the right is held over more than what is the actor's own."""
        others = (one for one in self.grants if one.permission == name and one.reach != SELF)
        return self.unlimited or any(others)

    def reaches_of(self, name: str) -> dict[str, list[int]]:
        """Reach → org units, of one right."""
        found: dict[str, list[int]] = defaultdict(list)
        for grant in self.grants:
            if grant.permission == name:
                found[grant.reach] += [grant.unit_id] if grant.unit_id else []
        return dict(found)


STRANGER = Actor(title="Гость")


def installation(title: str = "Росток") -> Actor:
    """The actor of the console and of scheduled jobs: may everything, named in the journal."""
    return Actor(title=title, unlimited=True)


class ScopePath(Protocol):
    """A way from a row to the org units it belongs to."""

    def within(self, units: models.QuerySet[Any]) -> Q:
        """The rows that belong to one of the units (a one-column query of unit ids)."""


@runtime_checkable
class PlacingPath(Protocol):
    """A path that also goes the other way: the journal stores where what happened belongs."""

    def units_of(self, model: type[models.Model], rows: models.QuerySet[Any]) -> Iterable[int]:
        """The org units of the rows (a one-column query of their ids)."""


@dataclass(frozen=True)
class FieldPath:
    """A chain of foreign keys that ends at an org unit: `employment__organisation`."""

    lookup: str

    def within(self, units: models.QuerySet[Any]) -> Q:
        return Q(**{f"{self.lookup}__in": units})

    def units_of(self, model: type[models.Model], rows: models.QuerySet[Any]) -> Iterable[int]:
        found = model._default_manager.filter(pk__in=rows).order_by()
        return found.values_list(self.lookup, flat=True).distinct()


Reach = Callable[[type[models.Model], Actor, list[int]], Q]

reaches: Registry[Reach] = Registry("reaches", "Охваты прав")
scope_paths: Registry[ScopePath] = Registry("scope_paths", "Пути строк к организациям")


def own_rows(model: type[models.Model], actor: Actor, _units: list[int]) -> Q:
    """The `self` reach: rows that the model says belong to the actor's person."""
    owner = getattr(model, "scope_owner", None)
    if not owner or actor.person_id is None:
        return NOBODY
    return Q(**{owner: actor.person_id})


reaches.add(SELF, own_rows, origin="kernel")


def add_scope_path(model: type[models.Model], path: ScopePath, *, origin: str) -> None:
    """Let an upper package say how rows of a lower model reach an organisation."""
    scope_paths.add(f"{model._meta.label}:{origin}", path, origin=origin)


def paths_of(model: type[models.Model]) -> Iterable[ScopePath]:
    yield from (FieldPath(lookup) for lookup in getattr(model, "scope_org", ()))
    prefix = f"{model._meta.label}:"
    yield from (scope_paths.get(key) for key in scope_paths if key.startswith(prefix))


def within_units(model: type[models.Model], units: models.QuerySet[Any]) -> Q:
    """The rows of a model that belong to any of the units, by any of its paths."""
    condition = NOBODY
    for path in paths_of(model):
        condition |= path.within(units)
    return condition


def units_of(model: type[models.Model], rows: models.QuerySet[Any]) -> set[int]:
    """Where the rows (a one-column query of their ids) belong, by the paths that can tell."""
    paths = [path for path in paths_of(model) if isinstance(path, PlacingPath)]
    return {unit for path in paths for unit in path.units_of(model, rows) if unit}


def scope_of(model: type[models.Model], actor: Actor, name: str) -> Q:
    condition = NOBODY
    for reach, units in actor.reaches_of(name).items():
        condition |= reaches.get(reach)(model, actor, units)
    return condition


class ScopedQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor, name: str) -> Self:
        """The rows for which the actor holds the right."""
        permissions.get(name)
        return self if actor.unlimited else self.filter(scope_of(self.model, actor, name))


class ScopedModel(models.Model):
    """A row with an organisation (`scope_org`, lookups) and perhaps an owner (`scope_owner`).

    `scope_holds_line`: the row names its units with all those above them, so that a subtree is
    found by its topmost unit alone.
    """

    scope_org: ClassVar[tuple[str, ...]] = ()
    scope_owner: ClassVar[str | None] = None
    scope_holds_line: ClassVar[bool] = False

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


def holds(actor: Actor, name: str, row: models.Model) -> bool:
    """Whether the row is among those visible to the actor under the right."""
    rows: Any = type(row)._default_manager
    return bool(rows.filter(pk=row.pk).visible_to(actor, name).exists())


def authorise(actor: Actor, name: str, row: models.Model) -> None:
    """Refused with `Forbidden` unless the actor holds the right for the row."""
    if not holds(actor, name, row):
        raise Forbidden(f"Нет права «{permissions.get(name).title}» для «{row}».")


def authorise_all(actor: Actor, name: str) -> None:
    """Refused unless the actor holds a right that belongs to no org unit."""
    if not actor.may(name):
        raise Forbidden(f"Нет права «{permissions.get(name).title}».")
