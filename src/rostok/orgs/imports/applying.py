"""Write a checked table of units: a few set-based statements, whatever its length."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Max

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.models import ImportBatch, RowAction
from rostok.kernel.periods import after_last_day
from rostok.kernel.tabular import StagedRow, StalePreview, Trace, Write, staged_rows
from rostok.kernel.text import norm, sort_key
from rostok.orgs.followers import held_open
from rostok.orgs.imports.comparing import chunks
from rostok.orgs.kinds import kinds_of_value
from rostok.orgs.models import LONG_AGO, OrgClosure, OrgFlag, OrgName, OrgPlace, OrgUnit
from rostok.orgs.services.bulk import NewUnit, insert_units, units_by_code
from rostok.orgs.services.closing import end_all

FEW_MOVES = 100
WRITTEN = [
    "title",
    "short_title",
    "norm",
    "sort_key",
    "org_kind",
    "parent",
    "opened_on",
    "closed_on",
    "time_zone",
    "version",
]


def prepare(actor: Actor, batch: ImportBatch) -> Write:
    return partial(apply_units, actor, batch)


def apply_units(actor: Actor, batch: ImportBatch, trace: Trace) -> list[OrgUnit]:
    """Add what is new, change what differs. Rights were checked with every row at the preview.

    What stands at those that close ends as if they were closed by hand.

    Touched are also the units that these stood in and stand in now: the entry is in their history.
    """
    new = list(staged_rows(batch, RowAction.NEW))
    changed = list(staged_rows(batch, RowAction.CHANGED))
    made = {unit.code: unit for unit in add_units(new, trace)}
    units = locked_units({row.target["id"]: row.target["version"] for row in changed})
    around = {unit.parent_id for unit in units.values() if unit.parent_id}
    working = [unit for unit in units.values() if unit.closed_on is None]
    change_units(changed, units, made, trace)
    end_at([unit for unit in working if unit.closed_on is not None], actor)
    touched = [*made.values(), *units.values()]
    add_flags([*new, *changed], {unit.code: unit for unit in touched}, trace)
    around |= {unit.parent_id for unit in touched if unit.parent_id}
    return [*touched, *units_by_id(around - {unit.pk for unit in touched})]


def end_at(closing: list[OrgUnit], actor: Actor) -> None:
    """Refused: somebody has been engaged there since the preview."""
    if held_open({unit.pk: unit.closed_on for unit in closing if unit.closed_on}):
        raise StalePreview
    for unit in closing:
        if unit.closed_on:
            end_all(actor, unit, unit.closed_on)


def units_by_id(ids: Iterable[int]) -> list[OrgUnit]:
    return [unit for part in chunks(ids) for unit in OrgUnit.objects.filter(pk__in=part)]


def add_units(rows: list[StagedRow], trace: Trace) -> list[OrgUnit]:
    wanted = {row.values["code"]: new_unit(row.values) for row in rows}
    existing = units_by_code({*wanted, *(new.parent for new in wanted.values())})
    parents = {new.parent for new in wanted.values()} - {""}
    if wanted.keys() & existing.keys() or parents - existing.keys() - wanted.keys():
        raise StalePreview
    made = insert_units(wanted, existing)
    trace.made(made)
    return made


def new_unit(values: dict[str, Any]) -> NewUnit:
    kind, org_kind = kinds_of_value(values["kind"])
    return NewUnit(
        kind=kind,
        code=values["code"],
        title=values["title"],
        short_title=values.get("short_title") or values["title"][:200],
        parent=values.get("parent") or "",
        org_kind=org_kind,
        time_zone=values.get("time_zone") or "",
        opened_on=values.get("opened_on"),
        closed_on=after_last_day(values.get("last_day")),
    )


def change_units(
    rows: list[StagedRow], units: dict[int, OrgUnit], made: dict[str, OrgUnit], trace: Trace
) -> None:
    """The values of the rows on their units, former names and places kept."""
    codes = {row.values.get("parent") or "" for row in rows}
    parents = {**units_by_code(codes), **made}
    today = clock.today()
    names, places, moved = [], [], []
    starts = starts_of(OrgName, units.values())
    since = starts_of(OrgPlace, units.values())
    for row in rows:
        unit = units[row.target["id"]]
        former = former_name(unit, starts.get(unit.pk), today)
        place = former_place(unit, since.get(unit.pk), today)
        above = unit.parent_id
        put_values(unit, row.values, parents)
        if unit.parent_id != above:
            moved.append(unit)
            places += [place] if place else []
        names += [former] if former and is_renamed(unit, former) else []
    trace.write_over(list(units.values()), WRITTEN)
    trace.write_new(OrgName, names)
    trace.write_new(OrgPlace, places)
    rehang(moved)


def locked_units(versions: dict[int, int]) -> dict[int, OrgUnit]:
    """The units under a lock; refused when one has moved on since the preview."""
    found: dict[int, OrgUnit] = {}
    for part in chunks(versions):
        rows = OrgUnit.objects.filter(pk__in=part).order_by("pk").select_for_update()
        found |= {unit.pk: unit for unit in rows}
    if any(pk not in found or found[pk].version != version for pk, version in versions.items()):
        raise StalePreview
    return found


def starts_of(history: Any, units: Iterable[OrgUnit]) -> dict[int, date]:
    """Since when the current name or place stands, for units that had another before."""
    found: dict[int, date] = {}
    for part in chunks({unit.pk for unit in units}):
        ends = history.objects.filter(unit__in=part).values_list("unit").annotate(last=Max("end"))
        found |= dict(ends.order_by())
    return found


def former_name(unit: OrgUnit, start: date | None, today: date) -> OrgName | None:
    """The name as a row of history, unless it began only today: then it is just replaced."""
    start = start or unit.opened_on or LONG_AGO
    if start >= today:
        return None
    return OrgName(
        unit=unit,
        title=unit.title,
        short_title=unit.short_title,
        norm=unit.norm,
        start=start,
        end=today,
    )


def former_place(unit: OrgUnit, start: date | None, today: date) -> OrgPlace | None:
    """The place as a row of history, unless the unit came there only today."""
    start = start or unit.opened_on or LONG_AGO
    if start >= today or unit.parent_id is None:
        return None
    return OrgPlace(unit=unit, parent_id=unit.parent_id, start=start, end=today)


def is_renamed(unit: OrgUnit, former: OrgName) -> bool:
    return (unit.title, unit.short_title) != (former.title, former.short_title)


def put_values(unit: OrgUnit, values: dict[str, Any], parents: dict[str, OrgUnit]) -> None:
    """The values of a row on its unit; what is blank stays as it was."""
    given = {code: value for code, value in values.items() if value is not None}
    unit.title = given.get("title", unit.title)
    unit.short_title = given.get("short_title", unit.short_title)
    unit.norm, unit.sort_key = norm(unit.short_title), sort_key(unit.short_title)
    unit.org_kind = kinds_of_value(given["kind"])[1] or unit.org_kind
    unit.opened_on = given.get("opened_on", unit.opened_on)
    unit.closed_on = after_last_day(given.get("last_day")) or unit.closed_on
    unit.time_zone = given.get("time_zone", unit.time_zone)
    if "parent" in given:
        if given["parent"] not in parents:
            raise StalePreview
        unit.parent = parents[given["parent"]]
    unit.version += 1


def rehang(moved: list[OrgUnit]) -> None:
    """The closure of units that moved; of many at once it is cheaper to make it anew."""
    if not moved:
        return
    list(OrgUnit.objects.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    if len(moved) > FEW_MOVES:
        OrgClosure.objects.rebuild()
        return
    for unit in moved:
        OrgClosure.objects.move(unit, unit.parent)


def add_flags(rows: list[StagedRow], units: dict[str, OrgUnit], trace: Trace) -> None:
    """Marks that the file names and the unit does not hold today, from today on."""
    today = clock.today()
    held: set[tuple[int, str]] = set()
    for part in chunks({unit.pk for unit in units.values()}):
        active = OrgFlag.objects.active_on(today).filter(unit__in=part)
        held |= set(active.values_list("unit", "flag"))
    wanted = [
        OrgFlag(unit=units[row.values["code"]], flag=flag, start=today)
        for row in rows
        for flag in row.values.get("flags") or []
        if (units[row.values["code"]].pk, flag) not in held
    ]
    trace.write_new(OrgFlag, wanted)
