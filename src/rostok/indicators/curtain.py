"""What an actor may not see of a system's values: asked by pages, files and the console alike."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from rostok.indicators import permissions
from rostok.indicators.asking import tree_day
from rostok.indicators.models import HIDDEN, IndicatorValue
from rostok.indicators.pack import ContextIndicator, Indicators
from rostok.indicators.small_groups import (
    Counts,
    Parents,
    Table,
    families,
    gained,
    hidden_units,
    is_sensitive,
    table_of,
    units_of_strangers,
    with_differences,
)
from rostok.indicators.tree import tree_of
from rostok.kernel.access import Actor
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.queries import units_of

CUMULATIVE = "to_date"
Cell = tuple[str, int, int]
Tables = dict[tuple[str, int], Table]


@dataclass(frozen=True)
class Curtain:
    """Hidden cells as (code, year, unit); `known` are the units all whose people are seen by name.

    A unit is not known where a past year sums people of an organisation handed over since.
    """

    sensitive: frozenset[str] = frozenset()
    known: frozenset[int] = frozenset()
    hidden: frozenset[Cell] = frozenset()

    def guards(self, code: str, unit: int) -> bool:
        """Whether numbers of the unit may be shown only as they are stored, and then not all."""
        return code in self.sensitive and unit not in self.known

    def shown(self, value: IndicatorValue) -> IndicatorValue:
        """The value itself, or one that tells nothing but that it is hidden."""
        if (value.code, value.year, value.unit_id) not in self.hidden:
            return value
        veiled = copy(value)
        veiled.numerator = veiled.denominator = veiled.value = None
        veiled.state = HIDDEN
        return veiled


OPEN = Curtain()


def curtain_for(
    actor: Actor, system: System, fresh: Iterable[IndicatorValue] | None = None
) -> Curtain:
    """What is hidden of the stored values; of `fresh` ones, where a whole year is counted anew."""
    passports = sensitive_passports(system)
    if actor.unlimited or not passports:
        return OPEN
    named = named_units(actor, system, passports)
    tables = tables_of(stored_rows(system, passports))
    if fresh is not None:
        tables |= tables_of(row_of(value) for value in fresh if value.code in passports)
    trees = {year: parents_in(system, year) for year in {year for _code, year in tables}}
    hidden = {
        cell
        for year, parents in trees.items()
        for cell in hidden_in(system, passports, tables, year, parents, named)
    }
    strange = {
        unit
        for (_code, year), table in tables.items()
        for unit in units_of_strangers(trees[year], table, named)
    }
    return Curtain(frozenset(passports), named - strange, frozenset(hidden))


def sensitive_passports(system: System) -> dict[str, ContextIndicator]:
    """Indicators that any version of the method counts by a sensitive measure, by code."""
    links = sorted(system.versions.all(), key=lambda link: link.start)
    found: dict[str, ContextIndicator] = {}
    for link in links:
        section = link.pack_version.read.find(Indicators)
        listed = [*section.indicators, *section.context] if section else []
        found |= {one.code: one for one in listed if is_sensitive(one.value)}
    return found


def named_units(actor: Actor, system: System, codes: Iterable[str]) -> frozenset[int]:
    """Units of the system, now or when it was counted, whose people the actor sees by name."""
    told = IndicatorValue.objects.filter(system=system, code__in=list(codes)).values("unit")
    inside = Q(pk__in=told) | Q(pk__in=units_of(system).values("pk"))
    units: Any = OrgUnit.objects.filter(inside)
    visible = units.visible_to(actor, permissions.VIEW_MEMBERS)
    return frozenset(visible.values_list("pk", flat=True))


def parents_in(system: System, year: int) -> Parents:
    """What each unit stood in when a year was summed."""
    tree = tree_of(system.root, tree_day(system, year))
    return {node.id: node.parent for node in tree.nodes} | {tree.root: None}


def stored_rows(system: System, codes: Iterable[str]) -> Iterable[tuple[str, int, Counts]]:
    rows = IndicatorValue.objects.filter(system=system, code__in=list(codes)).order_by()
    names = ("code", "year", "unit", "numerator", "denominator")
    return ((code, year, Counts(*counts)) for code, year, *counts in rows.values_list(*names))


def row_of(value: IndicatorValue) -> tuple[str, int, Counts]:
    counts = Counts(value.unit_id, value.numerator, value.denominator)
    return value.code, value.year, counts


def tables_of(rows: Iterable[tuple[str, int, Counts]]) -> Tables:
    found: dict[tuple[str, int], list[Counts]] = {}
    for code, year, counts in rows:
        found.setdefault((code, year), []).append(counts)
    return {key: table_of(counts) for key, counts in found.items()}


def hidden_in(
    system: System,
    passports: Mapping[str, ContextIndicator],
    tables: Tables,
    year: int,
    parents: Parents,
    named: frozenset[int],
) -> Iterator[Cell]:
    """Family by family; a cumulative number is held against its earlier years."""
    formulas = {code: one.value for code, one in passports.items()}
    minimum = minimum_in(system, year)
    for family in families(formulas):
        codes = [code for code in family if (code, year) in tables]
        told = with_differences(formulas, {code: tables[code, year] for code in codes})
        told += grown(passports, tables, codes, year)
        for unit in hidden_units(parents, told, minimum, named):
            yield from ((code, year, unit) for code in codes)


def grown(
    passports: Mapping[str, ContextIndicator], tables: Tables, codes: Iterable[str], year: int
) -> list[Table]:
    """What cumulative numbers have gained since each earlier year."""
    return [
        gained(tables[code, year], before)
        for code in codes
        if passports[code].period == CUMULATIVE
        for (other, earlier), before in tables.items()
        if other == code and earlier < year
    ]


def minimum_in(system: System, year: int) -> int:
    """The least group that is shown, by the limits at the end of a year."""
    return int(system.limits_on(date(year, 12, 31)).get("min_group", 0))
