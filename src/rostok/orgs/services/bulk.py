"""Thousands of units at once: for imports and the demo."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.text import clean, norm, sort_key
from rostok.orgs import journal, permissions, rules
from rostok.orgs.models import OrgClosure, OrgUnit

CHUNK = 2000


@dataclass(frozen=True)
class NewUnit:
    """A unit to be; `parent` is a code, of an existing unit or of another in the same batch."""

    kind: str
    code: str
    title: str
    short_title: str
    parent: str = ""
    org_kind: str = ""
    time_zone: str = ""
    opened_on: date | None = None
    closed_on: date | None = None


@transaction.atomic
def create_units(actor: Actor, *, units: Sequence[NewUnit]) -> list[OrgUnit]:
    """Add many units, in any order; those they stand under may be among them.

    Refused as a whole: what `create_unit` refuses for one, a code given twice, an unknown parent, a
    circle.
    """
    wanted = by_code(units)
    existing = units_by_code({unit.parent for unit in units} | set(wanted))
    for code in wanted:
        if code in existing:
            raise rules.code_taken(code)
    refuse_wrong(wanted, existing)
    authorise_parents(actor, wanted, existing)
    made = insert_units(wanted, existing)
    record(actor, journal.UNITS_CREATED, *made, count=len(made))
    return made


def insert_units(wanted: dict[str, NewUnit], existing: dict[str, OrgUnit]) -> list[OrgUnit]:
    """Write units that were checked, level by level, their closure with them."""
    standing = dict(existing)
    made: list[OrgUnit] = []
    for level in levels(wanted, existing):
        units = create_level([unit_of(new, standing) for new in level])
        standing |= {unit.code: unit for unit in units}
        made += units
    return made


def by_code(units: Iterable[NewUnit]) -> dict[str, NewUnit]:
    found: dict[str, NewUnit] = {}
    for unit in units:
        if unit.code in found:
            raise RuleViolation(f"Код «{unit.code}» встречается дважды.")
        found[unit.code] = unit
    return found


def units_by_code(codes: Iterable[str]) -> dict[str, OrgUnit]:
    """Existing units of the codes; locked, so that none closes or moves meanwhile."""
    ordered = sorted(filter(None, codes))
    found: dict[str, OrgUnit] = {}
    for start in range(0, len(ordered), CHUNK):
        rows = OrgUnit.objects.filter(code__in=ordered[start : start + CHUNK])
        found |= {unit.code: unit for unit in rows.order_by("pk").select_for_update()}
    return found


def refuse_wrong(wanted: dict[str, NewUnit], existing: dict[str, OrgUnit]) -> None:
    for zone in {unit.time_zone for unit in wanted.values()}:
        rules.refuse_wrong_zone(zone)
    for new in wanted.values():
        parent = wanted.get(new.parent) or existing.get(new.parent)
        if new.parent and parent is None:
            raise RuleViolation(
                f"«{new.short_title}»: нет территории или организации с кодом «{new.parent}»."
            )
        try:
            rules.refuse_empty(new.code, new.title, new.short_title)
            rules.refuse_wrong_kind(new.kind, rules.kind_within(new.kind, new.org_kind, parent))
            rules.refuse_wrong_parent(new.kind, parent.kind if parent else None)
            rules.refuse_wrong_days(new.opened_on, new.closed_on)
        except RuleViolation as refusal:
            raise RuleViolation(f"{new.code}: {refusal.message}", refusal.fields) from None


def authorise_parents(
    actor: Actor, wanted: dict[str, NewUnit], existing: dict[str, OrgUnit]
) -> None:
    """The right is needed at every existing parent, asked in one query."""
    if actor.unlimited:
        return
    parents = {new.parent for new in wanted.values() if new.parent not in wanted}
    if "" in parents:
        rules.authorise_under(actor, None)
    allowed = OrgUnit.objects.visible_to(actor, permissions.EDIT)
    ids = {existing[code].pk for code in parents}
    if set(allowed.filter(pk__in=ids).values_list("pk", flat=True)) != ids:
        raise Forbidden("Нет права вести организации на этой территории.")


def levels(wanted: dict[str, NewUnit], existing: dict[str, OrgUnit]) -> Iterator[list[NewUnit]]:
    """From the top down: those whose parent stands already."""
    left = dict(wanted)
    standing = {"", *existing}
    while left:
        ready = [new for new in left.values() if new.parent in standing]
        if not ready:
            raise RuleViolation(f"Запись «{next(iter(left))}» входит сама в себя.")
        yield ready
        standing |= {new.code for new in ready}
        left = {code: new for code, new in left.items() if code not in standing}


def unit_of(new: NewUnit, existing: dict[str, OrgUnit]) -> OrgUnit:
    short_title = clean(new.short_title)
    parent = existing.get(new.parent)
    return OrgUnit(
        kind=new.kind,
        code=new.code,
        title=clean(new.title),
        short_title=short_title,
        norm=norm(short_title),
        sort_key=sort_key(short_title),
        parent=parent,
        org_kind=rules.kind_within(new.kind, new.org_kind, parent),
        time_zone=new.time_zone,
        opened_on=new.opened_on,
        closed_on=new.closed_on,
    )


def create_level(units: list[OrgUnit]) -> list[OrgUnit]:
    made = OrgUnit.objects.bulk_create(units, batch_size=CHUNK)
    OrgClosure.objects.add_level(min(unit.pk for unit in made))
    return made
