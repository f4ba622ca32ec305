"""The staging of imports, and what is remembered of files read before."""

from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.models.jobs import Job, begun_by
from rostok.kernel.models.journal import JournalEntry


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Загружен, проверяется")
    MAPPING = "mapping", _("Ждёт выбора столбцов")
    CHECKED = "checked", _("Проверен, ждёт подтверждения")
    APPLIED = "applied", _("Применён")
    FAILED = "failed", _("Не прочитан")
    DROPPED = "dropped", _("Отменён")
    UNDONE = "undone", _("Применён и отменён")


class ImportBatchQuerySet(models.QuerySet[Any]):
    def of(self, actor: Actor) -> Self:
        """The uploads of the actor; nobody works on another's file."""
        return self if actor.unlimited else self.filter(**begun_by(actor))


class ImportBatch(models.Model):
    """One uploaded file on its way: nothing is written before «confirm».

    `layout`: the sheet, the header and the columns as they were read; `notes`: the sheets, and what
    was passed over; `unknown`: words that no list knows, by column, with the number of their rows.
    """

    spec = models.CharField(max_length=60)
    context = models.JSONField(default=dict)
    file_name = models.CharField(_("файл"), max_length=255)
    stored_name = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64, db_index=True)
    columns = models.JSONField(default=dict)
    ignored = models.JSONField(default=list)
    layout = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    unknown = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    user_id = models.BigIntegerField(null=True, db_index=True)
    actor_title = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    counts = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    entry = models.ForeignKey(
        JournalEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("загрузка")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("kernel:import_batch", args=[self.pk])


class RowAction(models.TextChoices):
    NEW = "new", _("Новая запись")
    CHANGED = "changed", _("Изменения")
    UNCHANGED = "unchanged", _("Без изменений")
    LEFT = "left", _("Нет в файле")
    ERROR = "error", _("Ошибка")


class ImportRow(models.Model):
    """One row of the file as read, and what confirming would do with it.

    What sensitive columns hold stands apart in `secrets`, emptied once the batch is over.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("строка"))
    action = models.CharField(max_length=10, choices=RowAction.choices)
    title = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict)
    secrets = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    target = models.JSONField(default=dict)

    class Meta:
        ordering = ["number", "id"]
        indexes = [models.Index(fields=["batch", "action", "number"], name="import_row_by_action")]


class ImportTrace(models.Model):
    """Rows of one table that an applied batch touched, a few hundred together, for undoing it.

    `rows` holds `[id, before, mark]`: the replaced values by column (`None`: the batch made the
    row) and a digest of the row as the batch left it (`""`: the batch removed it). Before-images
    hold personal data: nobody is shown them, and they go when the batch can be undone no more.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="traces")
    model = models.CharField(max_length=80)
    rows = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["id"]


class ColumnMapping(models.Model):
    """What somebody said the columns of such a header are; files like it are read so from then on.

    `scope` is whose lists these are (an organisation, a system), `signature` stands for the titles
    in any order; `columns` are triples: title, which of several such titles, code of the column.
    """

    spec = models.CharField(max_length=60)
    scope = models.CharField(max_length=200)
    signature = models.CharField(max_length=64)
    titles = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    constants = models.JSONField(default=dict)
    all_sheets = models.BooleanField(default=False)
    actor_title = models.CharField(max_length=200)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("запомненные столбцы")
        ordering = ["-saved_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["spec", "scope", "signature"], name="import_one_mapping_for_a_header"
            )
        ]


class WordMeaning(models.Model):
    """What a word of somebody's lists means: `meaning` is put in its place before reading."""

    spec = models.CharField(max_length=60)
    scope = models.CharField(max_length=200)
    column = models.CharField(max_length=60)
    word = models.CharField(max_length=300)
    norm = models.CharField(max_length=300)
    meaning = models.CharField(max_length=300, blank=True)
    actor_title = models.CharField(max_length=200)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("запомненное слово")
        ordering = ["column", "norm"]
        constraints = [
            models.UniqueConstraint(
                fields=["spec", "scope", "column", "norm"], name="import_one_meaning_of_a_word"
            )
        ]
