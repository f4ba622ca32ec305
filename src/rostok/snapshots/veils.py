"""Which values of a snapshot an actor may not see, and which nobody reads on the public page."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from rostok.indicators.queries import (
    Counts,
    families,
    group_of,
    hidden_units,
    table_of,
    units_of_strangers,
    with_differences,
)
from rostok.kernel.access import Actor
from rostok.kernel.suppression import Group
from rostok.orgs.models import OrgUnit
from rostok.snapshots import permissions
from rostok.snapshots.checking import formula_of
from rostok.snapshots.models import Snapshot, SnapshotFigure, SnapshotPlace, SnapshotValue

PERSON = "person"


def minimum_of(snapshot: Snapshot) -> int:
    """The least group that is shown, by the limits of the regulation."""
    limits = snapshot.system.limits_on(snapshot.on, snapshot.pack_version)
    return int(limits["min_group"])


class Veil:
    """Small groups of sensitive figures, for somebody who sees some of the people by name."""

    def __init__(self, actor: Actor, snapshot: Snapshot) -> None:
        self.actor = actor
        self.snapshot = snapshot

    def hidden(self, figure: SnapshotFigure) -> set[int]:
        """Units whose value is not shown; asked of the tree only where a figure is sensitive."""
        return self.by_code.get(figure.code, set()) if figure.sensitive else set()

    def guards(self, figure: SnapshotFigure, unit: int) -> bool:
        """Whether the value alone is shown, and nothing of who moved it."""
        return figure.sensitive and not self.actor.unlimited and unit in self.strange

    @cached_property
    def parents(self) -> dict[int, int | None]:
        return dict(self.snapshot.places.values_list("unit", "parent"))

    @cached_property
    def known(self) -> set[int]:
        """Places whose people the actor sees by name."""
        units: Any = OrgUnit.objects.filter(pk__in=self.snapshot.places.values("unit"))
        visible = units.visible_to(self.actor, permissions.VIEW_MEMBERS)
        return set(visible.values_list("pk", flat=True))

    @cached_property
    def strange(self) -> set[int]:
        """Places with people who are not seen by name."""
        return units_of_strangers(self.parents, self.parents, self.known)

    @cached_property
    def by_code(self) -> dict[str, set[int]]:
        """Code → hidden units, family by family."""
        if self.actor.unlimited or not self.strange:
            return {}
        figures = {one.code: one for one in self.snapshot.figures.filter(sensitive=True)}
        formulas = {code: formula_of(one) for code, one in figures.items()}
        minimum = minimum_of(self.snapshot)
        found: dict[str, set[int]] = {}
        for family in families(formulas):
            tables = {code: table_of(counts_of(figures[code])) for code in family}
            told = with_differences(formulas, tables)
            units = hidden_units(self.parents, told, minimum, self.known)
            found |= dict.fromkeys(family, units)
        return found


def counts_of(figure: SnapshotFigure) -> Iterable[Counts]:
    rows = SnapshotValue.objects.filter(figure=figure).order_by()
    return (Counts(*row) for row in rows.values_list("unit", "numerator", "denominator"))


def public_veil(
    figure: SnapshotFigure,
    places: Iterable[SnapshotPlace],
    values: Mapping[int, SnapshotValue],
    minimum: int,
) -> set[int]:
    """On the public page every base of few people; of a sensitive figure all but the whole."""
    if not figure.sensitive and figure.member_kind not in {"", PERSON}:
        return set()
    parents = {place.unit_id: place.parent for place in places}
    table = {unit: group_of(one.numerator, one.denominator) for unit, one in values.items()}
    if figure.sensitive:
        below = {unit for unit, parent in parents.items() if parent in parents}
        return below | hidden_units(parents, [table], minimum)
    bases = {unit: Group(group.base, group.base) for unit, group in table.items()}
    return hidden_units(parents, [bases], minimum)
