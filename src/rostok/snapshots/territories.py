"""Territories and organisations of a snapshot side by side, with what makes them comparable."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from rostok.indicators.models import HIDDEN, state_words
from rostok.indicators.queries import TERRITORIES, counts_words, target_words, value_words
from rostok.kernel.access import Actor
from rostok.orgs.models import OrgKind, UnitKind
from rostok.snapshots.models import Snapshot, SnapshotFigure, SnapshotPlace, SnapshotValue
from rostok.snapshots.veils import Veil, minimum_of, public_veil

ORDER = ("depth", "norm", "unit_id")


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
        return HIDDEN if self.hidden else self.stored.state

    @property
    def state_words(self) -> str:
        return state_words(self.state)

    @property
    def value_words(self) -> str:
        return self.state_words if self.hidden else value_words(self.value, self.figure.measured_in)

    @property
    def counts_words(self) -> str:
        return counts_words(self.numerator, self.denominator)

    @property
    def target_words(self) -> str:
        return target_words(self.target, self.figure.measured_in, self.figure.better)


def kind_title(place: SnapshotPlace) -> str:
    kinds = OrgKind if place.org_kind else UnitKind
    return str(kinds(place.org_kind or place.kind).label)


def rows_of(veil: Veil, figure: SnapshotFigure) -> list[PlaceRow]:
    """Every place of an indicator, the root first, as far as it may be seen."""
    places = veil.snapshot.places.order_by(*ORDER)
    values = {value.unit_id: value for value in SnapshotValue.objects.filter(figure=figure)}
    return rows_at(figure, places, values, veil.hidden(figure))


def rows_at(
    figure: SnapshotFigure,
    places: Iterable[SnapshotPlace],
    values: Mapping[int, SnapshotValue],
    hidden: Container[int],
) -> list[PlaceRow]:
    """The places that have a value."""
    return [
        PlaceRow(figure, place, values[place.unit_id], place.unit_id in hidden)
        for place in places
        if place.unit_id in values
    ]


def figures_at(
    actor: Actor, snapshot: Snapshot, unit: int, figure: SnapshotFigure | None = None
) -> list[PlaceRow]:
    """Every indicator at one place (or one of them), in printed order."""
    place, veil = snapshot.places.get(unit=unit), Veil(actor, snapshot)
    values = SnapshotValue.objects.filter(figure__snapshot=snapshot, unit=unit)
    if figure is not None:
        values = values.filter(figure=figure)
    return [
        PlaceRow(value.figure, place, value, unit in veil.hidden(value.figure))
        for value in values.select_related("figure").order_by("figure__order")
    ]


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
        rows_at(figure, places, at_places, public_veil(figure, places, at_places, minimum))
        for figure in snapshot.figures.all()
        for at_places in [values.get(figure.pk, {})]
    ]
