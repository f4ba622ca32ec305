"""Reads of one's own notices, and of how one wants to be told."""

from dataclasses import dataclass

from rostok.kernel.access import Actor
from rostok.kernel.notices import NoticeKind, kinds
from rostok.notifications.models import Channel, Notice, NoticeChoice, NoticeQuerySet


@dataclass(frozen=True)
class Choice:
    """A kind and how the person is told of it; `own`: they chose it themselves."""

    kind: NoticeKind
    channel: Channel
    own: bool


def notices_of(actor: Actor) -> NoticeQuerySet:
    """The actor's notices, newest first."""
    rows: NoticeQuerySet = Notice.objects.of(actor)
    return rows


def unread_count(actor: Actor) -> int:
    """What the bell shows."""
    return notices_of(actor).unread().count()


def channel_of(kind: NoticeKind) -> Channel:
    """How those are told who chose nothing."""
    return Channel.LETTER if kind.by_letter else Channel.SITE


def choices_of(actor: Actor) -> list[Choice]:
    """Every kind, as the actor is told of it."""
    chosen = NoticeChoice.objects.filter(user=actor.user_id or 0)
    own = {name: Channel(channel) for name, channel in chosen.values_list("kind", "channel")}
    return [
        Choice(kind, own.get(kind.name, channel_of(kind)), own=kind.name in own)
        for kind in sorted(kinds.values(), key=lambda kind: kind.title)
    ]
