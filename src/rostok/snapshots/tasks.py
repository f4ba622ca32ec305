"""Freezing in the background, with progress."""

from datetime import date
from typing import Any

from rostok.kernel.access import Actor
from rostok.kernel.jobs import job_kind, report_progress
from rostok.kernel.models import Job
from rostok.kernel.pages import visible_or_404
from rostok.orgs.models import OrgUnit
from rostok.orgs.queries import system_for
from rostok.snapshots import permissions
from rostok.snapshots.services import make_snapshot

FREEZE = "snapshots.freeze"


@job_kind(FREEZE, "Срез показателей")
def freeze_snapshot(actor: Actor, job: Job) -> dict[str, Any]:
    """Make the snapshot that the job's parameters name; started again, it finds what was made."""
    given = job.params
    unit = visible_or_404(actor, permissions.MAKE, OrgUnit.objects.all(), pk=given["unit"])

    def progress(done: int, total: int) -> None:
        report_progress(job, done, total, f"Заморожено показателей: {done} из {total}")

    snapshot = make_snapshot(
        actor,
        system=system_for(actor, given["system"]),
        unit=unit,
        year=given["year"],
        on=date.fromisoformat(given["on"]) if given["on"] else None,
        title=given["called"],
        job=job.pk,
        progress=progress,
    )
    return {"message": f"Срез готов: {snapshot}.", "url": snapshot.get_absolute_url()}
