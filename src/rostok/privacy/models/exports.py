"""A person's own copy of everything about them."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.models import StoredFile
from rostok.people.models import Person

KEPT = timedelta(days=7)


class OwnExportQuerySet(models.QuerySet[Any]):
    def of(self, actor: Actor) -> Self:
        """The actor's own, of the last week. No right over other people opens theirs."""
        own = self.filter(person=actor.person_id) if actor.person_id else self.none()
        return own.filter(made_at__gt=clock.now() - KEPT)

    def outlived(self) -> Self:
        return self.filter(made_at__lte=clock.now() - KEPT)


class OwnExport(models.Model):
    """An archive about one person, for that person alone, for a week."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="own_exports")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("сделан"), default=clock.now)

    objects: ClassVar[Any] = OwnExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("выгрузка своих данных")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return "Всё обо мне"

    @property
    def last_moment(self) -> Any:
        return self.made_at + KEPT
