"""The address of a person's calendar: given, changed, taken back by the person alone."""

from django.db import transaction

from rostok.accounts.models import User
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.roadmaps import journal
from rostok.roadmaps.models import CalendarFeed


@transaction.atomic
def give_feed(actor: Actor) -> CalendarFeed:
    """A new address for the actor's terms; the former one opens nothing any more.

    Refused: somebody without an account.
    """
    if actor.user_id is None:
        raise RuleViolation("Календарь есть только у того, кто вошёл.")
    user = lock(User.objects.get(pk=actor.user_id))
    CalendarFeed.objects.filter(user=user).delete()
    feed = CalendarFeed.objects.create(user=user)
    record(actor, journal.FEED_GIVEN, user)
    return feed


@transaction.atomic
def take_feed_back(actor: Actor) -> None:
    """Close the address. Refused: there is none."""
    gone, _rows = CalendarFeed.objects.filter(user=actor.user_id or 0).delete()
    if not gone:
        raise RuleViolation("Адреса календаря нет.")
    record(actor, journal.FEED_TAKEN, User.objects.get(pk=actor.user_id))
