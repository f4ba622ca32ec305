"""The secret address by which a person's calendar reads their terms."""

from uuid import UUID, uuid4

from django.db import models
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from rostok.accounts.models import User
from rostok.kernel import clock

SALT = "rostok.roadmaps.feed"


class CalendarFeed(models.Model):
    """One for each user; taken back by deleting it.

    The database alone does not give the address: it is signed with the key of the installation.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    nonce = models.UUIDField(default=uuid4)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("адрес календаря")

    def __str__(self) -> str:
        return f"Календарь: {self.user}"

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:calendar", args=[self.token])

    @property
    def token(self) -> str:
        return f"{self.nonce.hex}{signature(self.nonce)}"


def signature(nonce: UUID) -> str:
    return salted_hmac(SALT, nonce.hex, algorithm="sha256").hexdigest()[:32]


def feed_by(token: str) -> CalendarFeed | None:
    """The feed of a token that we gave and have not taken back."""
    try:
        nonce = UUID(hex=token[:32])
    except ValueError:
        return None
    if not constant_time_compare(signature(nonce), token[32:]):
        return None
    feeds = CalendarFeed.objects.select_related("user__person")
    return feeds.filter(nonce=nonce, user__is_active=True).first()
