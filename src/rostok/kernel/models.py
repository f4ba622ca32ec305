"""Tables of the ground floor: the journal, jobs and the staging of imports."""

from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import Actor, ScopedModel


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


def begun_by(actor: Actor) -> dict[str, Any]:
    """The condition that a row is the actor's own; one without a user is known by title alone."""
    if actor.user_id is None:
        return {"user_id": None, "actor_title": actor.title}
    return {"user_id": actor.user_id}


class JobState(models.TextChoices):
    QUEUED = "queued", _("В очереди")
    RUNNING = "running", _("Выполняется")
    DONE = "done", _("Готово")
    FAILED = "failed", _("Не выполнено")


class JobQuerySet(models.QuerySet[Any]):
    def of(self, actor: Actor) -> Self:
        """The jobs that the actor began; nobody watches another's."""
        return self if actor.unlimited else self.filter(**begun_by(actor))


class Job(models.Model):
    """Long work: what, on whose behalf, how far, and what came of it."""

    kind = models.CharField(_("вид"), max_length=60)
    title = models.CharField(_("что делается"), max_length=300)
    params = models.JSONField(default=dict)
    user_id = models.BigIntegerField(null=True, db_index=True)
    actor_title = models.CharField(_("кто начал"), max_length=200)
    state = models.CharField(
        _("состояние"), max_length=10, choices=JobState.choices, default=JobState.QUEUED
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    task_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("начато"), default=clock.now)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("закончено"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("задание")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("kernel:job", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}


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
