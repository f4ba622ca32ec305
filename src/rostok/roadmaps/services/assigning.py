"""Naming who does it: one term, or several of them in one act."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import record
from rostok.people.models import Person
from rostok.roadmaps import journal, permissions
from rostok.roadmaps.fitting import elsewhere_words, refuse_unfit, unfit_for_person
from rostok.roadmaps.models import Occurrence
from rostok.roadmaps.notices import tell_of_assigned
from rostok.roadmaps.people import works_within
from rostok.roadmaps.services.doing import changed, held_open


@transaction.atomic
def assign(actor: Actor, *, occurrence: Occurrence, person: Person | None) -> Occurrence:
    """Name who does it, or take the name off. Refused: closed; somebody who works elsewhere."""
    occurrence = held_open(actor, occurrence)
    if person is None:
        former, occurrence.responsible = occurrence.responsible, None
        if former is not None:
            changed(occurrence)
            record(actor, journal.UNASSIGNED, occurrence, person=former.full_name)
            tell_of_assigned(actor, [occurrence])
        return occurrence
    if not works_within(person, occurrence.unit, occurrence.roadmap.system.today):
        message = f"{elsewhere_words(person, occurrence.unit)}."
        raise RuleViolation(message, {"person": message})
    occurrence.responsible = person
    changed(occurrence)
    record(actor, journal.ASSIGNED, occurrence, person, person=person.full_name)
    tell_of_assigned(actor, [occurrence])
    return occurrence


@transaction.atomic
def assign_many(
    actor: Actor, *, occurrences: Sequence[Occurrence], person: Person | None
) -> list[Occurrence]:
    """Name one person for several terms, or take the names off; returns those that changed.

    All of them or none. Refused, every such row by name: closed; the person works elsewhere.
    """
    held = locked_rows(occurrences)
    authorise_rows(actor, held)
    refuse_unfit(unfit_for_person(person, held))
    moved = [one for one in held if one.responsible != person]
    note_many(actor, moved, person)
    rows = Occurrence.objects.filter(pk__in=[one.pk for one in moved])
    rows.update(responsible=person, version=F("version") + 1)
    for one in moved:
        one.responsible = person
    tell_of_assigned(actor, moved)
    return moved


def locked_rows(occurrences: Sequence[Occurrence]) -> list[Occurrence]:
    """Always in one order, so that two who name people for the same rows wait for each other."""
    rows = Occurrence.objects.with_actions().filter(pk__in=[one.pk for one in occurrences])
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def authorise_rows(actor: Actor, rows: Sequence[Occurrence]) -> None:
    """As `authorise`, in one question."""
    held = [one.pk for one in rows]
    if Occurrence.objects.visible_to(actor, permissions.WORK).filter(pk__in=held).count() != len(
        held
    ):
        raise Forbidden


def note_many(actor: Actor, moved: Sequence[Occurrence], person: Person | None) -> None:
    """One entry stands in the history of each row; names taken off are told one by one."""
    if person is not None and moved:
        record(actor, journal.ASSIGNED, *moved, person, person=person.full_name)
        return
    for former in {one.responsible for one in moved if one.responsible}:
        rows = [one for one in moved if one.responsible == former]
        record(actor, journal.UNASSIGNED, *rows, person=former.full_name)
