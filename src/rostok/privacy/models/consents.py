"""Consents: one row a purpose, given to one version of a text, withdrawn on a day."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import ScopedModel, ScopedQuerySet
from rostok.kernel.models import StoredFile
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person


class ConsentText(models.Model):
    """What a person agrees to. Never changed: a new text is a new row from its first day.

    Without a unit it is the shared text of the program; with one, that of the territory and below.
    """

    purpose = models.SlugField(_("цель"), max_length=40)
    unit = models.ForeignKey(
        OrgUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.CharField(_("редакция"), max_length=20)
    start = models.DateField(_("действует с"))
    text = models.TextField(_("текст"))
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("текст согласия")
        ordering = ["purpose", "-start", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "unit", "start"], name="privacy_one_text_of_a_unit_from_a_day"
            ),
            models.UniqueConstraint(
                fields=["purpose", "start"],
                condition=Q(unit__isnull=True),
                name="privacy_one_shared_text_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}, редакция {self.version}"


class Medium(models.TextChoices):
    SITE = "site", _("на сайте")
    PAPER = "paper", _("на бумаге")


class ConsentQuerySet(ScopedQuerySet):
    def standing_on(self, day: date) -> Self:
        """Given, not withdrawn, and to a text that no newer one has replaced by the day."""
        return self.filter(
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=day),
            Q(replaced_on=None) | Q(replaced_on__gt=day),
            start__lte=day,
        )


class Consent(ScopedModel):
    """A person's consent to one purpose. `unit` is where they worked when they gave it.

    It counts from `start`: the day it was given, or the first day of a text announced before.
    From `replaced_on` a newer text asks again.
    """

    scope_org = ("unit",)
    scope_owner = "person"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.SlugField(_("цель"), max_length=40)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    unit = models.ForeignKey(
        OrgUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_on = models.DateField(_("дано"))
    start = models.DateField()
    medium = models.CharField(_("как"), max_length=5, choices=Medium.choices)
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.CharField(_("кто записал"), max_length=200)
    replaced_on = models.DateField(null=True)
    withdrawn_on = models.DateField(_("отозвано"), null=True)
    withdrawn_medium = models.CharField(max_length=5, choices=Medium.choices, blank=True)
    withdrawal_scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_by = models.CharField(max_length=200, blank=True)

    objects: ClassVar[Any] = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("согласие")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")),
                name="privacy_withdrawn_after_given",
                violation_error_message=_("Отозвать раньше, чем дано, нельзя."),
            ),
            models.UniqueConstraint(
                fields=["person", "text"],
                condition=Q(withdrawn_on=None),
                name="privacy_one_consent_to_a_text",
            ),
        ]
        indexes = [
            models.Index(fields=["purpose", "person", "start"], name="privacy_consent_of_person"),
        ]

    def __str__(self) -> str:
        return f"Согласие: {self.purpose}, {self.given_on:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("privacy:person", args=[self.person_id])
