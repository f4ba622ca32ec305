"""Large files are checked, applied and undone by jobs; all may be killed and started again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.jobs import INTERRUPTED, job_kind, start_job
from rostok.kernel.locks import lock
from rostok.kernel.models import ImportBatch, ImportState, Job
from rostok.kernel.tabular.applying import confirm_batch, refuse_unless_confirmable
from rostok.kernel.tabular.services import authorised_spec, check_batch, fail_batch
from rostok.kernel.tabular.undoing import refuse_unless_undoable, undo_batch

CHECK = "imports.check"
APPLY = "imports.apply"
UNDO = "imports.undo"


def batch_of(job: Job) -> ImportBatch:
    batch: ImportBatch = ImportBatch.objects.get(pk=job.params["batch"])
    return batch


def fail_checked(job: Job) -> None:
    """A check that broke off may be begun again; one that failed by itself would fail again."""
    batch = batch_of(job)
    if batch.state == ImportState.UPLOADED and job.message != INTERRUPTED:
        fail_batch(batch, job.message)


@job_kind(CHECK, "Проверка загруженной таблицы", on_failure=fail_checked)
def run_check(actor: Actor, job: Job) -> dict[str, Any]:
    batch = check_batch(actor, batch=batch_of(job), job=job)
    return {"url": batch.get_absolute_url(), "message": batch.message or "Файл проверен."}


@job_kind(APPLY, "Запись загруженной таблицы")
def run_apply(actor: Actor, job: Job) -> dict[str, Any]:
    """A batch that an earlier, killed start has applied is only reported."""
    batch = batch_of(job)
    if batch.state != ImportState.APPLIED or job.attempts == 1:
        batch = confirm_batch(actor, batch=batch, decisions=job.params["decisions"], job=job)
    return {"url": batch.get_absolute_url(), "message": "Записано."}


@job_kind(UNDO, "Отмена загруженной таблицы")
def run_undo(actor: Actor, job: Job) -> dict[str, Any]:
    """A batch that an earlier, killed start has undone is only reported."""
    batch = batch_of(job)
    if batch.state != ImportState.UNDONE or job.attempts == 1:
        batch = undo_batch(actor, batch=batch, job=job)
    return {"url": batch.get_absolute_url(), "message": "Загрузка отменена, всё возвращено."}


@transaction.atomic
def check_later(actor: Actor, *, batch: ImportBatch) -> Job:
    return started(actor, CHECK, f"Проверка файла «{batch}»", lock(batch), batch)


@transaction.atomic
def confirm_later(actor: Actor, *, batch: ImportBatch, decisions: Mapping[str, Any]) -> Job:
    """Apply by a job; pressed twice it is the same job. Refused: a batch not to be confirmed."""
    locked = lock(batch)
    refuse_unless_confirmable(locked)
    title = f"Запись из файла «{batch}»"
    return started(actor, APPLY, title, locked, batch, decisions=dict(decisions))


@transaction.atomic
def undo_later(actor: Actor, *, batch: ImportBatch) -> Job:
    """Undo by a job; pressed twice it is the same job. Refused: a batch not to be undone."""
    spec = authorised_spec(actor, batch)
    locked = lock(batch)
    refuse_unless_undoable(locked, spec.undo)
    return started(actor, UNDO, f"Отмена загрузки файла «{batch}»", locked, batch)


def started(
    actor: Actor, kind: str, title: str, locked: ImportBatch, batch: ImportBatch, **params: Any
) -> Job:
    """The job on the batch, if it is at work already, else a new one."""
    batch.job = work_on(locked)
    if batch.job is None:
        url = batch.get_absolute_url()
        batch.job = start_job(actor, kind, title[:300], batch=batch.pk, url=url, **params)
        ImportBatch.objects.filter(pk=batch.pk).update(job=batch.job)
    elif batch.job.kind != kind:
        raise RuleViolation(f"С этим файлом уже идёт работа: {batch.job}. Дождитесь её конца.")
    return batch.job


def work_on(batch: ImportBatch) -> Job | None:
    """The job that is not over yet."""
    job: Job | None = batch.job
    return job if job is not None and not job.is_over else None
