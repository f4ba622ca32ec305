"""Work and vacancies end with an organisation that closes, and come back if it was a mistake."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from rostok.accounts.models import RoleHolding
from rostok.accounts.queries import role_titles
from rostok.accounts.services import (
    EndedRole,
    end_roles_of_leavers,
    give_roles_back,
    roles_left,
)
from rostok.kernel.access import Actor, authorise, holds
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.periods import DAY
from rostok.kernel.text import plural
from rostok.orgs.followers import Ended, Returned
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.privacy.queries import people_in_dispute
from rostok.staff import journal, permissions
from rostok.staff.about import WORK
from rostok.staff.models import Absence, Employment, EmploymentKind, Vacancy
from rostok.staff.services.leaving import leaving_with

BATCH = 500


def end_work(actor: Actor, unit: OrgUnit, day: date) -> Ended:
    """Dismiss everybody; roles end with the last work, as always.

    Refused: no right to keep the staff; somebody engaged for later days.
    """
    work = locked_work(Employment.objects.unended_on(day).filter(organisation=unit))
    if not work:
        return {}
    authorise(actor, permissions.EDIT, unit)
    late = next((one for one in work if one.start >= day), None)
    if late is not None:
        raise RuleViolation(
            f"{late.person} принимается с {late.start:%d.%m.%Y}, позже закрытия: исправьте."
        )
    held = [[one.pk, one.version + 1, as_json(one.end)] for one in work]
    absences = Absence.objects.filter(employment__among=[one.pk for one in work])
    for one in work:
        one.end = day
        one.version += 1
    Employment.objects.bulk_update(work, ["end", "version"], batch_size=BATCH)
    words = {"unit": unit, "last_day": f"{day - DAY:%d.%m.%Y}", "count": len(work)}
    record(actor, journal.DISMISSED, unit, *persons_of(work), **words)
    return {
        "day": str(day),
        "work": held,
        "absences": end_rows(absences, day, "employment_id", "kind"),
        "roles": end_roles_with(actor, work),
    }


def locked_work(rows: Any) -> list[Employment]:
    """People first, then their work: the order that all services keep."""
    people = Person.objects.filter(pk__in=rows.values("person")).order_by("pk")
    list(people.select_for_update().values_list("pk"))
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def persons_of(work: Iterable[Employment]) -> list[models.Model]:
    return list(Person.objects.filter(pk__in={one.person_id for one in work}).order_by("pk"))


def from_json(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def end_rows(rows: Any, day: date, *fields: str) -> list[dict[str, Any]]:
    """End dated rows on a day; those to come are deleted. Each as it was, in JSON."""
    held = rows.unended_on(day)
    kept = [
        {name: as_json(value) for name, value in row.items()}
        for row in held.order_by("pk").values("pk", "start", "end", *fields)
    ]
    held.filter(start__gte=day).delete()
    held.update(end=day)
    return kept


def as_json(value: Any) -> Any:
    return value if isinstance(value, int | None) else str(value)


def give_rows_back(model: Any, kept: Iterable[dict[str, Any]], day: date) -> int:
    """Rows that `end_rows` ended go on, those it deleted are there again; how many.

    What has changed since stays as it is.
    """
    by_pk = {row["pk"]: row for row in kept}
    standing = model.objects.in_bulk(list(by_pk))
    running = [row for row in standing.values() if row.end == day]
    for row in running:
        row.end = from_json(by_pk[row.pk]["end"])
    gone = [pk for pk, row in by_pk.items() if pk not in standing and row["start"] >= str(day)]
    model.objects.bulk_update(running, ["end"], batch_size=BATCH)
    model.objects.bulk_create([model(**by_pk[pk]) for pk in gone], batch_size=BATCH)
    return len(running) + len(gone)


def end_roles_with(actor: Actor, work: Collection[Employment]) -> list[list[Any]]:
    """Roles that end with the last work, each with its person."""
    leaving = leaving_with(list(work))
    before = {row.pk: (row.user.person_id, row.end) for row, _end in roles_left(leaving)}
    end_roles_of_leavers(actor, leaving=leaving)
    since = dict(RoleHolding.objects.filter(pk__among=before).values_list("pk", "end"))
    return [
        [person, *EndedRole(pk, end, since[pk]).as_json()]
        for pk, (person, end) in before.items()
        if since[pk] != end
    ]


@dataclass
class Reengaging:
    """Work that ended with a closing: what can go on as it was, and why the rest can't."""

    able: list[Employment]
    refused: list[str]


def reengaging(ended: Ended) -> Reengaging:
    """Work as the closing left it goes on, unless its person has another main work since."""
    held = {pk: (version, from_json(end)) for pk, version, end in ended["work"]}
    rows = Employment.objects.filter(pk__among=held).select_related("person", "post")
    work = list(rows.order_by("person__norm", "pk"))
    elsewhere = main_work_elsewhere(work, ended)
    disputed = people_in_dispute({one.person_id for one in work})
    found = Reengaging([], [])
    for one in work:
        version, end = held[one.pk]
        other = elsewhere.get(one.person_id) if one.kind == EmploymentKind.MAIN else None
        if one.version != version or one.person.merged_into_id:
            found.refused.append(f"{one}: сведения о работе с тех пор изменили")
        elif WORK in disputed.get(one.person_id, ()):
            found.refused.append(f"{one}: сведения о работе оспариваются")
        elif other is not None and (end is None or other.start < end):
            found.refused.append(f"{one}: основное место работы теперь {other.organisation}")
        else:
            one.end = end
            found.able.append(one)
    return found


def main_work_elsewhere(work: Iterable[Employment], ended: Ended) -> dict[int, Employment]:
    """The first other main work after the closing, by person."""
    day = date.fromisoformat(ended["day"])
    people = {one.person_id for one in work}
    rows: Any = Employment.objects.main().unended_on(day).filter(person__among=people)
    others = rows.select_related("organisation").order_by("-start")
    return {one.person_id: one for one in others}


def offer_work(actor: Actor, unit: OrgUnit, ended: Ended) -> str:
    if not holds(actor, permissions.EDIT, unit):
        return ""
    number = len({one.person_id for one in reengaging(ended).able})
    people = plural(number, "человека", "человек", "человек")
    dismissed = plural(number, "уволенного", "уволенных", "уволенных")
    return f"на работу {number} {people}, {dismissed} при закрытии" if number else ""


def give_work_back(actor: Actor, unit: OrgUnit, ended: Ended) -> Returned:
    """Work, its absences and the roles that ended with it go on as before the closing.

    What has changed since stays ended and is named. Refused: no right to keep the staff.
    """
    authorise(actor, permissions.EDIT, unit)
    locked_work(Employment.objects.filter(pk__among=[pk for pk, *_rest in ended["work"]]))
    found = reengaging(ended)
    work = found.able
    for one in work:
        one.version += 1
    Employment.objects.bulk_update(work, ["end", "version"], batch_size=BATCH)
    ids = {one.pk for one in work}
    absences = [row for row in ended["absences"] if row["employment_id"] in ids]
    give_rows_back(Absence, absences, date.fromisoformat(ended["day"]))
    people = {one.person_id for one in work}
    roles = [EndedRole.from_json(role) for person, *role in ended["roles"] if person in people]
    back = give_roles_back(actor, roles=roles, unit=unit)
    if work:
        record(actor, journal.REENGAGED, unit, *persons_of(work), unit=unit, count=len(work))
    titles = role_titles()
    with_roles = [f"{row.user}: роль «{titles(row)}»" for row in back]
    return Returned([*map(str, work), *with_roles], found.refused)


def end_vacancies(_actor: Actor, unit: OrgUnit, day: date) -> Ended:
    fields = ("organisation_id", "post_id", "subject_id", "rate")
    kept = end_rows(Vacancy.objects.filter(organisation=unit), day, *fields)
    return {"day": str(day), "vacancies": kept} if kept else {}


def offer_vacancies(_actor: Actor, _unit: OrgUnit, ended: Ended) -> str:
    return in_vacancies(len(ended["vacancies"]))


def give_vacancies_back(_actor: Actor, _unit: OrgUnit, ended: Ended) -> Returned:
    day = date.fromisoformat(ended["day"])
    number = give_rows_back(Vacancy, ended["vacancies"], day)
    return Returned([in_vacancies(number)] if number else [])


def in_vacancies(number: int) -> str:
    return f"{number} {plural(number, 'вакансия', 'вакансии', 'вакансий')}"
