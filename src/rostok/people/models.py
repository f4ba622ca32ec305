"""Persons, and apart from them what needs a right of its own to be seen."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import ScopedModel
from rostok.kernel.ids import uuid7
from rostok.kernel.text import norm


class Gender(models.TextChoices):
    FEMALE = "f", _("женский")
    MALE = "m", _("мужской")


class Person(ScopedModel):
    """A human being, once per installation. Whose eyes may see them follows their employments."""

    scope_owner = "pk"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    last_name = models.CharField(_("фамилия"), max_length=80)
    first_name = models.CharField(_("имя"), max_length=60)
    patronymic = models.CharField(_("отчество"), max_length=60, blank=True)
    norm = models.CharField(max_length=210, editable=False, db_index=True)
    gender = models.CharField(_("пол"), max_length=1, choices=Gender.choices, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="retired_cards"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("человек")
        ordering = ["norm", "pk"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.norm = norm(self.full_name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("staff:person", args=[self.pk])

    @property
    def current(self) -> "Person":
        """The card that stands for this one: itself, unless it was merged into another."""
        card = self
        while card.merged_into is not None:
            card = card.merged_into
        return card

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.last_name, self.first_name, self.patronymic)))

    @property
    def initials(self) -> str:
        names = "".join(f"{name[0]}." for name in (self.first_name, self.patronymic) if name)
        return f"{self.last_name} {names}".strip()


class PersonSensitive(ScopedModel):
    """Birth date, phone and the keyed hash of СНИЛС; read only through its own queries."""

    scope_owner = "person"

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, primary_key=True, related_name="sensitive"
    )
    birth_date = models.DateField(_("дата рождения"), null=True, blank=True)
    snils_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    phone = models.CharField(_("телефон"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("закрытые сведения")
        indexes = [models.Index(fields=["birth_date"], name="people_birth_date")]


class PersonMerge(models.Model):
    """Two cards made one. `steps` say exactly what was moved from where; only undoing reads them.

    They may hold closed data of the retired card, so they are never shown or exported.
    """

    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    entry_id = models.BigIntegerField(default=0)
    steps = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("объединение карточек")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at=None), name="people_merged_once"
            ),
            models.CheckConstraint(
                condition=~Q(survivor=F("merged")), name="people_not_merged_with_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.survivor}"


class DistinctPair(models.Model):
    """Somebody decided that two cards alike are two people; the smaller number first."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("разные люди")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["first", "second"], name="people_distinct_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="people_distinct_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
