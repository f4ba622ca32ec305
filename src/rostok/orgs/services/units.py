"""Territories and organisations begin and change their names."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock, refuse_stale
from rostok.kernel.periods import DAY
from rostok.kernel.text import clean
from rostok.orgs import journal, rules
from rostok.orgs.models import LONG_AGO, OrgClosure, OrgName, OrgUnit

CORRECTED = ("code", "title", "short_title", "org_kind", "time_zone", "opened_on")


@transaction.atomic
def create_unit(
    actor: Actor,
    *,
    kind: str,
    code: str,
    title: str,
    short_title: str,
    parent: OrgUnit | None,
    org_kind: str = "",
    time_zone: str = "",
    opened_on: date | None = None,
) -> OrgUnit:
    """Add a territory or an organisation under its parent.

    Refused: empty names, a taken code, a parent of a kind that cannot hold it or that has closed,
    an unknown time zone, no right at the parent.
    """
    parent = lock(parent) if parent is not None else None
    rules.authorise_under(actor, parent)
    org_kind = rules.kind_within(kind, org_kind, parent)
    rules.refuse_empty(code, title, short_title)
    rules.refuse_wrong_kind(kind, org_kind)
    rules.refuse_wrong_parent(kind, parent.kind if parent else None)
    rules.refuse_closed_parent(parent, opened_on or clock.today())
    rules.refuse_wrong_zone(time_zone)
    unit = OrgUnit(
        kind=kind,
        code=clean(code),
        title=clean(title),
        short_title=clean(short_title),
        parent=parent,
        org_kind=org_kind,
        time_zone=time_zone,
        opened_on=opened_on,
    )
    save_with_free_code(unit)
    OrgClosure.objects.add_level(unit.pk)
    kind_title = unit.get_kind_display()
    record(actor, journal.UNIT_CREATED, unit, title=unit, kind=kind_title, code=unit.code)
    return unit


@transaction.atomic
def rename_unit(
    actor: Actor,
    *,
    unit: OrgUnit,
    title: str,
    short_title: str,
    on: date,
    version: int | None = None,
) -> OrgUnit:
    """Give a new name from a day on; the former one stays in the history.

    Refused: empty names, the same name, a day not after the previous change or still to come, a
    stale form. A mistake in a name is corrected, not renamed.
    """
    unit = locked(actor, unit, version)
    rules.refuse_empty(unit.code, title, short_title)
    if (clean(title), clean(short_title)) == (unit.title, unit.short_title):
        raise RuleViolation("Название не изменилось.", {"title": "Введите новое название."})
    former = OrgName(
        unit=unit,
        title=unit.title,
        short_title=unit.short_title,
        start=start_of_current_name(unit),
        end=on,
    )
    refuse_wrong_renaming_day(former.start, on)
    former.save()
    unit.title, unit.short_title = clean(title), clean(short_title)
    save_change(unit)
    record(
        actor, journal.UNIT_RENAMED, unit, on=shown(on), title=unit.title, former=former.short_title
    )
    return unit


@transaction.atomic
def correct_unit(
    actor: Actor, *, unit: OrgUnit, version: int | None = None, **values: Any
) -> OrgUnit:
    """Put right what was entered wrong: names, code, kind of organisation, time zone, opening day.

    Refused: empty names, a taken code, an unknown time zone, an opening after the closing, a stale
    form.
    """
    unit = locked(actor, unit, version)
    changed = [name for name in CORRECTED if name in values and getattr(unit, name) != values[name]]
    if not changed:
        return unit
    for name in changed:
        setattr(unit, name, tidy(values[name]))
    rules.refuse_empty(unit.code, unit.title, unit.short_title)
    rules.refuse_wrong_kind(unit.kind, unit.org_kind)
    rules.refuse_wrong_zone(unit.time_zone)
    rules.refuse_wrong_days(unit.opened_on, unit.closed_on)
    save_change(unit)
    record(actor, journal.UNIT_CORRECTED, unit, fields=titles_of(changed))
    return unit


def locked(actor: Actor, unit: OrgUnit, version: int | None) -> OrgUnit:
    """The unit under a lock, after the right and the version of the form are checked."""
    unit = lock(unit)
    rules.authorise_change(actor, unit)
    refuse_stale(unit, version)
    return unit


def save_change(unit: OrgUnit) -> None:
    unit.version += 1
    save_with_free_code(unit)


def save_with_free_code(unit: OrgUnit) -> None:
    """Save; refused when the code is taken, also by somebody who was a moment faster."""
    if OrgUnit.objects.filter(code=unit.code).exclude(pk=unit.pk).exists():
        raise rules.code_taken(unit.code)
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError:
        raise rules.code_taken(unit.code) from None


def start_of_current_name(unit: OrgUnit) -> date:
    last = unit.names.order_by("-start").first()
    return last.end if last else unit.opened_on or LONG_AGO


def refuse_wrong_renaming_day(start: date, on: date) -> None:
    if on <= start:
        message = f"Прежнее название действует с {shown(start)}: новое начинается позже."
        raise RuleViolation(message, {"on": message})
    if on > clock.today() + DAY:
        message = "Переименование вносят, когда оно наступило."
        raise RuleViolation(message, {"on": message})


def titles_of(names: list[str]) -> str:
    fields: Any = OrgUnit._meta
    return ", ".join(str(fields.get_field(name).verbose_name) for name in names)


def tidy(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def shown(day: date) -> str:
    return f"{day:%d.%m.%Y}"
