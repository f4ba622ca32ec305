"""Marks of having read. They are the reader's own affair and stand in no journal."""

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.notifications.models import Notice
from rostok.notifications.queries import notices_of


def mark_read(actor: Actor, notice: Notice) -> None:
    notices_of(actor).unread().filter(pk=notice.pk).update(read_at=clock.now())


def mark_all_read(actor: Actor, up_to: int) -> int:
    """Those the reader has seen: what came since stays unread."""
    return notices_of(actor).unread().filter(pk__lte=up_to).update(read_at=clock.now())


def mark_unread(actor: Actor, notice: Notice) -> None:
    notices_of(actor).filter(pk=notice.pk).update(read_at=None)
