"""Every night: kept files that nobody owns are removed, the database counts its rows."""

from typing import Any

from rostok.kernel.access import Actor
from rostok.kernel.duties import daily
from rostok.kernel.files import sweep
from rostok.kernel.jobs import job_kind
from rostok.kernel.models import Job
from rostok.kernel.statistics import refresh_statistics

SWEEP = "kernel.sweep_files"
COUNT = "kernel.refresh_statistics"


@job_kind(SWEEP, "Убрать ничьи файлы")
def sweep_files(_actor: Actor, _job: Job) -> dict[str, Any]:
    return {"message": f"Убрано файлов: {sweep()}."}


@job_kind(COUNT, "Обновить статистику базы данных")
def refresh(_actor: Actor, _job: Job) -> dict[str, Any]:
    refresh_statistics()
    return {"message": "Статистика базы данных обновлена."}


daily(SWEEP, "Убрать ничьи файлы")
daily(COUNT, "Обновить статистику базы данных", hour=4)
