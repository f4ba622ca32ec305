"""Making a snapshot, and its way to approval."""

from datetime import date

from django.db import transaction

from rostok.accounts.models import User
from rostok.accounts.queries import ground_of_exception
from rostok.indicators.queries import years_of
from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.text import clean, needed
from rostok.kernel.ui.formats import date_words
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.queries import then
from rostok.snapshots import journal, permissions
from rostok.snapshots.checking import digest_of, mismatches
from rostok.snapshots.freezing import Frozen, Progress, freeze, say_nothing
from rostok.snapshots.models import OPEN_STATES, Snapshot, SnapshotState
from rostok.snapshots.notices import tell_of_step
from rostok.snapshots.storing import write

BY_ITS_MAKER = (
    "Срез утверждает не тот, кто его сделал. Попросите утвердить другого сотрудника с этим правом;"
    " если вы в службе один — того, кто на уровень выше."
)
LONGEST_TITLE = 200


def make_snapshot(
    actor: Actor,
    *,
    system: System,
    unit: OrgUnit,
    year: int,
    on: date | None = None,
    title: str = "",
    job: int | None = None,
    progress: Progress = say_nothing,
) -> Snapshot:
    """Freeze the indicators of a year at a unit and all below; a second start of a job is the same.

    Refused: a unit outside the system; a day outside the year or still to come; the same snapshot
    not yet decided upon. Reading happens before the transaction, so that others wait for the
    writing alone.
    """
    authorise(actor, permissions.MAKE, unit)
    done = Snapshot.objects.filter(job=job).first() if job is not None else None
    if done is not None:
        made: Snapshot = done
        return made
    refuse_impossible(system, unit, year, on)
    refuse_second(system, unit, year, on)
    frozen = freeze(system, unit, year, on=on, progress=progress)
    return keep_snapshot(
        actor,
        frozen=frozen,
        unit=unit,
        year=year,
        on=on or frozen.base_date(),
        title=title,
        job=job,
    )


@transaction.atomic
def keep_snapshot(
    actor: Actor,
    *,
    frozen: Frozen,
    unit: OrgUnit,
    year: int,
    on: date,
    title: str,
    job: int | None,
) -> Snapshot:
    """Write what was frozen as a draft, whole or not at all."""
    lock(frozen.system)
    refuse_second(frozen.system, unit, year, on)
    snapshot: Snapshot = Snapshot.objects.create(
        system=frozen.system,
        unit=unit,
        year=year,
        on=on,
        title=printable(title) or title_of(unit, year, on),
        maker=user_of(actor),
        maker_title=actor.title,
        pack_version=frozen.figures[0].question.version,
        job=job,
    )
    write(snapshot, frozen)
    snapshot.digest = digest_of(snapshot)
    snapshot.save(update_fields=["digest"])
    record(actor, journal.MADE, snapshot, frozen.system, year=year, on=date_words(on))
    return snapshot


@transaction.atomic
def submit_snapshot(actor: Actor, *, snapshot: Snapshot) -> Snapshot:
    """Send a draft to be approved. Refused: anything but a draft."""
    snapshot = lock(snapshot)
    authorise(actor, permissions.MAKE, snapshot)
    refuse_unless(snapshot, SnapshotState.DRAFT, "На утверждение отправляют черновик.")
    snapshot.state = SnapshotState.SUBMITTED
    moved(snapshot)
    record(actor, journal.SUBMITTED, snapshot)
    tell_of_step(actor, snapshot)
    return snapshot


@transaction.atomic
def approve_snapshot(actor: Actor, *, snapshot: Snapshot, ground: str = "") -> Snapshot:
    """Approve, which gives it a public address.

    Refused: not submitted; by its maker, while anybody else here or above could; when its members
    no longer come to its values. Where truly nobody else can, the `ground` is journalled.
    """
    snapshot = lock(snapshot)
    authorise(actor, permissions.APPROVE, snapshot)
    refuse_unless(
        snapshot, SnapshotState.SUBMITTED, "Утверждают то, что отправлено на утверждение."
    )
    alone = ground_of_maker(actor, snapshot, ground)
    refuse_altered(snapshot)
    decide(actor, snapshot, SnapshotState.APPROVED)
    if alone:
        record(actor, journal.APPROVED_ALONE, snapshot, ground=alone)
    else:
        record(actor, journal.APPROVED, snapshot)
    tell_of_step(actor, snapshot)
    return snapshot


@transaction.atomic
def return_snapshot(actor: Actor, *, snapshot: Snapshot, comment: str) -> Snapshot:
    """Send back with what is wrong. Refused: not submitted; no comment."""
    snapshot = lock(snapshot)
    authorise(actor, permissions.APPROVE, snapshot)
    refuse_unless(snapshot, SnapshotState.SUBMITTED, "Вернуть можно то, что ждёт утверждения.")
    snapshot.comment = needed(comment, "comment", "Напишите, что нужно исправить.")
    decide(actor, snapshot, SnapshotState.RETURNED)
    record(actor, journal.RETURNED, snapshot, comment=snapshot.comment)
    tell_of_step(actor, snapshot)
    return snapshot


@transaction.atomic
def withdraw_snapshot(actor: Actor, *, snapshot: Snapshot, comment: str) -> Snapshot:
    """Take a snapshot back: its public address closes, the rows stay.

    An approved one is withdrawn by those who approve, another also by those who make.
    Refused: withdrawn already; no reason.
    """
    snapshot = lock(snapshot)
    authorise(actor, right_to_withdraw(snapshot), snapshot)
    if snapshot.state == SnapshotState.WITHDRAWN:
        raise RuleViolation("Этот срез уже отозван.")
    snapshot.comment = needed(comment, "comment", "Напишите, почему срез отзывается.")
    decide(actor, snapshot, SnapshotState.WITHDRAWN)
    record(actor, journal.WITHDRAWN, snapshot, comment=snapshot.comment)
    tell_of_step(actor, snapshot)
    return snapshot


def right_to_withdraw(snapshot: Snapshot) -> str:
    return permissions.APPROVE if snapshot.is_approved else permissions.MAKE


def decide(actor: Actor, snapshot: Snapshot, state: SnapshotState) -> None:
    if state != SnapshotState.WITHDRAWN:
        snapshot.approver = user_of(actor)
        snapshot.approver_title = actor.title
    snapshot.decided_at = clock.now()
    snapshot.state = state
    moved(snapshot)


def moved(snapshot: Snapshot) -> None:
    snapshot.version += 1
    snapshot.save()


def user_of(actor: Actor) -> User | None:
    """The account that acts; the console and the installation have none."""
    return User.objects.filter(pk=actor.user_id).first() if actor.user_id is not None else None


def printable(text: str) -> str:
    """One line without control characters, which no file of Word would hold."""
    return "".join(mark for mark in clean(text) if mark.isprintable())[:LONGEST_TITLE]


def title_of(unit: OrgUnit, year: int, on: date) -> str:
    place = then(unit, on).short_title_then[:140]
    return f"{place}: показатели за {year} год на {on:%d.%m.%Y}"


def refuse_impossible(system: System, unit: OrgUnit, year: int, on: date | None) -> None:
    if not OrgUnit.objects.below(system.root_id).filter(pk=unit.pk).exists():
        raise RuleViolation("Эта территория не входит в систему.")
    if year not in years_of(system) or year > system.today.year:
        raise RuleViolation(
            f"За {year} год показателей нет: он ещё не начался или был до начала работы.",
            {"year": "Выберите другой год."},
        )
    if on is not None and on.year != year:
        raise RuleViolation(
            f"Дата среза должна быть в {year} году.", {"on": f"Выберите день {year} года."}
        )
    if on is not None and on > system.today:
        raise RuleViolation(
            "Срез делают не позже сегодняшнего дня.", {"on": "Этот день не настал."}
        )


def refuse_second(system: System, unit: OrgUnit, year: int, on: date | None) -> None:
    """One snapshot of a day at a time; without a day it is known only once it is frozen."""
    if on is None:
        return
    same = Snapshot.objects.filter(system=system, unit=unit, year=year, on=on)
    found = same.filter(state__in=OPEN_STATES).first()
    if found is not None:
        raise RuleViolation(
            f"Такой срез уже есть: «{found}», {found.get_state_display()}."
            " Утвердите или отзовите его, потом сделайте новый."
        )


def refuse_unless(snapshot: Snapshot, state: SnapshotState, phrase: str) -> None:
    if snapshot.state != state:
        raise RuleViolation(f"{phrase} Этот срез — {snapshot.get_state_display()}.")


def ground_of_maker(actor: Actor, snapshot: Snapshot, ground: str) -> str:
    """Somebody else approves; a person has one account, and the console is one maker."""
    if actor.user_id != snapshot.maker_id:
        return ""
    return ground_of_exception(
        actor, permissions.APPROVE, snapshot.unit, ground=ground, refusal=BY_ITS_MAKER
    )


def refuse_altered(snapshot: Snapshot) -> None:
    if digest_of(snapshot) != snapshot.digest or any(True for _ in mismatches(snapshot)):
        raise RuleViolation(
            "Числа среза не сходятся с его составом или контрольной суммой: утвердить его нельзя."
            " Сделайте срез заново."
        )
