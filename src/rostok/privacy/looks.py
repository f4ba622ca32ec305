"""What a person is told of looks at their data: cards a day, lists and files they were in."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rostok.kernel import clock
from rostok.people.models import Person
from rostok.privacy.models import BulkPart, Viewing, ViewingKind
from rostok.privacy.viewing import CHUNK, holds

TOLD = timedelta(days=366)


@dataclass(frozen=True)
class Look:
    day: date
    kind: str
    what: str
    viewer: str
    place: str

    @property
    def words(self) -> str:
        title = str(ViewingKind(self.kind).label)
        return f"{title}: {self.what}" if self.what else title


def looks_at(person: Person) -> list[Look]:
    """Everything of the last twelve months, the newest first; three queries at most."""
    since = clock.today() - TOLD
    own = Viewing.objects.filter(person=person, day__gte=since)
    cards = [
        Look(day, kind, "", viewer, place)
        for day, kind, viewer, place in own.values_list("day", "kind", "viewer", "place")
    ]
    return sorted([*cards, *bulk_looks(person, since)], key=lambda look: look.day, reverse=True)


def bulk_looks(person: Person, since: date) -> list[Look]:
    rows: Any = BulkPart.objects.filter(chunk=person.pk // CHUNK, bulk__day__gte=since)
    own_user = getattr(person, "user", None)
    if own_user is not None:
        rows = rows.exclude(bulk__user_id=own_user.pk)
    wanted = ("bits", "bulk__day", "bulk__kind", "bulk__what", "bulk__viewer", "bulk__place")
    return [
        Look(day, kind, what, viewer, place)
        for bits, day, kind, what, viewer, place in rows.values_list(*wanted)
        if holds(bits, person.pk)
    ]
