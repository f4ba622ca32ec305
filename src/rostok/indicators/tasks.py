"""Recomputation in the background, with progress."""

from typing import Any

from django.urls import reverse

from rostok.indicators.changes import systems_changed_since
from rostok.indicators.services import recompute, recompute_year
from rostok.kernel.access import Actor
from rostok.kernel.duties import daily
from rostok.kernel.jobs import job_kind, report_progress
from rostok.kernel.models import Job
from rostok.orgs.models import System
from rostok.orgs.queries import system_for

RECOMPUTE = "indicators.recompute"
REFRESH = "indicators.refresh"
NIGHTLY = "indicators.nightly"


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


@job_kind(NIGHTLY, "Ежедневный пересчёт показателей")
def recompute_this_year(actor: Actor, job: Job) -> dict[str, Any]:
    """The running year of every system again: ages, experience and terms move with the days."""
    running = [one for one in System.objects.with_versions() if one.today in one.period]
    for number, system in enumerate(running, start=1):
        recompute_year(actor, system=system, year=system.today.year)
        report_progress(job, number, len(running), f"Пересчитано систем: {number}")
    return {"message": f"Пересчитано систем: {len(running)}."}


daily(NIGHTLY, "Ежедневный пересчёт показателей")
