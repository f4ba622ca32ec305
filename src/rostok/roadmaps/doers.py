"""Who goes on with an action: whoever was named for its last term at a unit and is still there."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rostok.roadmaps.models import Action, Occurrence
from rostok.roadmaps.people import places_of

Place = tuple[int, int]


@dataclass(frozen=True)
class Doers:
    """Persons by action and unit, and those named before who are not there any more."""

    kept: Mapping[Place, int]
    left: Collection[int] = ()

    @property
    def people(self) -> set[int]:
        return set(self.kept.values())


NOBODY = Doers({})


def doers_of(actions: Iterable[Action], day: date) -> Doers:
    """In three questions, however many terms there are."""
    held = [one.pk for one in actions]
    last = last_named(held)
    if not last:
        return NOBODY
    named = Occurrence.objects.filter(action__in=held, responsible__isnull=False)
    there = places_of(named, day)
    kept = {place: person for place, person in last.items() if (person, place[1]) in there}
    return Doers(kept, {person for place, person in last.items() if place not in kept})


def last_named(actions: Iterable[int]) -> dict[Place, int]:
    """Who stands at the last term of each action at each unit, where anybody does."""
    rows = Occurrence.objects.standing().filter(action__in=actions).order_by("year", "number")
    last = {
        (action, unit): person
        for action, unit, person in rows.values_list("action", "unit", "responsible")
    }
    return {place: person for place, person in last.items() if person is not None}
