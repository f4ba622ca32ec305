"""Who did what and when, about which rows and where."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import ScopedModel


class JournalEntry(ScopedModel):
    """Who did what and when. Kind and parameters are stored; the sentence is rendered late.

    The `norm` columns are for search: of who acted, and of the sentence with the first titles. An
    entry belongs where its `places` are.
    """

    scope_holds_line = True

    at = models.DateTimeField(_("когда"), default=clock.now, db_index=True)
    kind = models.CharField(_("вид"), max_length=60)
    user_id = models.BigIntegerField(null=True, db_index=True)
    actor_title = models.CharField(_("кто"), max_length=200)
    params = models.JSONField(default=dict)
    actor_norm = models.CharField(max_length=200, default="", editable=False)
    norm = models.TextField(default="", editable=False)

    class Meta:
        verbose_name = _("запись журнала")
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "-id"], name="journal_by_kind")]

    def __str__(self) -> str:
        return self.kind


class JournalObject(models.Model):
    """A row that an entry is about; bulk jobs write one entry and a light row per object."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="about")
    ref_kind = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    title = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["ref_kind", "ref_id", "-entry"], name="journal_by_object")]


class JournalPlace(models.Model):
    """An org unit that an entry is about, as of its day, and each unit above it.

    `own` marks the former; the latter follow the tree when it is moved.
    """

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="places")
    unit_id = models.BigIntegerField()
    own = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "entry"], name="journal_place_once"),
        ]
