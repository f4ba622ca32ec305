"""Kept files that nobody owns are removed every night."""

from typing import Any

from rostok.kernel.access import Actor
from rostok.kernel.duties import daily
from rostok.kernel.files import sweep
from rostok.kernel.jobs import job_kind
from rostok.kernel.models import Job

SWEEP = "kernel.sweep_files"


@job_kind(SWEEP, "Убрать ничьи файлы")
def sweep_files(_actor: Actor, _job: Job) -> dict[str, Any]:
    return {"message": f"Убрано файлов: {sweep()}."}


daily(SWEEP, "Убрать ничьи файлы")
