"""What people choose about being told."""

from collections.abc import Mapping

from django.db import transaction

from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.notices import kinds
from rostok.notifications import journal
from rostok.notifications.models import Channel, NoticeChoice
from rostok.notifications.queries import channel_of, choices_of


@transaction.atomic
def choose_channels(actor: Actor, *, channels: Mapping[str, str]) -> int:
    """Keep the actor's channels for kinds; how many changed. The kind's own channel needs no row.

    Refused: somebody without an account; a kind or a channel that does not exist.
    """
    if actor.user_id is None:
        raise Forbidden("Войдите, чтобы выбрать уведомления.")
    refuse_unknown(channels)
    now = {choice.kind.name: choice.channel for choice in choices_of(actor)}
    changed = {name: Channel(one) for name, one in channels.items() if now[name] != one}
    if not changed:
        return 0
    NoticeChoice.objects.filter(user=actor.user_id, kind__in=changed).delete()
    NoticeChoice.objects.bulk_create(
        NoticeChoice(user_id=actor.user_id, kind=name, channel=channel)
        for name, channel in changed.items()
        if channel != channel_of(kinds.get(name))
    )
    words = [f"{kinds.get(name).title} — {one.label}" for name, one in changed.items()]
    record(actor, journal.CHOSEN, what="; ".join(words))
    return len(changed)


def refuse_unknown(channels: Mapping[str, str]) -> None:
    if unknown := [name for name in channels if name not in kinds]:
        raise RuleViolation(f"Такого вида уведомлений нет: {unknown[0]}.")
    if any(channel not in Channel.values for channel in channels.values()):
        raise RuleViolation("Выберите, как сообщать: на сайте, письмом или никак.")
