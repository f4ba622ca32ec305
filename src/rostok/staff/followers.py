"""People and vacancies of an organisation that ends go with its successor."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, ProtectedError

from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.ids import uuid7
from rostok.kernel.journal import record
from rostok.orgs.followers import Follower, Move, Receipt, followers, rosters
from rostok.orgs.models import OrgUnit
from rostok.staff import journal
from rostok.staff.closing import (
    end_vacancies,
    end_work,
    give_vacancies_back,
    give_work_back,
    locked_work,
    offer_vacancies,
    offer_work,
    persons_of,
)
from rostok.staff.models import Absence, Employment, Vacancy

BATCH = 500
CHANGED = "Сведения о работниках с тех пор изменили: верните их или внесите новую реорганизацию."


def standing(rows: Any, unit_ids: Collection[int], day: date) -> dict[int, int]:
    """How many rows hold on the day or later, by organisation."""
    held = rows.unended_on(day).filter(organisation__in=unit_ids).order_by()
    return dict(held.values_list("organisation").annotate(number=Count("pk")))


def standing_work(unit_ids: Collection[int], day: date) -> dict[int, int]:
    return standing(Employment.objects, unit_ids, day)


def standing_vacancies(unit_ids: Collection[int], day: date) -> dict[int, int]:
    return standing(Vacancy.objects, unit_ids, day)


def follow_work(actor: Actor, move: Move) -> Receipt:
    """End what runs and begin the same at the successor: post, kind, rate, subjects, absences."""
    rows = Employment.objects.unended_on(move.day).filter(organisation=move.source)
    if move.people is not None:
        rows = rows.filter(person__in=move.people)
    work = locked_work(rows)
    if not work:
        return []
    running = [one for one in work if one.start < move.day]
    later = [one for one in work if one.start >= move.day]
    made = [continued(one, move) for one in running]
    for one in work:
        one.version += 1
    for one in running:
        one.end = move.day
    for one in later:
        one.organisation = move.target
    Employment.objects.bulk_update(work, ["end", "organisation", "version"], batch_size=BATCH)
    Employment.objects.bulk_create(made, batch_size=BATCH)
    pairs = {old.pk: new for old, new in zip(running, made, strict=True)}
    copy_subjects(pairs)
    carry_absences(pairs, move.day)
    note(actor, journal.FOLLOWED, move, work)
    moved = [
        [old, new.pk, old_version, new.version]
        for (old, new), old_version in zip(
            pairs.items(), (one.version for one in running), strict=True
        )
    ]
    return [*moved, *([one.pk, one.pk, one.version, one.version] for one in later)]


def continued(one: Employment, move: Move) -> Employment:
    """The same work at the successor, from the day on."""
    return Employment(
        uid=uuid7(),
        person_id=one.person_id,
        organisation=move.target,
        post_id=one.post_id,
        kind=one.kind,
        rate=one.rate,
        start=move.day,
        end=one.end,
    )


def copy_subjects(pairs: dict[int, Employment]) -> None:
    links: Any = Employment.subjects.through
    held = links.objects.filter(employment__in=pairs).values_list("employment", "teachingsubject")
    links.objects.bulk_create(
        [links(employment=pairs[old], teachingsubject_id=subject) for old, subject in held],
        batch_size=BATCH,
    )


def carry_absences(pairs: dict[int, Employment], day: date) -> None:
    """Those to come move; those that run end with the old work and begin with the new one."""
    held = list(Absence.objects.unended_on(day).filter(employment__in=pairs))
    running = [one for one in held if one.start < day]
    made = [
        Absence(employment=pairs[one.employment_id], kind=one.kind, start=day, end=one.end)
        for one in running
    ]
    for one in held:
        if one.start < day:
            one.end = day
        else:
            one.employment = pairs[one.employment_id]
    Absence.objects.bulk_update(held, ["end", "employment"], batch_size=BATCH)
    Absence.objects.bulk_create(made, batch_size=BATCH)


def undo_work(actor: Actor, move: Move, receipt: Receipt) -> None:
    """Refused: work, or the absences of it, changed since."""
    if not receipt:
        return
    rows = Employment.objects.filter(pk__in={pk for item in receipt for pk in item[:2]})
    found = {one.pk: one for one in locked_work(rows)}
    for old, new, old_version, new_version in receipt:
        refuse_changed(found.get(old), old_version)
        refuse_changed(found.get(new), new_version)
    pairs = {old: found[new] for old, new, *_versions in receipt if old != new}
    later = [found[old] for old, new, *_versions in receipt if old == new]
    return_absences(pairs, move.day)
    ends = {old: new.end for old, new in pairs.items()}
    remove(list(pairs.values()))
    running = [found[old] for old in pairs]
    for one in running:
        one.end = ends[one.pk]
    for one in later:
        one.organisation = move.source
    work = [*running, *later]
    for one in work:
        one.version += 1
    Employment.objects.bulk_update(work, ["end", "organisation", "version"], batch_size=BATCH)
    note(actor, journal.FOLLOW_UNDONE, move, work)


def refuse_changed(one: Employment | None, version: int) -> None:
    if one is None or one.version != version:
        raise RuleViolation(CHANGED)


def return_absences(pairs: dict[int, Employment], day: date) -> None:
    """What was cut in two becomes one again; the rest goes back as it is."""
    back = {new.pk: old for old, new in pairs.items()}
    cut = Absence.objects.filter(employment__in=pairs, end=day)
    halves = {(one.employment_id, one.kind): one for one in cut}
    healed, returned, gone = [], [], []
    for one in Absence.objects.filter(employment__in=back):
        half = halves.get((back[one.employment_id], one.kind)) if one.start == day else None
        if half is not None:
            half.end = one.end
            healed.append(half)
            gone.append(one.pk)
        else:
            one.employment_id = back[one.employment_id]
            returned.append(one)
    Absence.objects.bulk_update(healed, ["end"], batch_size=BATCH)
    Absence.objects.bulk_update(returned, ["employment"], batch_size=BATCH)
    Absence.objects.filter(pk__in=gone).delete()


def remove(work: Collection[Employment]) -> None:
    """Work that the act itself began. Refused when something rests on it already."""
    try:
        Employment.objects.filter(pk__in=[one.pk for one in work]).delete()
    except ProtectedError:
        raise RuleViolation(CHANGED) from None


def follow_vacancies(_actor: Actor, move: Move) -> Receipt:
    """With some of the people only, no vacancy goes."""
    if not move.is_whole:
        return []
    held = list(Vacancy.objects.unended_on(move.day).filter(organisation=move.source))
    running = [one for one in held if one.start < move.day]
    made = [
        Vacancy(
            organisation=move.target,
            post_id=one.post_id,
            subject_id=one.subject_id,
            rate=one.rate,
            start=move.day,
            end=one.end,
        )
        for one in running
    ]
    Vacancy.objects.bulk_create(made, batch_size=BATCH)
    later = [one.pk for one in held if one.start >= move.day]
    Vacancy.objects.filter(pk__in=later).update(organisation=move.target)
    Vacancy.objects.filter(pk__in=[one.pk for one in running]).update(end=move.day)
    pairs = [[one.pk, new.pk] for one, new in zip(running, made, strict=True)]
    return [*pairs, *([pk, pk] for pk in later)]


def undo_vacancies(_actor: Actor, move: Move, receipt: Receipt) -> None:
    """A vacancy filled meanwhile stays as it was filled."""
    new = Vacancy.objects.in_bulk([new for _old, new in receipt])
    running = {old: new[pk] for old, pk in receipt if old != pk and pk in new}
    held = list(Vacancy.objects.filter(pk__in=running, end=move.day))
    for one in held:
        one.end = running[one.pk].end
    Vacancy.objects.bulk_update(held, ["end"], batch_size=BATCH)
    Vacancy.objects.filter(pk__in=[one.pk for one in running.values()]).delete()
    later = [old for old, pk in receipt if old == pk]
    Vacancy.objects.filter(pk__in=later).update(organisation=move.source)


def note(actor: Actor, kind: str, move: Move, work: Collection[Employment]) -> None:
    words = {"source": move.source, "target": move.target, "day": f"{move.day:%d.%m.%Y}"}
    people = persons_of(work)
    record(actor, kind, move.source, move.target, *people, count=len(work), **words)


def roster(_actor: Actor, unit: OrgUnit, day: date) -> list[tuple[int, str]]:
    """Everybody whose work runs on the day, with their post."""
    rows = Employment.objects.unended_on(day).filter(organisation=unit)
    named = rows.select_related("person", "post").order_by("person__norm", "pk")
    found: dict[int, list[str]] = {}
    for one in named:
        found.setdefault(one.person_id, [one.person.full_name]).append(str(one.post))
    return [(pk, f"{name}, {', '.join(posts)}") for pk, (name, *posts) in found.items()]


followers.add(
    "staff.work",
    Follower(
        "Места работы",
        standing_work,
        follow_work,
        undo_work,
        end_work,
        offer_work,
        give_work_back,
        hold_open=True,
    ),
    origin="staff",
)
followers.add(
    "staff.vacancies",
    Follower(
        "Вакансии",
        standing_vacancies,
        follow_vacancies,
        undo_vacancies,
        end_vacancies,
        offer_vacancies,
        give_vacancies_back,
    ),
    origin="staff",
)
rosters.add("staff", roster, origin="staff")
