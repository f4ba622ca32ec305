"""What people are told, what of it they chose to get how, and the daily letters."""

from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.accounts.models import User
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.refs import Ref

NO_ROW = ""  # a notice of many rows: it tells their number and where their list is


class Channel(models.TextChoices):
    """How a person wants to be told of a kind."""

    SITE = "site", _("только на сайте")
    LETTER = "letter", _("на сайте и письмом раз в день")
    NONE = "none", _("не уведомлять")


class NoticeChoice(models.Model):
    """A person's own channel for a kind; without a row it is the kind's."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    channel = models.CharField(_("как сообщать"), max_length=6, choices=Channel.choices)

    class Meta:
        verbose_name = _("выбор уведомлений")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="notifications_one_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_channel_display()}"


class LetterState(models.TextChoices):
    SENDING = "sending", _("отправляется")
    SENT = "sent", _("отправлено")
    FAILED = "failed", _("не отправлено")


class Letter(models.Model):
    """The one letter of a day to a person.

    It is written down before it leaves: a process killed in between loses it, and never sends two.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    state = models.CharField(max_length=7, choices=LetterState.choices)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("письмо дня")
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="notifications_letter_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.day:%d.%m.%Y}"


class NoticeQuerySet(models.QuerySet[Any]):
    def of(self, actor: Actor) -> Self:
        """What the actor was told; nobody reads another's."""
        return self.filter(user=actor.user_id) if actor.user_id is not None else self.none()

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """Somebody is told of a row. The sentence is rendered when read, and so is the right to see it.

    `mark` tells reminders apart: one for each step towards a term, whatever happens to the job.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    ref_kind = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    actor_title = models.CharField(_("кто"), max_length=200, blank=True)
    due = models.DateField(_("срок"), null=True)
    topic = models.CharField(max_length=60, blank=True)
    mark = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField(_("когда"), default=clock.now)
    read_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("уведомление")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "topic", "ref_kind", "ref_id", "mark"],
                condition=~Q(mark=""),
                name="notifications_reminded_once",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notifications_of_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notifications_unread"),
            models.Index(
                fields=["ref_kind", "ref_id"],
                condition=Q(read_at=None),
                name="notifications_unread_of_row",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("notifications:open", args=[self.pk])

    @property
    def ref(self) -> Ref:
        return Ref(self.ref_kind, self.ref_id, self.title)
