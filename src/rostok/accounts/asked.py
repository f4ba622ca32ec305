"""Who asked for a new password while letters stayed here; see `links` for what becomes of them."""

from rostok.accounts.models import AskedLink, User
from rostok.kernel import clock


def keep_asked(user: User) -> None:
    AskedLink.objects.update_or_create(user=user, defaults={"asked_at": clock.now()})


def forget_asked(user: User) -> None:
    AskedLink.objects.filter(user=user).delete()
