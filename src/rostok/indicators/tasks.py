"""Recomputation in the background, with progress."""

from typing import Any

from django.urls import reverse

from rostok.indicators.changes import systems_changed_since
from rostok.indicators.services import recompute
from rostok.kernel.access import Actor
from rostok.kernel.jobs import job_kind, report_progress
from rostok.kernel.models import Job
from rostok.orgs.queries import system_for

RECOMPUTE = "indicators.recompute"
REFRESH = "indicators.refresh"


@job_kind(RECOMPUTE, "Пересчёт показателей")
def recompute_system(actor: Actor, job: Job) -> dict[str, Any]:
    """Recompute all years of the system named in the job's parameters."""
    system = system_for(actor, job.params["system"])

    def progress(done: int, total: int) -> None:
        report_progress(job, done, total, f"Посчитано лет: {done} из {total}")

    count = recompute(actor, system=system, progress=progress)
    return {
        "message": f"Пересчитано значений: {count}.",
        "url": reverse("indicators:dashboard", args=[system.key]),
    }


@job_kind(REFRESH, "Обновление показателей после изменений")
def refresh_changed(actor: Actor, job: Job) -> dict[str, Any]:
    """Recompute the systems whose people or organisations changed since a journal entry."""
    changed = systems_changed_since(job.params["since"])
    for number, system in enumerate(changed, start=1):
        recompute(actor, system=system)
        report_progress(job, number, len(changed), f"Обновлено систем: {number}")
    return {"message": f"Обновлено систем: {len(changed)}."}
