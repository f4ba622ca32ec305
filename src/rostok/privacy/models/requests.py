"""Requests of people about their data, each with a term."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import ScopedModel, ScopedQuerySet
from rostok.kernel.models import StoredFile
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.privacy.models.consents import Medium


class RequestKind(models.TextChoices):
    ACCESS = "access", _("узнать, что обо мне хранится")
    CORRECTION = "correction", _("исправить неверное")
    BLOCKING = "blocking", _("остановить использование спорного")
    DELETION = "deletion", _("удалить или обезличить")
    WITHDRAWAL = "withdrawal", _("отозвать согласие")


class RequestState(models.TextChoices):
    RECEIVED = "received", _("получено")
    IN_WORK = "in_work", _("в работе")
    ANSWERED = "answered", _("отвечено")
    REFUSED = "refused", _("отказано")


OPEN_STATES = (RequestState.RECEIVED, RequestState.IN_WORK)
LOOKS = {
    RequestState.RECEIVED: "waiting",
    RequestState.IN_WORK: "active",
    RequestState.ANSWERED: "done",
    RequestState.REFUSED: "cancelled",
}


class DataRequestQuerySet(ScopedQuerySet):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def overdue_on(self, day: date) -> Self:
        return self.open().filter(due_on__lt=day)


class DataRequest(ScopedModel):
    """What a person asks about their data. Ten working days to answer, five more with a reason.

    `purpose` is the consent to be withdrawn, `part` the part of the record in dispute.
    """

    scope_org = ("unit",)
    scope_owner = "person"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="data_requests")
    unit = models.ForeignKey(
        OrgUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("о чём"), max_length=10, choices=RequestKind.choices)
    purpose = models.SlugField(max_length=40, blank=True)
    part = models.CharField(max_length=60, blank=True)
    text = models.TextField(_("просьба"), blank=True)
    medium = models.CharField(_("как получено"), max_length=5, choices=Medium.choices)
    received_on = models.DateField(_("получено"))
    due_on = models.DateField(_("ответить до"))
    state = models.CharField(
        _("состояние"),
        max_length=8,
        choices=RequestState.choices,
        default=RequestState.RECEIVED,
    )
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.CharField(_("кто записал"), max_length=200)
    recorded_at = models.DateTimeField(default=clock.now)
    taken_by = models.CharField(_("кто отвечает"), max_length=200, blank=True)
    extension = models.CharField(_("почему продлено"), max_length=500, blank=True)
    answer = models.TextField(_("ответ"), blank=True)
    answered_on = models.DateField(_("отвечено"), null=True)
    answer_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("обращение о данных")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="privacy_request_due")]

    def __str__(self) -> str:
        return f"Обращение № {self.pk}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("privacy:request", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < clock.today()

    @property
    def look(self) -> str:
        return "overdue" if self.is_overdue else LOOKS[RequestState(self.state)]
