"""Files that rows of upper packages own by a foreign key."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock


class StoredFile(models.Model):
    """A file on disk under a random name. It is opened only through the row that owns it.

    `kind` was found in the content, never believed; `name` is shown and offered when saving.
    """

    stored_name = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(_("файл"), max_length=200)
    kind = models.CharField(_("вид"), max_length=8)
    size = models.PositiveBigIntegerField(_("размер"))
    sha256 = models.CharField(max_length=64)
    user_id = models.BigIntegerField(null=True)
    actor_title = models.CharField(_("кто приложил"), max_length=200)
    created_at = models.DateTimeField(_("когда"), default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("файл")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
