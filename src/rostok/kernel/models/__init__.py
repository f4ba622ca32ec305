"""Tables of the ground floor: the journal, jobs, staging of imports, kept files, unsent mail."""

from rostok.kernel import lookups  # noqa: F401 - registers itself
from rostok.kernel.models.files import (
    StoredFile,
)
from rostok.kernel.models.imports import (
    ColumnMapping,
    ImportBatch,
    ImportBatchQuerySet,
    ImportRow,
    ImportState,
    ImportTrace,
    RowAction,
    WordMeaning,
)
from rostok.kernel.models.jobs import (
    Job,
    JobQuerySet,
    JobState,
    begun_by,
)
from rostok.kernel.models.journal import (
    JournalEntry,
    JournalObject,
    JournalPlace,
)
from rostok.kernel.models.mail import (
    MailTrouble,
)

__all__ = [
    "ColumnMapping",
    "ImportBatch",
    "ImportBatchQuerySet",
    "ImportRow",
    "ImportState",
    "ImportTrace",
    "Job",
    "JobQuerySet",
    "JobState",
    "JournalEntry",
    "JournalObject",
    "JournalPlace",
    "MailTrouble",
    "RowAction",
    "StoredFile",
    "WordMeaning",
    "begun_by",
]
