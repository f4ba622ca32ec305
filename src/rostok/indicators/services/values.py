"""Recomputing stored values, and targets set by people."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.db import transaction

from rostok.indicators import journal, permissions
from rostok.indicators.catalogue import indicator_of, years_of
from rostok.indicators.computing import standings_of
from rostok.indicators.models import Target
from rostok.indicators.storing import recompute_code, replace_values
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import refuse_stale
from rostok.orgs.models import OrgUnit, System

Progress = Callable[[int, int], None]


def say_nothing(_done: int, _total: int) -> None:
    """The progress of a computation nobody waits for."""


def recompute_year(actor: Actor, *, system: System, year: int) -> int:
    """Replace the stored values of a system and year; returns how many. Refused to outsiders.

    Counting happens before the transaction, so that other writers wait for the writing alone.
    """
    authorise(actor, permissions.RECOMPUTE, system.root)
    fresh = list(standings_of(system, year))
    replace_values(system, fresh, year=year)
    return len(fresh)


def recompute(
    actor: Actor,
    *,
    system: System,
    years: Iterable[int] | None = None,
    progress: Progress = say_nothing,
) -> int:
    """Recompute several years (all by default), each in a transaction of its own."""
    wanted = list(years) if years is not None else years_of(system)
    total = 0
    for number, year in enumerate(wanted, start=1):
        total += recompute_year(actor, system=system, year=year)
        progress(number, len(wanted))
    note_computed(actor, system=system, years=wanted)
    return total


@transaction.atomic
def note_computed(actor: Actor, *, system: System, years: list[int]) -> None:
    record(actor, journal.COMPUTED, system, years=", ".join(map(str, years)))


def recompute_all(actor: Actor, *, progress: Progress = say_nothing) -> int:
    """Recompute every system; used after loading and nightly."""
    systems = list(System.objects.with_versions())
    total = 0
    for number, system in enumerate(systems, start=1):
        total += recompute(actor, system=system)
        progress(number, len(systems))
    return total


@transaction.atomic
def set_target(
    actor: Actor,
    *,
    system: System,
    unit: OrgUnit,
    code: str,
    year: int,
    value: Decimal,
    ground: str,
    version: int | None = None,
) -> Target:
    """Set a territory's own target beside the pack's.

    Refused: a unit outside the system; a negative value; more than 100 %; no ground named.
    """
    authorise(actor, permissions.SET_TARGETS, unit)
    indicator = indicator_of(system, code, year)
    refuse_outside(system, unit)
    refuse_impossible(indicator.unit, value)
    if not ground.strip():
        raise RuleViolation(
            "Назовите основание: приказ, протокол, соглашение.", {"ground": "Назовите основание."}
        )
    row = (
        Target.objects.select_for_update()
        .filter(system=system, unit=unit, code=code, year=year)
        .first()
    )
    if row is not None:
        refuse_stale(row, version)
    saved, _created = Target.objects.update_or_create(
        system=system,
        unit=unit,
        code=code,
        year=year,
        defaults={"value": value, "ground": ground, "version": (row.version if row else 0) + 1},
    )
    record(
        actor,
        journal.TARGET_SET,
        unit,
        system,
        title=indicator.title,
        year=year,
        value=value,
        ground=ground,
    )
    recompute_code(system=system, code=code, year=year)
    return saved


@transaction.atomic
def remove_target(actor: Actor, *, target: Target) -> None:
    """Return to the pack's target."""
    authorise(actor, permissions.SET_TARGETS, target.unit)
    indicator = indicator_of(target.system, target.code)
    system, code, year, unit = target.system, target.code, target.year, target.unit
    target.delete()
    record(actor, journal.TARGET_REMOVED, unit, system, title=indicator.title, year=year)
    recompute_code(system=system, code=code, year=year)


def refuse_outside(system: System, unit: OrgUnit) -> None:
    if not OrgUnit.objects.below(system.root).filter(pk=unit.pk).exists():
        raise RuleViolation("Эта территория не входит в систему.")


def refuse_impossible(unit: str, value: Decimal) -> None:
    if value < 0:
        raise RuleViolation(
            "Целевое значение не бывает отрицательным.", {"value": "Не меньше нуля."}
        )
    if unit == "percent" and value > 100:  # noqa: PLR2004 - a hundred percent
        raise RuleViolation("Доля не бывает больше 100 %.", {"value": "Не больше 100."})
