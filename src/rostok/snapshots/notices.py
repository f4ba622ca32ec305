"""What people are told of snapshots on their way to approval."""

from rostok.accounts.queries import keepers_of
from rostok.kernel.access import Actor
from rostok.kernel.notices import notice_kind, notify, settle
from rostok.snapshots import permissions
from rostok.snapshots.models import Snapshot, SnapshotState

SUBMITTED = notice_kind(
    "snapshots.submitted", "Срез показателей ждёт утверждения", "Утвердите срез «{title}»"
)
RETURNED = notice_kind(
    "snapshots.returned", "Вернули срез показателей", "Исправьте срез «{title}»: {comment}"
)
APPROVED = notice_kind(
    "snapshots.approved",
    "Утвердили ваш срез показателей",
    "Срез «{title}» утвердили",
    by_letter=False,
)


def tell_of_step(actor: Actor, snapshot: Snapshot) -> None:
    """What was told before is done; who is next to act, or made it, hears of the new state."""
    settle([snapshot])
    maker = [snapshot.maker_id] if snapshot.maker_id else []
    if snapshot.state == SnapshotState.SUBMITTED:
        unit = snapshot.unit_id
        approvers = keepers_of([unit], permissions.APPROVE, but=maker).get(unit, [])
        notify(actor, SUBMITTED, {snapshot: approvers})
    elif snapshot.state == SnapshotState.RETURNED:
        notify(actor, RETURNED, {snapshot: maker}, comment=snapshot.comment)
    elif snapshot.state == SnapshotState.APPROVED:
        notify(actor, APPROVED, {snapshot: maker})
