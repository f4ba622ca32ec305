"""One-time codes: printed by a coordinator, they let a person in once, to choose a password."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from rostok.accounts import journal
from rostok.accounts.codes import code_hash, new_code
from rostok.accounts.models import OneTimeCode, User
from rostok.accounts.services.rules import authorise_over, locked
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock

LIVES = timedelta(days=14)
CHUNK = 1000


@dataclass(frozen=True)
class IssuedCode:
    """A code at the only moment it is known: print it now, the database keeps a hash."""

    user: User
    code: str = field(repr=False)
    expires_at: datetime


@transaction.atomic
def issue_codes(actor: Actor, *, users: Sequence[User]) -> list[IssuedCode]:
    """Give each user a fresh code; codes given before stop working, so do locks after failures.

    Refused: a user outside the actor's reach, with more rights than the actor, or closed; oneself.
    """
    users = locked(users)
    authorise_over(actor, users)
    refuse_closed(users)
    issued = make_codes(users)
    if issued:
        record(actor, journal.CODES_ISSUED, *users, count=len(issued))
    return issued


def refuse_closed(users: Sequence[User]) -> None:
    for user in users:
        if not user.is_active:
            raise RuleViolation(f"{user}: доступ закрыт. Сначала откройте его снова.")


def make_codes(users: Sequence[User]) -> list[IssuedCode]:
    end_codes(users)
    expires = clock.now() + LIVES
    issued = [IssuedCode(user, new_code(), expires) for user in users]
    OneTimeCode.objects.bulk_create(
        [
            OneTimeCode(
                user=each.user, code_hash=code_hash(each.user.pk, each.code), expires_at=expires
            )
            for each in issued
        ],
        batch_size=CHUNK,
    )
    AccessAttempt.objects.filter(username__in=[user.username for user in users]).delete()
    return issued


def end_codes(users: Sequence[User]) -> None:
    """Codes not yet used stop working."""
    live = OneTimeCode.objects.filter(user__in=[user.pk for user in users], used_at=None)
    live.filter(expires_at__gt=clock.now()).update(expires_at=clock.now())


@transaction.atomic
def choose_password_by_code(actor: Actor, *, code: OneTimeCode, password: str) -> User:
    """Use up a code that was entered: its user gets the password.

    Refused: another's code; a code used, expired or replaced meanwhile; a closed account.
    """
    code = lock(code)
    [user] = locked([code.user])
    if actor.user_id != user.pk or not OneTimeCode.objects.live().filter(pk=code.pk).exists():
        raise RuleViolation("Код больше не действует. Попросите новый у координатора организации.")
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save()
    OneTimeCode.objects.filter(pk=code.pk).update(used_at=clock.now())
    end_codes([user])
    record(actor, journal.CODE_USED, user)
    return user
