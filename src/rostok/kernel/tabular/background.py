"""Large files are checked and applied by jobs; both may be killed and started again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from rostok.kernel.access import Actor
from rostok.kernel.jobs import job_kind, start_job
from rostok.kernel.models import ImportBatch, ImportState, Job
from rostok.kernel.tabular.applying import confirm_batch
from rostok.kernel.tabular.services import check_batch, fail_batch

CHECK = "imports.check"
APPLY = "imports.apply"


def batch_of(job: Job) -> ImportBatch:
    batch: ImportBatch = ImportBatch.objects.get(pk=job.params["batch"])
    return batch


def fail_checked(job: Job) -> None:
    batch = batch_of(job)
    if batch.state == ImportState.UPLOADED:
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
        batch = confirm_batch(actor, batch=batch, decisions=job.params["decisions"])
    return {"url": batch.get_absolute_url(), "message": "Записано."}


@transaction.atomic
def check_later(actor: Actor, *, batch: ImportBatch) -> Job:
    return started(actor, CHECK, f"Проверка файла «{batch}»", batch)


@transaction.atomic
def confirm_later(actor: Actor, *, batch: ImportBatch, decisions: Mapping[str, Any]) -> Job:
    return started(actor, APPLY, f"Запись из файла «{batch}»", batch, decisions=dict(decisions))


def started(actor: Actor, kind: str, title: str, batch: ImportBatch, **params: Any) -> Job:
    url = batch.get_absolute_url()
    job = start_job(actor, kind, title[:300], batch=batch.pk, url=url, **params)
    ImportBatch.objects.filter(pk=batch.pk).update(job=job)
    batch.job = job
    return job
