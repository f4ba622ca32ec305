"""Which text of a consent a person is asked to agree to."""

from collections.abc import Iterable
from datetime import date

from rostok.accounts.queries import own_units
from rostok.orgs.models import OrgClosure, OrgUnit
from rostok.people.models import Person
from rostok.privacy.models import ConsentText


def place_of(person: Person) -> OrgUnit | None:
    """Where a person works today, the main place of several."""
    found = [unit for places in own_units.values() for unit in places(person.pk)]
    return OrgUnit.objects.filter(pk=found[0]).first() if found else None


def above(unit: OrgUnit | None) -> list[int]:
    """The unit and those above it, the nearest first."""
    if unit is None:
        return []
    line = OrgClosure.objects.filter(descendant=unit).order_by("depth")
    return list(line.values_list("ancestor", flat=True))


def texts_at(unit: OrgUnit | None, purpose: str) -> list[ConsentText]:
    """Texts of a purpose that may be asked for at a place, nearest place first, then newest."""
    line: list[int | None] = [*above(unit), None]
    rows = ConsentText.objects.filter(purpose=purpose)
    fitting = [row for row in rows if row.unit_id in line]
    return sorted(fitting, key=lambda row: (line.index(row.unit_id), -row.start.toordinal()))


def text_on(texts: Iterable[ConsentText], day: date) -> ConsentText | None:
    """Of `texts_at`: the text in force on a day, of the nearest place that has one."""
    return next((row for row in texts if row.start <= day), None)


def coming_text(texts: list[ConsentText], day: date) -> ConsentText | None:
    """The next text announced, if it will replace the one in force."""
    now = text_on(texts, day)
    later = [row for row in texts if row.start > day and replaces(texts, row, now)]
    return min(later, key=lambda row: row.start, default=None)


def replaces(texts: list[ConsentText], newer: ConsentText, older: ConsentText | None) -> bool:
    """Whether the newer text takes the place of the older: of the same place or of a nearer one."""
    if older is None:
        return True
    return newer.start > older.start and texts.index(newer) <= texts.index(older)
