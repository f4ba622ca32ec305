"""The second step: turned on and off by oneself, reset by whoever stands above."""

from django.db import transaction

from rostok.accounts import journal
from rostok.accounts.models import User
from rostok.accounts.second_step import (
    activate,
    authenticators_of,
    fits,
    has_second_step,
    new_recovery_codes,
)
from rostok.accounts.services.rules import authorise_over, locked, refuse_another
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record

WRONG = "Код не подошёл. Проверьте, что часы телефона идут точно, и введите новый код."


@transaction.atomic
def turn_on_second_step(actor: Actor, *, user: User, secret: str, code: str) -> list[str]:
    """From now on a password alone does not let the user in. The codes to print come back.

    Refused: another's; on already; a code that is not of the key.
    """
    [user] = locked([user])
    refuse_another(actor, user)
    if has_second_step(user):
        raise RuleViolation("Вход в два шага уже включён.")
    if not fits(secret, code):
        raise RuleViolation(WRONG, {"code": WRONG})
    codes = activate(user, secret)
    record(actor, journal.SECOND_STEP_ON, user)
    return codes


@transaction.atomic
def renew_recovery_codes(actor: Actor, *, user: User) -> list[str]:
    """Ten new codes to print, once a code has proved who asks. Refused: another's; not on."""
    [user] = locked([user])
    refuse_another(actor, user)
    refuse_without_second_step(user)
    codes = new_recovery_codes(user)
    record(actor, journal.RECOVERY_CODES_RENEWED, user)
    return codes


@transaction.atomic
def turn_off_second_step(actor: Actor, *, user: User) -> User:
    """A password alone lets in again. Refused: another's; not on."""
    [user] = locked([user])
    refuse_another(actor, user)
    refuse_without_second_step(user)
    authenticators_of(user).delete()
    record(actor, journal.SECOND_STEP_OFF, user)
    return user


@transaction.atomic
def reset_second_step(actor: Actor, *, user: User) -> User:
    """For somebody who lost phone and paper: the password lets in again; sessions end.

    Refused: outside the actor's reach; with more rights than the actor; oneself; not on.
    """
    [user] = locked([user])
    authorise_over(actor, [user])
    refuse_without_second_step(user)
    authenticators_of(user).delete()
    user.session_epoch += 1
    user.save()
    record(actor, journal.SECOND_STEP_RESET, user)
    return user


def refuse_without_second_step(user: User) -> None:
    if not has_second_step(user):
        raise RuleViolation(f"{user}: вход в два шага не включён.")
