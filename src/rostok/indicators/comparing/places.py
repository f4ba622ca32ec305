"""Several units of one year side by side, with the size that makes them comparable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from rostok.indicators.catalogue import indicators_of, is_context
from rostok.indicators.curtain import curtain_for
from rostok.indicators.models import IndicatorValue
from rostok.indicators.pack import ContextIndicator, Indicator
from rostok.indicators.queries import reachable_units
from rostok.indicators.wording import counts_words, value_words
from rostok.kernel.access import Actor
from rostok.kernel.ids import sent_keys
from rostok.kernel.text import norm
from rostok.kernel.ui.formats import DASH
from rostok.orgs.models import OrgUnit, System

MOST = 5
OFFERED = 20


@dataclass(frozen=True)
class PlaceCell:
    """A value of one indicator at one of the units."""

    indicator: ContextIndicator
    value: IndicatorValue | None

    @property
    def words(self) -> str:
        if self.value is None:
            return DASH
        if self.value.is_hidden:
            return self.value.state_words
        return value_words(self.value.value, self.indicator.unit)

    @property
    def counts_words(self) -> str:
        return counts_words(self.value.numerator, self.value.denominator) if self.value else ""

    @property
    def exported(self) -> object:
        """The unrounded value for a file; «скрыто» in words."""
        if self.value is None:
            return None
        return self.words if self.value.is_hidden else self.value.value


@dataclass(frozen=True)
class PlacesRow:
    """One indicator at each of the units, in their order."""

    indicator: ContextIndicator
    cells: Sequence[PlaceCell]

    @property
    def number(self) -> str:
        return self.indicator.printed_number or "" if isinstance(self.indicator, Indicator) else ""

    @property
    def title(self) -> str:
        return self.indicator.title

    @property
    def is_context(self) -> bool:
        return is_context(self.indicator)


def places_rows(
    actor: Actor, system: System, units: Sequence[OrgUnit], year: int
) -> list[PlacesRow]:
    """The staff first, for it tells how large each unit is; then the regulation's indicators."""
    curtain = curtain_for(actor, system)
    stored = IndicatorValue.objects.filter(system=system, year=year, unit__in=units)
    values = {(value.code, value.unit_id): curtain.shown(value) for value in stored}
    rows = [
        PlacesRow(one, [PlaceCell(one, values.get((one.code, unit.pk))) for unit in units])
        for one in indicators_of(system, year)
    ]
    return sorted(rows, key=lambda row: not row.is_context)


def units_to_compare(
    actor: Actor, system: System, asked: Sequence[str], day: date
) -> list[OrgUnit]:
    """The units named in an address, those that the actor may see, in the order named.

    They come with their names of the day.
    """
    ids = sent_keys(asked)[:MOST]
    seen: Any = reachable_units(actor, system)
    found = seen.with_past(day).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def units_offered(
    actor: Actor, system: System, chosen: Sequence[OrgUnit], words: str, day: date
) -> QuerySet[OrgUnit]:
    """Units to add: by the words of a name, else neighbours of the first, else what is below it."""
    found: QuerySet[OrgUnit] = units_around(actor, system, chosen, words).with_names_on(day)
    return found[:OFFERED]


def units_around(actor: Actor, system: System, chosen: Sequence[OrgUnit], words: str) -> Any:
    seen: Any = reachable_units(actor, system)
    units = seen.exclude(pk__in=[one.pk for one in chosen])
    if words:
        return units.named_like(norm(words)[:100]).order_by("sort_key")
    first = chosen[0]
    beside = units.filter(parent=first.parent_id) if first.pk != system.root_id else units.none()
    return (beside if beside.exists() else units.filter(parent=first)).order_by("sort_key")
