"""Where a unit stands in the tree, since when, and where it stood before."""

from datetime import date

from rostok.kernel.errors import RuleViolation
from rostok.orgs.models import LONG_AGO, OrgClosure, OrgPlace, OrgUnit


def start_of_place(unit: OrgUnit) -> date:
    """Since when the unit stands where it stands."""
    last = unit.places.order_by("-start").first()
    return (last.end if last else None) or unit.opened_on or LONG_AGO


def put_under(unit: OrgUnit, parent: OrgUnit, day: date, ground: str = "") -> None:
    """Hang a unit under another parent from a day on, the former place kept.

    Refused: a day before the unit came to where it stands. On that very day it is just replaced.
    """
    start = start_of_place(unit)
    if day < start:
        message = f"Прежняя принадлежность действует с {start:%d.%m.%Y}: новая начинается позже."
        raise RuleViolation(message, {"on": message})
    former = unit.parent
    if former is not None and start < day:
        OrgPlace.objects.create(unit=unit, parent=former, start=start, end=day, ground=ground)
    hang(unit, parent)


def put_back(unit: OrgUnit, wrong: OrgUnit, parent: OrgUnit, day: date) -> None:
    """Take a placing back. Refused: the unit has moved on since."""
    if unit.parent_id != wrong.pk:
        raise RuleViolation(f"«{unit}» с тех пор передана дальше: сначала верните её.")
    unit.places.filter(parent=parent, end=day).delete()
    hang(unit, parent)


def hang(unit: OrgUnit, parent: OrgUnit) -> None:
    unit.parent = parent
    unit.version += 1
    unit.save()
    OrgClosure.objects.move(unit, parent)
