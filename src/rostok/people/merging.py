"""Two cards of one person made one: who moves what, and each step noted so that it can be undone.

Every foreign key to a person has a mover in the registry (tests/architecture); upper packages add
theirs in `movers.py`, and with them the questions that only a person can answer.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import models

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import JournalObject
from rostok.kernel.refs import ref_to
from rostok.kernel.registry import Registry
from rostok.people.models import Person, PersonMerge

FIRST, SECOND = "first", "second"
CHANGED_SINCE = "С тех пор записи изменили: отменить объединение уже нельзя."
UNDO_LIVES = timedelta(days=30)
Step = dict[str, Any]


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """What the two cards disagree about; `closed` is shown only under the right to closed data."""

    name: str
    title: str
    options: tuple[Option, ...]
    initial: str = ""
    hint: str = ""
    closed: bool = False


@dataclass
class Merging:
    """A merge under way: both cards locked, the answers, and the steps taken so far."""

    actor: Actor
    survivor: Person
    merged: Person
    choices: Mapping[str, str]
    steps: list[Step] = field(default_factory=list)

    def takes_second(self, name: str) -> bool:
        """Whether the value of the retired card was chosen."""
        return self.choices.get(name) == SECOND

    def point(self, rows: models.QuerySet[Any], name: str, old: Any, new: Any) -> None:
        """Turn a foreign key of many rows from one row to another."""
        ids = list(rows.filter(**{name: old}).values_list("pk", flat=True))
        if ids:
            rows.model._default_manager.filter(pk__in=ids).update(**{name: new})
            self.note("point", rows.model, ids=ids, field=name, old=old.pk, new=new.pk)

    def set(self, row: models.Model, **values: Any) -> None:
        """Give a row other values; constraints speak at once, `save()` is not called."""
        before = {name: stored(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        type(row)._default_manager.filter(pk=row.pk).update(**values)
        after = {name: stored(row, name) for name in values}
        self.note("set", type(row), pk=row.pk, before=before, after=after)

    def make(self, row: models.Model) -> None:
        row.save(force_insert=True)
        self.note("make", type(row), ids=[row.pk])

    def drop(self, row: models.Model) -> None:
        """Delete a row that says the same twice; undoing brings it back with its number."""
        self.note("drop", type(row), rows=serializers.serialize("json", [row]))
        row.delete()

    def note(self, what: str, model: type[models.Model], **details: Any) -> None:
        self.steps.append({"do": what, "model": model._meta.label, **details})

    def moved(self, model: str) -> int:
        """How many rows of a model were turned to the survivor."""
        return sum(
            len(step["ids"])
            for step in self.steps
            if step["do"] == "point" and step["model"] == model
        )


Questions = Callable[[Person, Person], Iterable[Question]]


def no_questions(_first: Person, _second: Person) -> Iterable[Question]:
    return ()


@dataclass(frozen=True)
class Mover:
    """What happens to the rows behind one foreign key to a person when cards are merged."""

    move: Callable[[Merging], None]
    questions: Questions = no_questions


movers: Registry[Mover] = Registry("movers", "Что переходит при объединении карточек")


def add_mover(
    model: type[models.Model],
    name: str,
    move: Callable[[Merging], None],
    questions: Questions = no_questions,
) -> None:
    """`add_mover(Employment, "person", move_employments)`: the key of a model, and its way."""
    origin = model.__module__.split(".")[1]
    movers.add(f"{model._meta.label}.{name}", Mover(move, questions), origin=origin)


def turned(model: type[models.Model], name: str) -> Callable[[Merging], None]:
    """The plain way: every row of the retired card now points to the survivor."""

    def move(merging: Merging) -> None:
        rows: Any = model._default_manager.all()
        merging.point(rows, name, merging.merged, merging.survivor)

    return move


def stays(_merging: Merging) -> None:
    """The rows go on telling of the retired card: they are its history."""


def questions_about(first: Person, second: Person) -> list[Question]:
    """All that must be answered before the second card is merged into the first."""
    return [question for mover in movers.values() for question in mover.questions(first, second)]


def move_everything(merging: Merging) -> None:
    """Call every mover, share the journal of the retired card and make a tombstone of it."""
    for mover in movers.values():
        mover.move(merging)
    share_journal(merging)
    merging.set(merging.merged, merged_into=merging.survivor, version=merging.merged.version + 1)


def share_journal(merging: Merging) -> None:
    """Entries about the retired card are from now on about the survivor too."""
    old, new = ref_to(merging.merged), ref_to(merging.survivor)
    about = JournalObject.objects.filter(ref_kind=old.kind)
    known = about.filter(ref_id=new.id).values("entry")
    rows = [
        JournalObject(entry_id=entry, ref_kind=new.kind, ref_id=new.id, title=new.title[:300])
        for entry in about.filter(ref_id=old.id)
        .exclude(entry__in=known)
        .values_list("entry", flat=True)
    ]
    if rows:
        made = JournalObject.objects.bulk_create(rows)
        merging.note("make", JournalObject, ids=[row.pk for row in made])


def undoable() -> models.QuerySet[PersonMerge]:
    """Merges that may still be taken back, as far as their age goes."""
    return PersonMerge.objects.filter(undone_at=None, at__gte=clock.now() - UNDO_LIVES)


def forget_merges() -> int:
    """Merges past their time keep no steps: these may hold closed data of the retired card."""
    old = PersonMerge.objects.filter(at__lt=clock.now() - UNDO_LIVES)
    return old.exclude(steps=[]).update(steps=[])


def undo_steps(steps: list[Step]) -> None:
    """Take every step back, the last one first.

    Refused: a row is no longer as the merge left it.
    """
    for step in reversed(steps):
        UNDO[step["do"]](step, apps.get_model(step["model"]))


def point_back(step: Step, model: type[models.Model]) -> None:
    rows: Any = model._default_manager.filter(pk__in=step["ids"], **{step["field"]: step["new"]})
    if rows.update(**{step["field"]: step["old"]}) != len(step["ids"]):
        raise RuleViolation(CHANGED_SINCE)


def set_back(step: Step, model: type[models.Model]) -> None:
    row = model._default_manager.filter(pk=step["pk"]).first()
    if row is None or any(stored(row, name) != value for name, value in step["after"].items()):
        raise RuleViolation(CHANGED_SINCE)
    values = {
        attribute(model, name): read_back(model, name, v) for name, v in step["before"].items()
    }
    model._default_manager.filter(pk=row.pk).update(**values)


def unmake(step: Step, model: type[models.Model]) -> None:
    model._default_manager.filter(pk__in=step["ids"]).delete()


def bring_back(step: Step, _model: type[models.Model]) -> None:
    for found in serializers.deserialize("json", step["rows"]):
        found.save()


UNDO: dict[str, Callable[[Step, type[models.Model]], None]] = {
    "point": point_back,
    "set": set_back,
    "make": unmake,
    "drop": bring_back,
}


def attribute(model: type[models.Model], name: str) -> str:
    """`person` → `person_id`: the name under which the number itself is kept."""
    found: Any = model._meta.get_field(name)
    return str(found.attname)


def stored(row: models.Model, name: str) -> Any:
    """A value as JSON keeps it."""
    found: Any = row._meta.get_field(name)
    value = found.value_from_object(row)
    plain = value is None or isinstance(value, bool | int)
    return value if plain else str(found.value_to_string(row))


def read_back(model: type[models.Model], name: str, value: Any) -> Any:
    found: Any = model._meta.get_field(name)
    return found.target_field.to_python(value) if found.is_relation else found.to_python(value)
