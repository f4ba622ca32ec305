"""A person who is anonymised leaves no open action; what they have done stays as done by nobody."""

from collections.abc import Iterator

from rostok.people.models import Person
from rostok.privacy.erasing import add_eraser, stays
from rostok.roadmaps.models import Occurrence


def answers_for_actions(person: Person) -> Iterator[str]:
    if Occurrence.objects.unfinished().filter(responsible=person).exists():
        yield "отвечает за мероприятия дорожной карты"


add_eraser(Occurrence, "responsible", stays, answers_for_actions)
