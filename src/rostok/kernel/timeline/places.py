"""Where an entry belongs: stored with it, so that a territory is read from one index."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from rostok.kernel.access import add_scope_path, units_of
from rostok.kernel.models import JournalEntry, JournalObject, JournalPlace
from rostok.kernel.refs import kinds
from rostok.kernel.registry import Registry

# The units with all those above them; the kernel knows no tree.
lines_above: Registry[Callable[[set[int]], set[int]]] = Registry(
    "lines_above", "Кто стоит выше в дереве"
)


class Places:
    """An entry belongs to the units that its rows belonged to when it was written."""

    def within(self, units: models.QuerySet[Any]) -> Q:
        here = JournalPlace.objects.filter(entry=OuterRef("pk"), unit_id__in=units)
        return Q(Exists(here))


add_scope_path(JournalEntry, Places(), origin="kernel")


def add_places(entry: JournalEntry, ref_kinds: Iterable[str]) -> None:
    """Store where the rows of these kinds belong now; a query a kind, however many rows."""
    own: set[int] = set()
    for name in ref_kinds:
        about = JournalObject.objects.filter(entry=entry, ref_kind=name)
        own |= units_of(kinds.get(name).model, about.values("ref_id"))
    if own:
        store_places(entry, own)


def store_places(entry: JournalEntry, own: set[int]) -> None:
    above: set[int] = set().union(*(line(own) for line in lines_above.values())) - own
    JournalPlace.objects.bulk_create(
        [JournalPlace(entry=entry, unit_id=unit) for unit in sorted(above)], ignore_conflicts=True
    )
    JournalPlace.objects.bulk_create(
        [JournalPlace(entry=entry, unit_id=unit, own=True) for unit in sorted(own)],
        update_conflicts=True,
        unique_fields=["unit_id", "entry"],
        update_fields=["own"],
    )
