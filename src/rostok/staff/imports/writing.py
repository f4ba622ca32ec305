"""Writing a plan: a handful of bulk statements, whatever the length of the file."""

from datetime import date
from typing import Any

from django.db import models

from rostok.kernel.tabular import Trace
from rostok.kernel.text import norm
from rostok.people.models import Person, PersonSensitive
from rostok.staff.categories import ATTESTED
from rostok.staff.imports.planning import CARD, PERSON, SENSITIVE, PersonPlan, RowPlan
from rostok.staff.models import Absence, Employment, QualificationCategory, StaffCard

CORRECTED = {"post", "start", "last_day", "rate", "subjects"}


def write(plans: list[PersonPlan], trace: Trace) -> list[models.Model]:
    """Write everything, noting it in the trace; the people touched, for the journal."""
    touched = [plan for plan in plans if plan.values or any(row_writes(row) for row in plan.rows)]
    people = write_people(touched, trace)
    write_sensitive(touched, people, trace)
    write_cards(touched, people, trace)
    employments = write_employments(touched, people, trace)
    write_subjects(touched, employments, trace)
    write_categories(touched, people, trace)
    write_absences(touched, employments, trace)
    return list(people.values())


def row_writes(row: RowPlan) -> bool:
    return row.employment is None or bool(row.changes)


def write_people(plans: list[PersonPlan], trace: Trace) -> dict[int, Person]:
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
    named = [people[id(plan)] for plan in old]
    trace.write_over(named, [*PERSON, "norm", "version"])
    trace.write_new(Person, [p for p in people.values() if p.pk is None])
    return people


def write_sensitive(plans: list[PersonPlan], people: dict[int, Person], trace: Trace) -> None:
    rows = []
    for plan in plans:
        if any(code in plan.values for code in SENSITIVE):
            held = {code: plan.known.value(code) for code in SENSITIVE} if plan.known else {}
            new = {code: plan.values[code] for code in SENSITIVE if code in plan.values}
            rows.append(PersonSensitive(person_id=people[id(plan)].pk, **{**held, **new}))
    trace.write_over(rows, SENSITIVE)


def write_cards(plans: list[PersonPlan], people: dict[int, Person], trace: Trace) -> None:
    rows = []
    for plan in plans:
        if any(code in plan.values for code in CARD):
            card = plan.known.card if plan.known and plan.known.card else StaffCard()
            card.person_id = people[id(plan)].pk
            for code in CARD:
                if code in plan.values:
                    setattr(card, code, plan.values[code])
            rows.append(card)
    trace.write_over(rows, CARD)


def write_employments(
    plans: list[PersonPlan], people: dict[int, Person], trace: Trace
) -> dict[int, Employment]:
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
                if row.changed & CORRECTED:
                    old.append(corrected(row, row.employment))
    fields = ["post", "start", "end", "rate", "version"]
    trace.write_over(replaced, fields)
    cut_absences({one.pk: one.end for one in (*replaced, *old) if one.end}, trace)
    trace.write_over([one for one in old if one.end], fields)
    trace.write_over([one for one in old if not one.end], fields)
    trace.write_new(Employment, new)
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


def cut_absences(ends: dict[int, date], trace: Trace) -> None:
    """Absences that run longer than their employment end with it."""
    held = Absence.objects.filter(employment__among=ends)
    longer = [row for row in held if row.end is None or row.end > ends[row.employment_id]]
    for row in longer:
        row.end = ends[row.employment_id]
    cut = [row for row in longer if row.start < ends[row.employment_id]]
    trace.write_over(cut, ["end"])


def write_subjects(
    plans: list[PersonPlan], employments: dict[int, Employment], trace: Trace
) -> None:
    through: Any = Employment.subjects.through
    rows = [
        row
        for plan in plans
        for row in plan.rows
        if row.entry.subjects is not None and (row.employment is None or "subjects" in row.changed)
    ]
    changed = [row.employment.pk for row in rows if row.employment is not None]
    held = through.objects.filter(employment__among=changed)
    trace.removing(held)
    held.delete()
    links = [
        through(employment_id=employments[id(row)].pk, teachingsubject_id=subject)
        for row in rows
        for subject in sorted(row.entry.subjects or ())
    ]
    trace.write_new(through, links)


def write_categories(plans: list[PersonPlan], people: dict[int, Person], trace: Trace) -> None:
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
    trace.write_over(ended, ["end"])
    trace.write_new(QualificationCategory, new)


def group_of(level: str) -> tuple[str, ...]:
    return ATTESTED if level in ATTESTED else (level,)


def write_absences(
    plans: list[PersonPlan], employments: dict[int, Employment], trace: Trace
) -> None:
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
    trace.write_over(ended, ["end"])
    trace.write_new(Absence, new)
