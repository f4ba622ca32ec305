"""When copies were made, from the journal."""

from datetime import datetime, timedelta
from typing import Any

from rostok.config.journal import BACKUP_MADE
from rostok.kernel import clock
from rostok.kernel.models import JournalEntry

DUE = timedelta(days=7)
SHOWN = timedelta(days=90)


def copies_since(moment: datetime) -> list[dict[str, Any]]:
    """Newest first; read by the index of moments."""
    made = JournalEntry.objects.filter(kind=BACKUP_MADE, at__gte=moment).order_by("-at")
    return [{"at": entry.at, "who": entry.actor_title, **entry.params} for entry in made]


def recent_copies() -> list[dict[str, Any]]:
    return copies_since(clock.now() - SHOWN)


def is_overdue() -> bool:
    """Whether an installation older than seven days has had no copy for as long."""
    week_ago = clock.now() - DUE
    first = JournalEntry.objects.order_by("at").values_list("at", flat=True).first()
    return first is not None and first < week_ago and not copies_since(week_ago)
