"""Reminders of terms: made daily from what packages say is open, each step told once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from rostok.accounts.models import User
from rostok.kernel import clock
from rostok.kernel.bulk import parts
from rostok.kernel.notices import TermKind, Told, notice_kind, quiet
from rostok.notifications.delivery import summaries, willing
from rostok.notifications.models import NO_ROW, Notice

SOON = notice_kind("notifications.soon", "Приближается срок", "{what}: «{title}»")
OVER = notice_kind("notifications.over", "Срок прошёл", "Срок прошёл. {what}: «{title}»")

Key = tuple[int, str, int]


def step_of(term: TermKind, due: date, today: date) -> int | None:
    """The step towards the term that has come: days left at it, below zero after the term.

    None while the term is far. A step missed by the job is made up for by the next day's look.
    """
    left = (due - today).days
    if left < 0:
        return -((-left - 1) // term.again * term.again + 1)
    return min((days for days in term.days if left <= days), default=None)


def remind(term: TermKind, today: date) -> int:
    """Tell of every step that has come and take back what is done; returns how many were told."""
    horizon = today + timedelta(days=max(term.days, default=0))
    found = list(dict.fromkeys(term.rows(horizon)))
    close_done(term, found)
    people = listening({one.user_id for one in found}, today)
    made = [row for one in found if (row := reminder_of(term, one, today, people)) is not None]
    fresh = untold(term, made)
    fresh += summaries(fresh, term.title, term.many, mark=f"{today:%Y-%m-%d}")
    for some in parts(fresh):
        Notice.objects.bulk_create(some, ignore_conflicts=True)
    give_way(term)
    return len(fresh)


def untold(term: TermKind, rows: Sequence[Notice]) -> list[Notice]:
    """The steps not told yet; told by another process meanwhile, the table refuses the second."""
    oldest = min((row.due for row in rows if row.due), default=None)
    told = (
        Notice.objects.filter(topic=term.name, due__gte=oldest) if oldest else Notice.objects.none()
    )
    known = set(told.values_list("user", "ref_kind", "ref_id", "mark"))
    return [row for row in rows if (row.user_id, row.ref_kind, row.ref_id, row.mark) not in known]


def listening(users: set[int], today: date) -> dict[str, set[int]]:
    """By kind of reminder, those who want it and are not away today."""
    away: set[int] = set()
    for absent in quiet.values():
        for some in parts(sorted(users)):
            rows = User.objects.filter(pk__in=some, person__in=absent(today))
            away |= set(rows.values_list("pk", flat=True))
    return {kind: willing(users - away, kind) for kind in (SOON, OVER)}


def reminder_of(
    term: TermKind, told: Told, today: date, people: dict[str, set[int]]
) -> Notice | None:
    step = step_of(term, told.due, today) if told.due else None
    kind = SOON if step is not None and step >= 0 else OVER
    if step is None or told.user_id not in people[kind]:
        return None
    return Notice(
        user_id=told.user_id,
        kind=kind,
        ref_kind=told.ref.kind,
        ref_id=told.ref.id,
        title=told.ref.title[:300],
        params={"what": term.title},
        due=told.due,
        topic=term.name,
        mark=f"{told.due:%Y-%m-%d}:{step}",
    )


def give_way(term: TermKind) -> None:
    """An earlier step that nobody read gives way to the later one."""
    later = Notice.objects.filter(
        user=OuterRef("user"),
        topic=term.name,
        ref_kind=OuterRef("ref_kind"),
        ref_id=OuterRef("ref_id"),
        pk__gt=OuterRef("pk"),
    )
    earlier = Notice.objects.unread().filter(Exists(later), topic=term.name)
    earlier.update(read_at=clock.now())


def close_done(term: TermKind, found: Iterable[Told]) -> None:
    """Reminders of what is no longer open, or no longer this person's, count no more."""
    open_now = {key_of(one) for one in found}
    open_now |= {(one.user_id, NO_ROW, 0) for one in found}
    done = [pk for pk, key in unread_of(term) if key not in open_now]
    for some in parts(done):
        Notice.objects.filter(pk__in=some).update(read_at=clock.now())


def key_of(told: Told) -> Key:
    return told.user_id, told.ref.kind, told.ref.id


def unread_of(term: TermKind) -> Iterator[tuple[int, Key]]:
    rows = Notice.objects.unread().filter(topic=term.name)
    for pk, user, kind, row in rows.values_list("pk", "user", "ref_kind", "ref_id"):
        yield pk, (user, kind, row)
