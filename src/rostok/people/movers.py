"""What of a person's own card moves when two cards are made one."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from rostok.kernel.text import norm
from rostok.kernel.ui.formats import date_words
from rostok.people.merging import FIRST, SECOND, Merging, Option, Question, add_mover, stays
from rostok.people.models import DistinctPair, Gender, Person, PersonMerge, PersonSensitive

NAMES = {
    "last_name": "Фамилия",
    "first_name": "Имя",
    "patronymic": "Отчество",
    "gender": "Пол",
}
CLOSED = {"birth_date": "Дата рождения", "phone": "Телефон", "snils_hash": "СНИЛС"}


def differing(first: Any, second: Any, names: dict[str, str]) -> Iterator[str]:
    """Fields that both cards fill, each in its own way."""
    for name in names:
        ours, theirs = getattr(first, name), getattr(second, name)
        if ours and theirs and ours != theirs:
            yield name


def choice(name: str, title: str, first: str, second: str, **more: Any) -> Question:
    return Question(name, title, (Option(FIRST, first), Option(SECOND, second)), **more)


def merged_values(
    merging: Merging, first: Any, second: Any, names: dict[str, str]
) -> dict[str, Any]:
    """What the survivor's row must change: the chosen values, and those that only the other had."""
    asked = set(differing(first, second, names))
    return {
        name: getattr(second, name)
        for name in names
        if getattr(second, name)
        and (merging.takes_second(name) if name in asked else not getattr(first, name))
    }


# The name


def ask_names(first: Person, second: Person) -> Iterator[Question]:
    for name in differing(first, second, NAMES):
        ours, theirs = (in_words(name, getattr(card, name)) for card in (first, second))
        yield choice(name, NAMES[name], ours, theirs)


def in_words(name: str, value: Any) -> str:
    if name == "gender":
        return str(Gender(value).label)
    mixed = any("a" <= letter <= "z" for letter in str(value).casefold())
    return f"{value} (есть латинские буквы)" if mixed else str(value)


def move_names(merging: Merging) -> None:
    card = merging.survivor
    values = merged_values(merging, card, merging.merged, NAMES)
    if values:
        full = [values.get(name) or getattr(card, name) for name in list(NAMES)[:3]]
        merging.set(card, **values, norm=norm(" ".join(filter(None, full))))
    merging.point(Person.objects.all(), "merged_into", merging.merged, card)


# What is closed


def closed_of(person: Person) -> PersonSensitive:
    return PersonSensitive.objects.filter(person=person).first() or PersonSensitive(person=person)


def ask_closed(first: Person, second: Person) -> Iterator[Question]:
    ours, theirs = closed_of(first), closed_of(second)
    for name in differing(ours, theirs, CLOSED):
        labels = [
            closed_words(name, value) for value in (getattr(ours, name), getattr(theirs, name))
        ]
        if name == "snils_hash":
            labels = ["номер первой карточки", "номер второй карточки"]
        yield choice(name, CLOSED[name], *labels, closed=True, hint=HINTS.get(name, ""))


HINTS = {"snils_hash": "Номера разные. Сверьте с документом: у одного человека один СНИЛС."}


def closed_words(name: str, value: Any) -> str:
    return date_words(value) if name == "birth_date" else str(value)


def move_closed(merging: Merging) -> None:
    """The retired card keeps nothing closed: what it knew more goes to the survivor."""
    theirs = PersonSensitive.objects.filter(person=merging.merged).first()
    if theirs is None:
        return
    ours = PersonSensitive.objects.filter(person=merging.survivor).first()
    values = merged_values(merging, ours or PersonSensitive(), theirs, CLOSED)
    merging.drop(theirs)
    if ours is None:
        merging.make(PersonSensitive(person=merging.survivor, **values))
    elif values:
        merging.set(ours, **values)


# Decisions that two cards are two people


def move_decisions(merging: Merging) -> None:
    """«Другой человек» said of the retired card now holds of the survivor."""
    old, new = merging.merged.pk, merging.survivor.pk
    for pair in DistinctPair.objects.filter(Q(first=old) | Q(second=old)):
        other = pair.second_id if pair.first_id == old else pair.first_id
        merging.drop(pair)
        low, high = sorted((other, new))
        if low != high and not DistinctPair.objects.filter(first=low, second=high).exists():
            merging.make(DistinctPair(first_id=low, second_id=high))


add_mover(Person, "merged_into", move_names, ask_names)
add_mover(PersonSensitive, "person", move_closed, ask_closed)
add_mover(DistinctPair, "first", move_decisions)
add_mover(DistinctPair, "second", stays)
add_mover(PersonMerge, "survivor", stays)
add_mover(PersonMerge, "merged", stays)
