"""Persons, and apart from them what needs a right of its own to be seen."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

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
