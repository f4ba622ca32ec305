"""Undo of a staff list: whom it is about, and what would no longer fit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import models

from rostok.accounts.models import RoleHolding
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import ImportBatch
from rostok.kernel.periods import Period
from rostok.kernel.tabular import Touched
from rostok.people.models import Person, PersonSensitive
from rostok.staff.models import (
    Absence,
    Employment,
    QualificationCategory,
    StaffCard,
)

Works = dict[int, dict[int, Period]]
PERSON_OF = (
    (Person, "pk"),
    (PersonSensitive, "person"),
    (StaffCard, "person"),
    (Employment, "person"),
    (QualificationCategory, "person"),
    (Absence, "employment__person"),
    (Employment.subjects.through, "employment__person"),
)


def subject_of(row: models.Model) -> models.Model:
    """The person a row of staff is about."""
    if isinstance(row, RoleHolding) and row.user.person:
        return row.user.person
    employment = getattr(row, "employment", None)
    subject: models.Model = getattr(employment or row, "person", row)
    return subject


def guard_undo(_actor: Actor, _batch: ImportBatch, touched: Touched) -> None:
    """Lock everybody touched. Refused: a main employment that would overlap one entered since."""
    people = people_of(touched, PERSON_OF)
    rows = Person.objects.filter(pk__among=people).order_by("pk")
    list(rows.select_for_update().values_list("pk"))
    refuse_overlaps(works_given_back(touched))
    refuse_absences_outside(touched)


def people_of(touched: Touched, tables: Any) -> set[int]:
    return {
        person
        for table, lookup in tables
        for person in table._meta.base_manager.filter(pk__among=touched.keys(table)).values_list(
            lookup, flat=True
        )
    }


def works_given_back(touched: Touched) -> Works:
    """Main employments of those whose work changed, as they would stand after the undo."""
    made, before = set(touched.made[Employment]), touched.before[Employment]
    works: Works = defaultdict(dict)
    people = people_of(touched, ((Employment, "person"),))
    rows = Employment.objects.main().filter(person__among=people)
    for pk, person, start, end in rows.values_list("pk", "person", "start", "end"):
        if pk not in made:
            held = {"start": start, "end": end, **before.get(pk, {})}
            works[person][pk] = Period(held["start"], held["end"])
    return works


def refuse_overlaps(works: Works) -> None:
    for person, periods in works.items():
        if any(one.overlaps(other) for one, other in pairs(periods.values())):
            text = "после загрузки записано другое основное место работы на те же дни."
            raise RuleViolation(f"Отменить нельзя: {Person.objects.get(pk=person)}: {text}")


def pairs(periods: Iterable[Period]) -> Iterator[tuple[Period, Period]]:
    in_order = sorted(periods, key=lambda period: period.start)
    return pairwise(in_order)


def refuse_absences_outside(touched: Touched) -> None:
    """An absence recorded since must lie within the employment as it is given back."""
    before: dict[int, Any] = touched.before[Employment]
    ours = touched.keys(Absence)
    rows = Absence.objects.filter(employment__among=before).select_related("employment__person")
    for absence in rows:
        if absence.pk not in ours and not fits(absence, before[absence.employment_id]):
            raise RuleViolation(
                f"Отменить нельзя: {absence.employment.person}: после загрузки записано"
                f" отсутствие с {absence.start:%d.%m.%Y}."
            )


def fits(absence: Absence, before: dict[str, Any]) -> bool:
    start: date = before.get("start", absence.employment.start)
    end: date | None = before.get("end", absence.employment.end)
    return absence.start >= start and (end is None or (absence.end or date.max) <= end)
