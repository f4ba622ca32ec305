"""Sessions of a user, by device: ended one by one or all but this."""

from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction

from rostok.accounts import journal
from rostok.accounts.models import SignIn, User
from rostok.accounts.services.rules import locked, refuse_another
from rostok.kernel.access import Actor
from rostok.kernel.journal import record


@transaction.atomic
def sign_out_elsewhere(actor: Actor, *, user: User) -> User:
    """Sessions of the user on all devices end; the caller keeps its own. Refused: another's."""
    [user] = locked([user])
    refuse_another(actor, user)
    user.session_epoch += 1
    user.save()
    forget_devices(SignIn.objects.filter(user=user))
    record(actor, journal.SIGNED_OUT_ELSEWHERE, user)
    return user


@transaction.atomic
def end_sign_in(actor: Actor, *, sign_in: SignIn) -> None:
    """Sign out one browser of one's own. Refused: another's."""
    refuse_another(actor, sign_in.user)
    record(actor, journal.SIGNED_OUT_DEVICE, sign_in.user, device=sign_in.device)
    forget_devices(SignIn.objects.filter(pk=sign_in.pk))


def forget_devices(sign_ins: Any) -> None:
    """The browsers are out with their next request."""
    keys = list(sign_ins.values_list("key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    sign_ins.delete()
