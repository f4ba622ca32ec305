"""Stored values follow the lists: many changes in a row wait for one refresh."""

from rostok.indicators.changes import CHANGING_KINDS
from rostok.indicators.tasks import REFRESH
from rostok.kernel.access import Actor, installation
from rostok.kernel.jobs import start_job
from rostok.kernel.journal import react_to
from rostok.kernel.models import Job, JobState, JournalEntry


def queue_refresh(_actor: Actor, entry: JournalEntry) -> None:
    """One waiting refresh is enough: it will read all entries from its own on."""
    if not Job.objects.filter(kind=REFRESH, state=JobState.QUEUED).exists():
        title = "Обновление показателей после изменений в списках"
        start_job(installation(), REFRESH, title, since=entry.pk)


for kind in CHANGING_KINDS:
    react_to(kind, queue_refresh)
