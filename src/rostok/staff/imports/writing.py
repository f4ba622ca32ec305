"""Writing a plan: a handful of bulk statements, whatever the length of the file."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models

from rostok.kernel.text import norm
from rostok.people.models import Person, PersonSensitive
from rostok.staff.categories import ATTESTED
from rostok.staff.imports.planning import CARD, PERSON, SENSITIVE, PersonPlan, RowPlan
from rostok.staff.models import Absence, Employment, QualificationCategory, StaffCard

BATCH = 2000


def upsert(rows: list[Any], fields: Iterable[str], key: str = "id") -> None:
    """Update rows by key in bulk, or make those that are not there yet."""
    if rows:
        type(rows[0])._default_manager.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=[key],
            update_fields=list(fields),
        )


def write(plans: list[PersonPlan]) -> list[models.Model]:
    """Write everything; the people touched, for the journal."""
    touched = [plan for plan in plans if plan.values or any(row_writes(row) for row in plan.rows)]
    people = write_people(touched)
    write_sensitive(touched, people)
    write_cards(touched, people)
    employments = write_employments(touched, people)
    write_subjects(touched, employments)
    write_categories(touched, people)
    write_absences(touched, employments)
    return list(people.values())


def row_writes(row: RowPlan) -> bool:
    return row.employment is None or bool(row.changes)


def write_people(plans: list[PersonPlan]) -> dict[int, Person]:
    """Person of each plan, by the plan's id."""
    people: dict[int, Person] = {}
    for plan in plans:
        person = plan.known.person if plan.known else Person()
        for code in PERSON:
            if code in plan.values:
                setattr(person, code, plan.values[code])
        person.norm = norm(person.full_name)
        people[id(plan)] = person
    old = [p for p in plans if p.known and any(code in p.values for code in PERSON)]
    for plan in old:
        people[id(plan)].version += 1
    upsert([people[id(plan)] for plan in old], [*PERSON, "norm", "version"])
    Person.objects.bulk_create([p for p in people.values() if p.pk is None], batch_size=BATCH)
    return people


def write_sensitive(plans: list[PersonPlan], people: dict[int, Person]) -> None:
    rows = []
    for plan in plans:
        if any(code in plan.values for code in SENSITIVE):
            held = {code: plan.known.value(code) for code in SENSITIVE} if plan.known else {}
            new = {code: plan.values[code] for code in SENSITIVE if code in plan.values}
            rows.append(PersonSensitive(person_id=people[id(plan)].pk, **{**held, **new}))
    upsert(rows, SENSITIVE, key="person")


def write_cards(plans: list[PersonPlan], people: dict[int, Person]) -> None:
    rows = []
    for plan in plans:
        if any(code in plan.values for code in CARD):
            card = plan.known.card if plan.known and plan.known.card else StaffCard()
            card.person_id = people[id(plan)].pk
            for code in CARD:
                if code in plan.values:
                    setattr(card, code, plan.values[code])
            rows.append(card)
    upsert(rows, CARD, key="person")


def write_employments(plans: list[PersonPlan], people: dict[int, Person]) -> dict[int, Employment]:
    """Employment of each row, by the row's id. Those that end go first: their days must be free."""
    found: dict[int, Employment] = {}
    old, new, replaced = [], [], []
    for plan in plans:
        for row in plan.rows:
            if row.replaces is not None:
                row.replaces.end = row.entry.start
                row.replaces.version += 1
                replaced.append(row.replaces)
            if row.employment is None:
                found[id(row)] = made(row, people[id(plan)])
                new.append(found[id(row)])
            else:
                found[id(row)] = row.employment
                if row.changed & {"post", "start", "last_day", "rate"}:
                    old.append(corrected(row, row.employment))
    fields = ["post", "start", "end", "rate", "version"]
    upsert(replaced, fields)
    cut_absences({one.pk: one.end for one in (*replaced, *old) if one.end})
    upsert([one for one in old if one.end], fields)
    upsert([one for one in old if not one.end], fields)
    Employment.objects.bulk_create(new, batch_size=BATCH)
    return found


def made(row: RowPlan, person: Person) -> Employment:
    entry = row.entry
    return Employment(
        person_id=person.pk,
        organisation_id=entry.placed.pk,
        post_id=entry.titled.pk,
        kind=entry.kind,
        rate=entry.get("rate"),
        start=entry.start,
        end=entry.end,
    )


def corrected(row: RowPlan, one: Employment) -> Employment:
    entry = row.entry
    one.post = entry.titled
    one.start = entry.start
    one.end = entry.end or one.end
    one.rate = entry.get("rate") if entry.get("rate") is not None else one.rate
    one.version += 1
    return one


def cut_absences(ends: dict[int, date]) -> None:
    """Absences that run longer than their employment end with it."""
    rows = Absence.objects.filter(employment__in=ends)
    longer = [row for row in rows if row.end is None or row.end > ends[row.employment_id]]
    for row in longer:
        row.end = ends[row.employment_id]
    upsert([row for row in longer if row.start < ends[row.employment_id]], ["end"])


def write_subjects(plans: list[PersonPlan], employments: dict[int, Employment]) -> None:
    through: Any = Employment.subjects.through
    rows = [
        row
        for plan in plans
        for row in plan.rows
        if row.entry.subjects is not None and (row.employment is None or "subjects" in row.changed)
    ]
    changed = [row.employment.pk for row in rows if row.employment is not None]
    for at in range(0, len(changed), BATCH):
        through.objects.filter(employment__in=changed[at : at + BATCH]).delete()
    through.objects.bulk_create(
        [
            through(employment_id=employments[id(row)].pk, teachingsubject_id=subject)
            for row in rows
            for subject in sorted(row.entry.subjects or ())
        ],
        batch_size=BATCH,
    )


def write_categories(plans: list[PersonPlan], people: dict[int, Person]) -> None:
    """New categories end the ones they replace, as the service does for one."""
    new, ended = [], []
    for plan in plans:
        for row in plan.rows:
            if row.category is None:
                continue
            level, start, end = row.category
            for one in plan.known.categories if plan.known else ():
                if one.start < start and start in one.period and one.level in group_of(level):
                    one.end = start
                    ended.append(one)
                elif one.start > start and one.level in group_of(level):
                    end = min(end, one.start) if end else one.start
            new.append(
                QualificationCategory(
                    person_id=people[id(plan)].pk, level=level, start=start, end=end
                )
            )
    upsert(ended, ["end"])
    QualificationCategory.objects.bulk_create(new, batch_size=BATCH)


def group_of(level: str) -> tuple[str, ...]:
    return ATTESTED if level in ATTESTED else (level,)


def write_absences(plans: list[PersonPlan], employments: dict[int, Employment]) -> None:
    new, ended = [], []
    for plan in plans:
        for row in plan.rows:
            if row.absence is not None:
                kind, start, end = row.absence
                employment = employments[id(row)]
                until = end or employment.end
                new.append(Absence(employment_id=employment.pk, kind=kind, start=start, end=until))
            if row.absence_end is not None:
                absence, absence.end = row.absence_end[0], row.absence_end[1]
                ended.append(absence)
    upsert(ended, ["end"])
    Absence.objects.bulk_create(new, batch_size=BATCH)
