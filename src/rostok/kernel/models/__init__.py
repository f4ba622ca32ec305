"""Tables of the ground floor: the journal, jobs, the staging of imports and kept files."""

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
    "RowAction",
    "StoredFile",
    "WordMeaning",
    "begun_by",
]
