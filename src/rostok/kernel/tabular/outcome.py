"""What the page of a batch says of work under way, of work that broke off, and of what was done."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rostok.kernel.models import ImportBatch, ImportState, Job, JobState, RowAction
from rostok.kernel.pages import Text
from rostok.kernel.tabular.applying import ENDED
from rostok.kernel.tabular.background import work_on
from rostok.kernel.tabular.undoing import undoable_until


def outcome_of(batch: ImportBatch) -> dict[str, Any]:
    return {
        "work": work_on(batch),
        "broken": broken_work(batch),
        "done": done_lines(batch),
        "undo_until": undoable_until(batch),
    }


def broken_work(batch: ImportBatch) -> Job | None:
    """The job that came to nothing, while the batch waits to be tried again."""
    job: Job | None = batch.job
    waits = batch.state in {ImportState.UPLOADED, ImportState.CHECKED, ImportState.APPLIED}
    return job if job is not None and waits and job.state == JobState.FAILED else None


@dataclass(frozen=True)
class DoneLine:
    """A line of the report: what was done with how many, and the tab that lists them."""

    title: Text
    count: int
    url: str = ""


def done_lines(batch: ImportBatch) -> list[DoneLine]:
    """What an applied file did, the empty lines left out."""
    counts = batch.counts
    kept = max(0, counts.get(RowAction.LEFT, 0) - counts.get(ENDED, 0))
    lines = [
        DoneLine(_("Внесено новых"), counts.get(RowAction.NEW, 0), "?tab=new"),
        DoneLine(_("Изменено"), counts.get(RowAction.CHANGED, 0), "?tab=changed"),
        DoneLine(_("Закончено: нет в файле"), counts.get(ENDED, 0), "?tab=left"),
        DoneLine(_("Оставлено, хотя нет в файле"), kept, "?tab=left"),
        DoneLine(_("Совпало, не тронуто"), counts.get(RowAction.UNCHANGED, 0), "?tab=unchanged"),
        DoneLine(_("Не записано из-за ошибок"), counts.get(RowAction.ERROR, 0), "?tab=error"),
    ]
    return [line for line in lines if line.count]
