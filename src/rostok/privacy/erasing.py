"""How what is held about a person is anonymised: each package says it of its keys, in `erase.py`.

Every foreign key to a person has an eraser (tests/architecture). An anonymised person stays as a
row under a pseudonym, so that numbers of past years and snapshots keep their members; nothing in
the row, in the journal or in what hangs on it tells who that was. There is no way back.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models

from rostok.kernel.journal import sentence_of
from rostok.kernel.models import ImportRow, JournalEntry, JournalObject
from rostok.kernel.refs import kinds
from rostok.kernel.registry import Registry
from rostok.kernel.text import norm
from rostok.people.models import Person

LAST_NAME = "Обезличено"


@dataclass
class Erasure:
    """An anonymisation under way. `names` are the words that must stand nowhere afterwards.

    `about` are rows of upper packages that bear the person's name in the journal.
    """

    person: Person
    alias: str
    names: frozenset[str]
    about: list[models.Model] = field(default_factory=list)


@dataclass(frozen=True)
class Eraser:
    """`erase` empties or removes; `obstacles` say what must be finished before."""

    erase: Callable[[Erasure], None]
    obstacles: Callable[[Person], Iterable[str]] = lambda _person: ()


erasers: Registry[Eraser] = Registry("erasers", "Как обезличивают")
Leavers = Callable[[Any, date], models.QuerySet[Person]]
leavers: Registry[Leavers] = Registry("leavers", "Кто больше не работает")


def add_eraser(
    model: type[models.Model],
    name: str,
    erase: Callable[[Erasure], None],
    obstacles: Callable[[Person], Iterable[str]] = lambda _person: (),
) -> None:
    """`add_eraser(StaffCard, "person", stays)`: a key to a person, what becomes of its rows."""
    origin = model.__module__.split(".")[1]
    erasers.add(f"{model._meta.label}.{name}", Eraser(erase, obstacles), origin=origin)


def stays(_erasure: Erasure) -> None:
    """Facts without a name: numbers of past years need them."""


def removed(model: type[models.Model], name: str) -> Callable[[Erasure], None]:
    """The rows go altogether."""

    def erase(erasure: Erasure) -> None:
        model._default_manager.filter(**{name: erasure.person}).delete()

    return erase


def obstacles_of(person: Person) -> list[str]:
    """What must be finished first, in words."""
    return [words for eraser in erasers.values() for words in eraser.obstacles(person)]


def alias_of(person: Person) -> str:
    """The pseudonym: the end of the key under which snapshots and exports know the row."""
    return person.uid.hex[-8:]


def erase(person: Person) -> None:
    """Anonymise a person who is locked and whom nothing holds."""
    erasure = Erasure(person, alias_of(person), words_of(person))
    for eraser in erasers.values():
        eraser.erase(erasure)
    rename(erasure)
    forget_in_journal(erasure)
    forget_in_imports(person)


def words_of(person: Person) -> frozenset[str]:
    """The full name first, then the name with initials, then the last name alone."""
    return frozenset(filter(None, (person.full_name, person.initials, person.last_name)))


def rename(erasure: Erasure) -> None:
    person = erasure.person
    person.last_name, person.first_name = LAST_NAME, erasure.alias
    person.patronymic = person.gender = ""
    person.version += 1
    person.save()


def hidden(erasure: Erasure, value: Any) -> Any:
    """A value of the journal with the name replaced, the longest words first."""
    if isinstance(value, dict):
        return {key: hidden(erasure, one) for key, one in value.items()}
    if isinstance(value, list):
        return [hidden(erasure, one) for one in value]
    if not isinstance(value, str):
        return value
    for words in sorted(erasure.names, key=len, reverse=True):
        value = value.replace(words, str(erasure.person))
    return value


def forget_in_journal(erasure: Erasure) -> None:
    """Titles and sentences of everything that was done about the person, and what is searched."""
    about = objects_about(erasure)
    entries = set(about.values_list("entry", flat=True))
    for row in about:
        row.title = str(hidden(erasure, row.title))[:300]
        row.save(update_fields=["title"])
    for entry in JournalEntry.objects.filter(pk__in=entries):
        entry.params = hidden(erasure, entry.params)
        titles = entry.about.order_by("pk").values_list("title", flat=True)[:5]
        entry.norm = norm(". ".join([sentence_of(entry), *titles]))
        entry.save(update_fields=["params", "norm"])


def objects_about(erasure: Erasure) -> models.QuerySet[JournalObject]:
    found = JournalObject.objects.none()
    for row in [erasure.person, *erasure.about]:
        kind = next((one for one in kinds.values() if one.model is type(row)), None)
        if kind is not None:
            found = found | JournalObject.objects.filter(ref_kind=kind.name, ref_id=row.pk)
    return found


def forget_in_imports(person: Person) -> None:
    """Rows of files that meant the person keep their place and outcome only."""
    rows = ImportRow.objects.filter(target__person=person.pk)
    rows.update(title=str(person), values={}, secrets={}, changes=[], problems=[])


def unsign(user_id: int, title: str) -> None:
    """Everything that an account has signed by number and name bears the pseudonym."""
    for model in apps.get_models():
        fields = {one.attname for one in model._meta.concrete_fields}
        if {"user_id", "actor_title"} <= fields:
            mine: Any = model._default_manager.filter(user_id=user_id)
            more = {"actor_norm": norm(title)} if "actor_norm" in fields else {}
            mine.update(actor_title=title, **more)
