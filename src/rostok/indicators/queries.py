"""Reads of indicators: where a person stands, the dashboard, territories, years."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from rostok.indicators import permissions
from rostok.indicators.asking import Question, question_about, tree_day
from rostok.indicators.catalogue import default_year, indicators_of, is_context, years_of
from rostok.indicators.comparing.change import (
    FOR_THOSE_WITH_NAMES,
    NO_MEMBERS,
    NOT_ASKED,
    OTHER_KIND,
    OTHER_SOURCE,
    TERM_TITLES,
    Change,
)
from rostok.indicators.comparing.live import KINDS, LiveSets
from rostok.indicators.comparing.method import method_of
from rostok.indicators.comparing.splitting import (
    SPLITS,
    Ids,
    Sets,
    Split,
    all_by_method,
    applied,
    within_base,
)
from rostok.indicators.computing import computed_values
from rostok.indicators.curtain import Curtain, curtain_for
from rostok.indicators.formula import Formula, Made, Share
from rostok.indicators.memberships import (
    Membership,
    Outside,
    ShareMembership,
    memberships_of,
)
from rostok.indicators.models import (
    Collected,
    IndicatorValue,
    ReportedTotal,
    Target,
)
from rostok.indicators.numbers import Outcome, divided, outcome_of
from rostok.indicators.pack import ContextIndicator
from rostok.indicators.rows import IndicatorRow, indicator_row
from rostok.indicators.small_groups import (
    Counts,
    families,
    group_of,
    hidden_units,
    is_sensitive,
    table_of,
    units_of_strangers,
    with_differences,
)
from rostok.indicators.targets import target_book
from rostok.indicators.tree import TERRITORIES, Below, Node, Tree, tree_of
from rostok.indicators.wording import change_words, counts_words, target_words, value_words
from rostok.kernel.access import Actor
from rostok.orgs.models import OrgClosure, OrgName, OrgUnit, System, UnitKind
from rostok.orgs.queries import systems_for_list, units_of

HOME_FIGURES = 3


def reachable_units(actor: Actor, system: System) -> QuerySet[OrgUnit]:
    """Units of a system whose numbers the actor may see."""
    units: Any = units_of(system)
    visible: QuerySet[OrgUnit] = units.visible_to(actor, permissions.VIEW)
    return visible


def named_units(actor: Actor) -> QuerySet[OrgUnit]:
    """Units whose people the actor may see by name."""
    visible: QuerySet[OrgUnit] = OrgUnit.objects.visible_to(actor, permissions.VIEW_MEMBERS)
    return visible


def own_target(system: System, unit: OrgUnit, code: str, year: int) -> Target | None:
    """The target that the unit set for itself."""
    rows = Target.objects.select_related("system", "unit")
    found: Target | None = rows.filter(system=system, unit=unit, code=code, year=year).first()
    return found


def targets_of(system: System, year: int) -> dict[str, Decimal]:
    """Targets that bind the whole system in a year: its own, else the regulation's."""
    tree = tree_of(system.root)
    book = target_book(system, tree)
    found = {one.code: book.target_for(one, year, tree.root) for one in indicators_of(system)}
    return {code: value for code, value in found.items() if value is not None}


def place_in(actor: Actor, system: System, unit: str | None, day: date) -> OrgUnit:
    """The unit asked for, else the highest one the actor may see, with its name of the day.

    404 when there is none.
    """
    seen: Any = reachable_units(actor, system)
    units = seen.with_names_on(day)
    if unit:
        found = units.filter(pk=unit).first() if unit.isdecimal() else None
    else:
        found = units.filter(pk=system.root_id).first() or topmost(units)
    if found is None:
        raise Http404
    place: OrgUnit = found
    return place


def topmost(units: QuerySet[OrgUnit]) -> OrgUnit | None:
    """The first unit whose parent is not among them."""
    return units.exclude(parent__in=units).order_by("sort_key").first()


def dashboard_rows(actor: Actor, system: System, unit: OrgUnit, year: int) -> list[IndicatorRow]:
    """Every indicator of the system for a unit, with all its stored years, in three queries."""
    curtain = curtain_for(actor, system)
    stored: dict[str, dict[int, IndicatorValue]] = {}
    for value in IndicatorValue.objects.filter(system=system, unit=unit).order_by("year"):
        stored.setdefault(value.code, {})[value.year] = curtain.shown(value)
    beside = ReportedTotal.objects.filter(system=system, unit=unit, year=year)
    reported = {row.code: row for row in beside if not curtain.guards(row.code, unit.pk)}
    levels = levels_of(system, year)
    return [
        replace(
            indicator_row(indicator, stored.get(indicator.code, {}), year),
            beside=reported.get(indicator.code),
            level=levels.get(indicator.code, ""),
        )
        for indicator in indicators_of(system, year)
    ]


def levels_of(system: System, year: int) -> dict[str, str]:
    """Code → whose units report it, of what is collected in a year."""
    asked = Collected.objects.filter(system=system, year=year)
    return dict(asked.values_list("code", "level"))


def row_for(
    curtain: Curtain, system: System, unit: OrgUnit, indicator: ContextIndicator, year: int
) -> IndicatorRow:
    """One indicator of a unit with its stored years, as far as the curtain lets them be seen."""
    stored = IndicatorValue.objects.filter(system=system, unit=unit, code=indicator.code)
    by_year = {value.year: curtain.shown(value) for value in stored.order_by("year")}
    return indicator_row(indicator, by_year, year)


def values_below(
    actor: Actor, system: System, below: Below, code: str, year: int, level: str
) -> QuerySet[Any]:
    """Stored values of what stood below a unit: right in it, or all of a level, named as then.

    Not all of a sensitive indicator are to be shown: `Curtain.shown` each, and sort only then.
    """
    units: Any = reachable_units(actor, system)
    inside = Q(pk__in=below.ids, kind=level) & ~Q(pk=below.root) if level else below.directly
    units = units.filter(inside)
    rows = IndicatorValue.objects.filter(system=system, code=code, year=year, unit__in=units)
    names = OrgName.objects.active_on(tree_day(system, year))
    named = Prefetch("unit__names", names, to_attr="names_then")
    return rows.select_related("unit").prefetch_related(named).order_by("unit__sort_key")


def handed_over_since(actor: Actor, below: Below) -> int:
    """How many organisations a past year sums that are no longer the actor's to see."""
    if not below.elsewhere:
        return 0
    inside = OrgUnit.objects.filter(pk__in=below.ids, kind=UnitKind.ORGANISATION)
    mine = OrgUnit.objects.visible_to(actor, permissions.VIEW)
    return inside.exclude(pk__in=mine.values("pk")).count()


@dataclass(frozen=True)
class HomeFigure:
    """A figure of the home page: where it stands and where it opens."""

    row: IndicatorRow
    note: str
    url: str

    @property
    def kind(self) -> str:
        """The state to show; without a plan there is none."""
        return self.row.state if self.row.has_plan else ""


def nearest_system(actor: Actor) -> System | None:
    """The system of the actor's own place with numbers for them: the lowest that holds it.

    Else the lowest of those the actor sees.
    """
    units: Any = OrgUnit.objects.all()
    seen = OrgClosure.objects.filter(
        ancestor=OuterRef("root"), descendant__in=units.visible_to(actor, permissions.VIEW)
    )
    systems = systems_for_list(actor).filter(Exists(seen))
    mine = [unit for found in actor.reaches_of(permissions.VIEW).values() for unit in found]
    own = OrgClosure.objects.filter(ancestor=OuterRef("root"), descendant__in=mine)
    nearest: System | None = (
        systems.annotate(depth=Count("root__above_rows"), is_own=Exists(own))
        .order_by("-is_own", "-depth", "key")
        .first()
    )
    return nearest


def home_figures(actor: Actor) -> list[HomeFigure]:
    """Three figures of the actor's nearest system, those with a plan first."""
    system = nearest_system(actor) if actor.may(permissions.VIEW) else None
    return figures_of(actor, system) if system else []


def figures_of(actor: Actor, system: System) -> list[HomeFigure]:
    unit = reachable_units(actor, system).filter(pk=system.root_id).first() or topmost(
        reachable_units(actor, system)
    )
    if unit is None:
        return []
    now, latest = default_year(system), years_of(system)[-1]
    planned = [row for row in with_values(actor, system, unit, now) if row.has_plan]
    context = [row for row in with_values(actor, system, unit, latest) if not row.has_plan]
    return [home_figure(system, unit, row) for row in (planned + context)[:HOME_FIGURES]]


def with_values(actor: Actor, system: System, unit: OrgUnit, year: int) -> list[IndicatorRow]:
    return [row for row in dashboard_rows(actor, system, unit, year) if row.value is not None]


def home_figure(system: System, unit: OrgUnit, row: IndicatorRow) -> HomeFigure:
    year = row.now.year if row.now else default_year(system)
    address = reverse("indicators:indicator", args=[system.key, row.indicator.code])
    return HomeFigure(row, f"{unit}, {year} год", f"{address}?year={year}&unit={unit.pk}")


# What packages above read of the engine, beside the functions of this file.
__all__ = [
    "FOR_THOSE_WITH_NAMES",
    "KINDS",
    "NOT_ASKED",
    "NO_MEMBERS",
    "OTHER_KIND",
    "OTHER_SOURCE",
    "SPLITS",
    "TERM_TITLES",
    "TERRITORIES",
    "Below",
    "Change",
    "Counts",
    "Formula",
    "Ids",
    "IndicatorRow",
    "LiveSets",
    "Made",
    "Membership",
    "Node",
    "Outcome",
    "Outside",
    "Question",
    "Sets",
    "Share",
    "ShareMembership",
    "Split",
    "Tree",
    "all_by_method",
    "applied",
    "change_words",
    "computed_values",
    "counts_words",
    "default_year",
    "divided",
    "families",
    "group_of",
    "hidden_units",
    "indicators_of",
    "is_context",
    "is_sensitive",
    "memberships_of",
    "method_of",
    "outcome_of",
    "question_about",
    "table_of",
    "target_words",
    "tree_day",
    "tree_of",
    "units_of_strangers",
    "value_words",
    "with_differences",
    "within_base",
    "years_of",
]
