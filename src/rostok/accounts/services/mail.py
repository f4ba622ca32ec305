"""The address that letters go to: changed by its owner or by who gives access, or refused."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from rostok.accounts import journal
from rostok.accounts.models import User
from rostok.accounts.services.rules import authorise_over, locked
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record


@transaction.atomic
def change_email(actor: Actor, *, user: User, email: str) -> User:
    """Another address, or none; letters go there again if the old one was refused.

    Refused: for others outside the actor's reach or with more rights; an address of another user.
    """
    [user] = locked([user])
    if actor.user_id != user.pk:
        authorise_over(actor, [user])
    user.email = email.strip().lower()
    refuse_wrong(user)
    user.email_refused_at, user.email_refusal = None, ""
    user.save()
    record(actor, journal.EMAIL_CHANGED, user)
    return user


def refuse_wrong(user: User) -> None:
    """Refused: what is no address; one that another user signs in by."""
    try:
        user.clean_fields(exclude={field.name for field in User._meta.fields} - {"email"})
    except ValidationError as error:
        words = " ".join(error.messages)
        raise RuleViolation(words, {"email": words}) from error
    if user.email and User.objects.filter(email=user.email).exclude(pk=user.pk).exists():
        taken = "С этой почтой уже есть пользователь."
        raise RuleViolation(taken, {"email": taken})


@transaction.atomic
def note_refused_address(actor: Actor, *, user: User, words: str) -> None:
    """A mail server says that there is no such address: no letters go there until it is changed."""
    rows: Any = User.objects.filter(pk=user.pk, email=user.email, email_refused_at=None)
    if rows.update(email_refused_at=clock.now(), email_refusal=words[:300]):
        record(actor, journal.EMAIL_REFUSED, user, words=words[:300])
