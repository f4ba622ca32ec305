"""Who looked at a person's data: a light row a day for a card, a packed set for a whole list."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.people.models import Person


class ViewingKind(models.TextChoices):
    CARD = "card", _("карточка")
    CLOSED = "closed", _("закрытые сведения")
    RESULT = "result", _("результаты")
    LIST = "list", _("список")
    EXPORT = "export", _("выгрузка в файл")


class Viewing(models.Model):
    """Somebody opened something about a person, at least once on the day.

    `viewer` and `place` say it as of that day: the name, the post or role, the organisation.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="viewings")
    kind = models.CharField(_("что"), max_length=6, choices=ViewingKind.choices)
    day = models.DateField(_("день"))
    at = models.DateTimeField(default=clock.now)
    user_id = models.BigIntegerField(default=0)
    viewer = models.CharField(_("кто"), max_length=300)
    place = models.CharField(_("откуда"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("просмотр")
        ordering: ClassVar[list[str]] = ["-day", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "day", "user_id", "kind"], name="privacy_viewed_once_a_day"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["day"], name="privacy_viewing_day")
        ]


class BulkViewing(models.Model):
    """Somebody took a file about many people, or paged through a list whose looks are noted.

    One row for a file; of a list one row a day. Who was in it stands in the parts.
    """

    kind = models.CharField(_("что"), max_length=6, choices=ViewingKind.choices)
    what = models.CharField(_("какой список"), max_length=200)
    day = models.DateField(_("день"))
    at = models.DateTimeField(default=clock.now)
    user_id = models.BigIntegerField(default=0)
    viewer = models.CharField(_("кто"), max_length=300)
    place = models.CharField(_("откуда"), max_length=300, blank=True)
    people = models.PositiveIntegerField(_("людей"), default=0)

    class Meta:
        verbose_name = _("просмотр списка")
        ordering: ClassVar[list[str]] = ["-day", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user_id", "day", "kind"], name="privacy_bulk_of_day"),
            models.Index(fields=["day"], name="privacy_bulk_day"),
        ]

    def __str__(self) -> str:
        return self.what


class BulkPart(models.Model):
    """People of a list whose numbers share a chunk, a bit for each."""

    bulk = models.ForeignKey(BulkViewing, on_delete=models.CASCADE, related_name="parts")
    chunk = models.BigIntegerField()
    bits = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["chunk", "bulk"], name="privacy_one_part_of_a_chunk"),
        ]
