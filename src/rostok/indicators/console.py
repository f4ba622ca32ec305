"""Rows for `rostok indicators` and `rostok explain`, computed afresh."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rostok.indicators import permissions
from rostok.indicators.asking import question_about
from rostok.indicators.catalogue import indicators_of
from rostok.indicators.computing import computed_values
from rostok.indicators.curtain import curtain_for
from rostok.indicators.imports import SPEC_CODE
from rostok.indicators.imports.template import template_for
from rostok.indicators.lists import MemberRow, MemberRows
from rostok.indicators.members import COUNTED, NOT_COUNTED, members_for
from rostok.indicators.models import IndicatorValue
from rostok.indicators.pack import ContextIndicator, Indicator
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import ImportState, RowAction
from rostok.kernel.tabular import check_batch, confirm_batch, drop_batch, summary_of, upload
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.queries import level_units, units_of


@dataclass(frozen=True)
class Answer:
    """What the command prints around its rows."""

    system: str
    year: int
    on: date
    version: str
    rows: list[dict[str, Any]]


def indicator_rows(
    actor: Actor,
    system: System,
    year: int,
    *,
    on: date | None = None,
    org: str | None = None,
    level: str | None = None,
) -> Answer:
    """Values of a unit (the root by default) or of a level. Refused: a unit outside."""
    counted = list(computed_values(system, year, on=on))
    curtain = curtain_for(actor, system, counted)
    values = [curtain.shown(value) for value in counted]
    day = on or max(value.base_date for value in values)
    units = asked_units(system, org, level, day)
    printed = {
        one.code: one.printed_number if isinstance(one, Indicator) else None
        for one in indicators_of(system, year)
    }
    rows = [
        value_row(value, printed[value.code], units[value.unit_id])
        for value in values
        if value.unit_id in units
    ]
    return Answer(system.key, year, day, system.version_on(day).version, rows)


def asked_units(
    system: System, org: str | None, level: str | None, day: date
) -> dict[int, OrgUnit]:
    if org is not None:
        return {unit.pk: unit for unit in [unit_by_code(system, org)]}
    if level is not None:
        return {unit.pk: unit for unit in level_units(system, level, day)}
    return {system.root_id: system.root}


def unit_by_code(system: System, code: str) -> OrgUnit:
    unit: OrgUnit | None = units_of(system).filter(code=code).first()
    if unit is None:
        raise RuleViolation(f"В системе «{system.key}» нет организации с кодом «{code}».")
    return unit


def value_row(value: IndicatorValue, printed: str | None, unit: OrgUnit) -> dict[str, Any]:
    return {
        "code": value.code,
        "printed_number": printed,
        "org": unit.code,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "value": value.value,
        "target": value.target,
        "state": value.state,
        "source": value.source,
    }


def explain_rows(
    actor: Actor,
    system: System,
    year: int,
    code: str,
    *,
    on: date | None = None,
    org: str | None = None,
) -> Answer:
    """Each member of the base of an indicator: counted or not, and why.

    Refused: an unknown code; a unit outside; whoever may not see names.
    """
    question = question_about(system, passport(system, code, year), year, on)
    unit = unit_by_code(system, org) if org else system.root
    authorise(actor, permissions.VIEW_MEMBERS, unit)
    rows: list[dict[str, Any]] = []
    for show in (COUNTED, NOT_COUNTED):
        found = members_for(question, unit.pk, show)
        if found is not None:
            rows += described(MemberRows(actor, question, found, show))
    return Answer(system.key, year, question.on, question.version.version, rows)


def passport(system: System, code: str, year: int) -> ContextIndicator:
    known = {indicator.code: indicator for indicator in indicators_of(system, year)}
    if code not in known:
        raise RuleViolation(f"Нет показателя «{code}». Есть: {', '.join(known)}.")
    return known[code]


def described(members: Iterable[MemberRow]) -> list[dict[str, Any]]:
    return [
        {
            "kind": member.kind,
            "id": member.id,
            "title": member.title,
            "org": member.unit_code,
            "counted": member.counted,
            "reason": member.reason,
            "fact": member.fact,
            "on": member.on,
        }
        for member in members
    ]


def write_reported_template(path: Path, system: System, year: int, org: str | None = None) -> None:
    """The form in Excel with the units and what they have reported so far."""
    path.write_bytes(template_for({"system": system.key, "year": year, "org": org}))


def import_reported(
    actor: Actor, path: Path, system: System, *, year: int | None = None, check_only: bool = False
) -> dict[str, Any]:
    """Load a table: `{new, changed, left, unchanged, errors}`; rows with errors are left out.

    Refused: a file that cannot be read as a table of this system.
    """
    context = {"system": system.key, **({"year": year} if year else {})}
    with path.open("rb") as file:
        batch = upload(actor, spec=SPEC_CODE, file=file, file_name=path.name, context=context)
    batch = check_batch(actor, batch=batch)
    if batch.state == ImportState.FAILED:
        raise RuleViolation(batch.message)
    summary = summary_of(batch)
    notes = [change for row in batch.rows.all() for change in row.changes]
    summary["notes"] = [note for note in notes if "не сходится" in note["title"]]
    if check_only or not any(batch.counts.get(kind) for kind in (RowAction.NEW, RowAction.CHANGED)):
        drop_batch(actor, batch=batch)
    else:
        confirm_batch(actor, batch=batch)
    return summary
