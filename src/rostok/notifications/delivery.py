"""Writes notices down for those who want them, and takes back what is done."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef

from rostok.accounts.models import User
from rostok.kernel import clock
from rostok.kernel.bulk import parts
from rostok.kernel.notices import Telling, Told
from rostok.kernel.refs import Ref
from rostok.notifications.models import Channel, Notice, NoticeChoice


def deliver(telling: Telling) -> None:
    """A notice for each person and row, but for who acted and for those who want none."""
    others = [one for one in telling.told if one.user_id != telling.actor.user_id]
    wanted = willing({one.user_id for one in others}, telling.kind)
    rows = [notice_of(telling, one) for one in dict.fromkeys(others) if one.user_id in wanted]
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


def willing(users: Iterable[int], kind: str) -> set[int]:
    """Of the users, those who may sign in and did not choose to hear nothing of the kind."""
    refused = NoticeChoice.objects.filter(user=OuterRef("pk"), kind=kind, channel=Channel.NONE)
    found: set[int] = set()
    for some in parts(sorted(users)):
        rows = User.objects.filter(pk__in=some, is_active=True).exclude(Exists(refused))
        found |= set(rows.values_list("pk", flat=True))
    return found


def settle(refs: Sequence[Ref], kinds: Sequence[str]) -> None:
    """Unread notices about the rows become read: there is nothing to do about them any more."""
    by_kind: dict[str, list[int]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, []).append(ref.id)
    for name, ids in by_kind.items():
        for some in parts(ids):
            rows = Notice.objects.unread().filter(ref_kind=name, ref_id__in=some)
            (rows.filter(kind__in=kinds) if kinds else rows).update(read_at=clock.now())
