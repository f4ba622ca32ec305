"""Territories and organisations of a snapshot side by side, with what makes them comparable."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from rostok.indicators.models import ValueState
from rostok.indicators.queries import TERRITORIES, target_words, value_words
from rostok.kernel.access import Actor, holds
from rostok.kernel.suppression import Cell, hidden_cells
from rostok.orgs.models import OrgKind, UnitKind
from rostok.snapshots import permissions
from rostok.snapshots.models import Snapshot, SnapshotFigure, SnapshotPlace, SnapshotValue

HIDDEN = "скрыто"
ORDER = ("depth", "norm", "unit_id")
PERSON = "person"


@dataclass(frozen=True)
class PlaceRow:
    """A value of one place with the size of the place, for a table."""

    figure: SnapshotFigure
    place: SnapshotPlace
    stored: SnapshotValue
    hidden: bool = False

    @property
    def title(self) -> str:
        return self.place.title

    @property
    def norm(self) -> str:
        return self.place.norm

    @property
    def kind(self) -> str:
        return kind_title(self.place)

    @property
    def people(self) -> int:
        return self.place.people

    @property
    def small_rural(self) -> str:
        return "да" if self.place.small_rural else ""

    @property
    def numerator(self) -> int | None:
        return None if self.hidden else self.stored.numerator

    @property
    def denominator(self) -> int | None:
        return None if self.hidden else self.stored.denominator

    @property
    def value(self) -> Any:
        return None if self.hidden else self.stored.value

    @property
    def target(self) -> Any:
        return self.stored.target

    @property
    def state(self) -> str:
        return "" if self.hidden else self.stored.state

    @property
    def state_words(self) -> str:
        return HIDDEN if self.hidden else str(ValueState(self.stored.state).label)

    @property
    def value_words(self) -> str:
        return HIDDEN if self.hidden else value_words(self.value, self.figure.measured_in)

    @property
    def counts_words(self) -> str:
        """«216 из 833»; the base alone where the numerator has no source."""
        if self.denominator is None:
            return ""
        if self.numerator is None:
            return f"основание: {self.denominator}"
        return f"{self.numerator} из {self.denominator}"

    @property
    def target_words(self) -> str:
        return target_words(self.target, self.figure.measured_in, self.figure.better)


def kind_title(place: SnapshotPlace) -> str:
    kinds = OrgKind if place.org_kind else UnitKind
    return str(kinds(place.org_kind or place.kind).label)


def minimum_of(snapshot: Snapshot) -> int:
    """The least group that is shown, by the limits of the regulation."""
    limits = snapshot.system.limits_on(snapshot.on, snapshot.pack_version)
    return int(limits["min_group"])


def hidden_units(
    figure: SnapshotFigure,
    places: Iterable[SnapshotPlace],
    values: Mapping[int, SnapshotValue],
    minimum: int,
) -> set[int]:
    """Units whose group of people is too small to be shown, and those that would betray it."""
    if figure.member_kind not in {"", PERSON}:
        return set()
    cells = [
        Cell(place.unit_id, place.parent, size_of(values[place.unit_id]))
        for place in places
        if place.unit_id in values
    ]
    return hidden_cells(cells, minimum)


def size_of(value: SnapshotValue) -> int:
    """How many people the value speaks of: its base, or what it counts."""
    return (value.numerator if value.denominator is None else value.denominator) or 0


def sees_everything(actor: Actor, snapshot: Snapshot, figure: SnapshotFigure) -> bool:
    """Whether nothing has to be hidden: nothing sensitive, or the people are known by name."""
    return not figure.sensitive or holds(actor, permissions.VIEW_MEMBERS, snapshot)


def rows_of(snapshot: Snapshot, figure: SnapshotFigure, *, hide: bool) -> list[PlaceRow]:
    """Every place of an indicator, the root first."""
    places = list(snapshot.places.order_by(*ORDER))
    values = {value.unit_id: value for value in SnapshotValue.objects.filter(figure=figure)}
    return rows_at(figure, places, values, minimum_of(snapshot) if hide else 0)


def rows_at(
    figure: SnapshotFigure,
    places: Iterable[SnapshotPlace],
    values: Mapping[int, SnapshotValue],
    minimum: int,
) -> list[PlaceRow]:
    """The places with their values; groups below the minimum hidden, none where it is 0."""
    away = hidden_units(figure, places, values, minimum) if minimum else set()
    return [
        PlaceRow(figure, place, values[place.unit_id], place.unit_id in away)
        for place in places
        if place.unit_id in values
    ]


def figures_at(
    actor: Actor, snapshot: Snapshot, unit: int, figure: SnapshotFigure | None = None
) -> list[PlaceRow]:
    """Every indicator at one place (or one of them), in printed order."""
    place = snapshot.places.get(unit=unit)
    values = SnapshotValue.objects.filter(figure__snapshot=snapshot, unit=unit)
    if figure is not None:
        values = values.filter(figure=figure)
    return [
        PlaceRow(value.figure, place, value, is_hidden(actor, snapshot, value.figure, unit))
        for value in values.select_related("figure").order_by("figure__order")
    ]


def is_hidden(actor: Actor, snapshot: Snapshot, figure: SnapshotFigure, unit: int) -> bool:
    """Asked of the whole table only where something has to be hidden at all."""
    if sees_everything(actor, snapshot, figure):
        return False
    return any(
        row.hidden for row in rows_of(snapshot, figure, hide=True) if row.place.unit_id == unit
    )


def public_rows(snapshot: Snapshot) -> list[list[PlaceRow]]:
    """For each indicator its territories, small groups hidden: what a stranger may read."""
    shown = Q(kind__in=TERRITORIES) | Q(unit=snapshot.unit_id)
    places = list(snapshot.places.filter(shown).order_by(*ORDER))
    values: dict[int, dict[int, SnapshotValue]] = {}
    units = [place.unit_id for place in places]
    for value in SnapshotValue.objects.filter(figure__snapshot=snapshot, unit__in=units):
        values.setdefault(value.figure_id, {})[value.unit_id] = value
    minimum = minimum_of(snapshot)
    return [
        rows_at(figure, places, values.get(figure.pk, {}), minimum)
        for figure in snapshot.figures.all()
    ]
