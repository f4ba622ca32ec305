"""Anonymisation in two acts: a report of whom and what, then somebody else's confirmation."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.periods import years_before
from rostok.kernel.text import needed
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.privacy import journal, permissions
from rostok.privacy.about import in_order
from rostok.privacy.erasing import LAST_NAME, erase, obstacles_of
from rostok.privacy.models import (
    DataRequest,
    ErasureItem,
    ErasureRun,
    Outlived,
    RequestKind,
    RunState,
)
from rostok.privacy.outliving import MOST_AT_ONCE, due_people, outlived_rows
from rostok.privacy.purposes import terms
from rostok.privacy.services.outlived import held_by_person

NOBODY = "Обезличивать пока некого: ни у кого не вышел срок хранения."


@transaction.atomic
def draft_erasure(actor: Actor, *, unit: OrgUnit, what: str = Outlived.PERSON) -> ErasureRun:
    """A report of what has outlived its term; nothing is changed.

    `what`: cards of those who are gone, old consents, or old requests. At most three hundred people
    at once. Refused: nothing is due; another report of the kind waits.
    """
    authorise(actor, permissions.GOVERN, unit)
    if ErasureRun.objects.filter(unit=unit, what=what, state=RunState.DRAFT).exists():
        raise RuleViolation(
            "Такой отчёт уже ждёт подтверждения: сначала решите о нём в «Сроки и обезличивание»."
        )
    term = terms()[what]
    why = f"срок хранения {term.years} г. {term.after}"
    reason = f"{term.title}: {why}. {term.ground}"[:500]
    if what != Outlived.PERSON:
        held = held_by_person(outlived_rows(what, unit, clock.today()), MOST_AT_ONCE)
        return draft_of_records(actor, unit, what, reason, held, why)
    people = due_people(unit, years_before(clock.today(), term.years))
    if not people:
        raise RuleViolation(NOBODY)
    return drafted(actor, unit, reason, people, why)


def draft_of_records(
    actor: Actor,
    unit: OrgUnit,
    what: str,
    reason: str,
    held: dict[Person, dict[str, int]],
    why: str,
) -> ErasureRun:
    """A report of rows past their term, by person."""
    if not held:
        raise RuleViolation("Удалять пока нечего: ни у чего здесь не вышел срок хранения.")
    run = begun_run(actor, unit, what, reason)
    items = [
        ErasureItem(run=run, person=person, why=why[:300], held=numbers)
        for person, numbers in held.items()
    ]
    return with_items(actor, run, items)


@transaction.atomic
def draft_for_request(actor: Actor, *, request: DataRequest, reason: str) -> ErasureRun:
    """A report of one person who asked to be deleted; nothing is changed.

    Refused: another kind of request, one that is answered; no reason; no place to decide.
    """
    authorise(actor, permissions.GOVERN, request)
    if request.kind != RequestKind.DELETION or not request.is_open:
        raise RuleViolation("Обезличить по обращению можно, пока открыта просьба об удалении.")
    if request.unit is None:
        raise RuleViolation("У обращения нет организации: решает администратор.")
    said = needed(reason, "reason", "Напишите основание.")
    return drafted(actor, request.unit, said, [request.person], f"обращение № {request.pk}")


def drafted(
    actor: Actor, unit: OrgUnit, reason: str, people: Iterable[Person], why: str
) -> ErasureRun:
    run = begun_run(actor, unit, Outlived.PERSON, reason)
    return with_items(actor, run, [item_of(run, person, why) for person in people])


def begun_run(actor: Actor, unit: OrgUnit, what: str, reason: str) -> ErasureRun:
    made: ErasureRun = ErasureRun.objects.create(
        unit=unit,
        what=what,
        on=clock.today(),
        reason=reason,
        user_id=actor.user_id,
        actor_title=actor.title,
    )
    return made


def with_items(actor: Actor, run: ErasureRun, items: list[ErasureItem]) -> ErasureRun:
    ErasureItem.objects.bulk_create(items)
    run.counts = {"people": len(items), "held_back": sum(bool(one.obstacle) for one in items)}
    run.save()
    record(actor, journal.ERASURE_DRAFTED, run, run.unit, count=len(items), reason=run.reason)
    return run


def item_of(run: ErasureRun, person: Person, why: str) -> ErasureItem:
    """What is held, by block, and what stands in the way."""
    held = {one.title: len(one.records(person)) for _name, one in in_order()}
    return ErasureItem(
        run=run,
        person=person,
        why=why[:300],
        held={title: number for title, number in held.items() if number},
        obstacle="; ".join(obstacles_of(person))[:500],
    )


@transaction.atomic
def confirm_erasure(actor: Actor, *, run: ErasureRun) -> ErasureRun:
    """Somebody else says yes; from here there is no way back.

    Refused: by who drew the report up; decided already.
    """
    locked = waiting(actor, run)
    if actor.user_id == locked.user_id:
        raise RuleViolation("Подтверждает не тот, кто составил отчёт.")
    decide(actor, locked, RunState.CONFIRMED)
    record(actor, journal.ERASURE_CONFIRMED, locked, locked.unit, count=locked.items.count())
    return locked


@transaction.atomic
def drop_erasure(actor: Actor, *, run: ErasureRun) -> ErasureRun:
    """The report is put away; nothing was changed. Refused: decided already."""
    locked = waiting(actor, run)
    decide(actor, locked, RunState.DROPPED)
    record(actor, journal.ERASURE_DROPPED, locked, locked.unit)
    return locked


def waiting(actor: Actor, run: ErasureRun) -> ErasureRun:
    locked: ErasureRun = lock(run)
    authorise(actor, permissions.GOVERN, locked)
    if locked.state != RunState.DRAFT:
        raise RuleViolation(f"Об этом отчёте уже решили: {locked.get_state_display()}.")
    return locked


def decide(actor: Actor, run: ErasureRun, state: RunState) -> None:
    run.state, run.decided_by, run.decided_at = state, actor.title, clock.now()
    run.save()


@transaction.atomic
def anonymise(actor: Actor, *, item: ErasureItem) -> bool:
    """Anonymise a person of a confirmed report; false where something stands in the way by now.

    Irreversible. The journal keeps the ground. Refused: a report that nobody confirmed.
    """
    run = item.run
    authorise(actor, permissions.GOVERN, run)
    if run.state != RunState.CONFIRMED:
        raise RuleViolation("Отчёт не подтверждён.")
    person: Person = lock(item.person)
    if item.done_at is not None or person.last_name == LAST_NAME:
        return False
    item.obstacle = "; ".join(obstacles_of(person))[:500]
    if not item.obstacle:
        erase(person)
        answer_deletion(person)
        item.done_at = clock.now()
        record(actor, journal.ANONYMISED, person, run, reason=run.reason)
    item.save()
    return not item.obstacle


def answer_deletion(person: Person) -> None:
    """A request to be deleted is answered by the act itself."""
    rows: Any = DataRequest.objects.open().filter(person=person, kind=RequestKind.DELETION)
    rows.update(state="answered", answered_on=clock.today(), answer="Карточка обезличена.")


@transaction.atomic
def finish_erasure(actor: Actor, *, run: ErasureRun) -> ErasureRun:
    """All people of the report have been gone through; how many were anonymised stands in it."""
    locked: ErasureRun = lock(run)
    authorise(actor, permissions.GOVERN, locked)
    done = locked.items.exclude(done_at=None).count()
    locked.counts = {**locked.counts, "done": done, "held_back": locked.items.count() - done}
    locked.state = RunState.DONE
    locked.save()
    record(actor, journal.ERASURE_DONE, locked, locked.unit, count=done)
    return locked
