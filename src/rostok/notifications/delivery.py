"""Writes notices down for those who want them, and takes back what is done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

from django.db.models import Exists, OuterRef

from rostok.accounts.models import User
from rostok.kernel import clock
from rostok.kernel.bulk import parts
from rostok.kernel.notices import Address, Telling, Told, kinds
from rostok.kernel.refs import Ref
from rostok.notifications.models import NO_ROW, Channel, Notice, NoticeChoice

FEW = 3


def deliver(telling: Telling) -> None:
    """A notice for each person and row, but for who acted and for those who want none."""
    others = [one for one in telling.told if one.user_id != telling.actor.user_id]
    wanted = willing({one.user_id for one in others}, telling.kind)
    rows = [notice_of(telling, one) for one in dict.fromkeys(others) if one.user_id in wanted]
    kind = kinds.get(telling.kind)
    rows += summaries(rows, kind.title, kind.many)
    for some in parts(rows):
        Notice.objects.bulk_create(some)


def notice_of(telling: Telling, told: Told) -> Notice:
    return Notice(
        user_id=told.user_id,
        kind=telling.kind,
        ref_kind=told.ref.kind,
        ref_id=told.ref.id,
        title=told.ref.title[:300],
        params=dict(telling.params),
        actor_title=telling.actor.title[:200],
        due=told.due,
    )


def summaries(
    rows: Sequence[Notice], title: str, many: Address | None, mark: str = ""
) -> list[Notice]:
    """One notice with a number for each person told of many rows; these count as read then."""
    by_person: dict[tuple[int, str], list[Notice]] = defaultdict(list)
    for row in rows:
        by_person[row.user_id, row.kind].append(row)
    crowded = [own for own in by_person.values() if len(own) > FEW] if many else []
    for row in chain.from_iterable(crowded):
        row.read_at = row.at
    return [summary_of(own, title, many() if many else "", mark) for own in crowded]


def summary_of(rows: Sequence[Notice], title: str, url: str, mark: str) -> Notice:
    first = rows[0]
    return Notice(
        user_id=first.user_id,
        kind=first.kind,
        ref_kind=NO_ROW,
        ref_id=0,
        title=title[:300],
        params={"number": len(rows), "url": url},
        actor_title=first.actor_title,
        due=min((row.due for row in rows if row.due), default=None),
        topic=first.topic,
        mark=f"{mark}:{first.kind}"[-30:] if mark else "",
    )


def willing(users: Iterable[int], kind: str) -> set[int]:
    """Of the users, those who may sign in and did not choose to hear nothing of the kind."""
    refused = NoticeChoice.objects.filter(user=OuterRef("pk"), kind=kind, channel=Channel.NONE)
    found: set[int] = set()
    for some in parts(sorted(users)):
        rows = User.objects.filter(pk__in=some, is_active=True).exclude(Exists(refused))
        found |= set(rows.values_list("pk", flat=True))
    return found


def settle(refs: Sequence[Ref], names: Sequence[str]) -> None:
    """Unread notices about the rows become read: there is nothing to do about them any more."""
    by_kind: dict[str, list[int]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, []).append(ref.id)
    for ref_kind, ids in by_kind.items():
        for some in parts(ids):
            rows = Notice.objects.unread().filter(ref_kind=ref_kind, ref_id__in=some)
            (rows.filter(kind__in=names) if names else rows).update(read_at=clock.now())


def retime(days: Mapping[Ref, date]) -> None:
    """Unread notices that named a term name the new one; reminders of the old one become read."""
    by_day: dict[tuple[str, date], list[int]] = defaultdict(list)
    for ref, day in days.items():
        by_day[ref.kind, day].append(ref.id)
    for (ref_kind, day), ids in by_day.items():
        for some in parts(ids):
            rows = Notice.objects.unread().filter(ref_kind=ref_kind, ref_id__in=some)
            rows.exclude(topic="").exclude(due=day).update(read_at=clock.now())
            rows.filter(topic="", due__isnull=False).update(due=day)
