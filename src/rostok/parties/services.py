"""Naming the units that are parties of a system."""

from datetime import date

from django.db import transaction

from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.periods import DAY
from rostok.kernel.text import clean
from rostok.kernel.ui.formats import date_words
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.pack import Parties, Party
from rostok.parties import journal, permissions
from rostok.parties.models import PartyUnit


@transaction.atomic
def name_party(
    actor: Actor, *, system: System, party: str, unit: OrgUnit, start: date, ground: str = ""
) -> PartyUnit:
    """Say that a unit is a party of the system from a day on.

    Refused: a party the regulation does not have; the same unit twice; a unit that stands neither
    in the system's territory nor above it; one that is closed.
    """
    lock(system.root)
    authorise(actor, permissions.NAME, system)
    named = party_of(system, party)
    refuse_unrelated(system, unit)
    if not unit.is_open_on(start):
        raise RuleViolation(f"«{unit}» в этот день не открыта.", {"unit": "Не открыта."})
    if PartyUnit.objects.filter(system=system, party=party, unit=unit, end=None).exists():
        message = f"«{unit}» уже указана."
        raise RuleViolation(message, {"unit": message})
    made: PartyUnit = PartyUnit.objects.create(
        system=system, party=party, unit=unit, start=start, ground=clean(ground)
    )
    record(
        actor,
        journal.NAMED,
        made,
        system,
        unit,
        party=named.short,
        unit=str(unit),
        on=date_words(start),
        ground=f" Основание: {made.ground}." if made.ground else "",
    )
    return made


@transaction.atomic
def release_party(actor: Actor, *, held: PartyUnit, last_day: date) -> PartyUnit:
    """End it on a day. Refused: ended already; before its first day."""
    held = lock(held)
    authorise(actor, permissions.NAME, held)
    if held.end is not None:
        raise RuleViolation("Уже завершено.")
    if last_day < held.start:
        message = f"Последний день не раньше первого: {date_words(held.start)}"
        raise RuleViolation(message, {"last_day": message})
    held.end = last_day + DAY
    held.save()
    party = find_party(held.system, held.party)
    record(
        actor,
        journal.RELEASED,
        held,
        held.system,
        held.unit,
        party=party.short if party else held.party,
        unit=str(held.unit),
        on=date_words(last_day),
    )
    return held


def find_party(system: System, code: str) -> Party | None:
    """The party as the version of today has it; another version may have dropped it."""
    section = system.current_version.read.find(Parties)
    return section.by_code.get(code) if section else None


def party_of(system: System, code: str) -> Party:
    found = find_party(system, code)
    if found is None:
        raise RuleViolation(f"В положении нет субъекта «{code}».")
    return found


def refuse_unrelated(system: System, unit: OrgUnit) -> None:
    """A party stands in the territory or on the way up from it: the region's ЦНППМ too."""
    top = OrgUnit.objects.filter(below_rows__descendant=system.root, parent__isnull=True).first()
    if top is None or not OrgUnit.objects.below(top).filter(pk=unit.pk).exists():
        message = "Эта организация из другой территории."
        raise RuleViolation(message, {"unit": message})
