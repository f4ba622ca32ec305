"""Tables that people fill in: read, checked into staging, shown, confirmed."""

from rostok.kernel.tabular.applying import StalePreview, confirm_batch
from rostok.kernel.tabular.background import check_later, confirm_later
from rostok.kernel.tabular.cells import Cell, CellError, as_text, is_blank
from rostok.kernel.tabular.columns import (
    Checked,
    Choice,
    Column,
    Day,
    Number,
    Parser,
    Text,
    Whole,
    YesNo,
)
from rostok.kernel.tabular.exporting import records_response
from rostok.kernel.tabular.limits import LIMITS, Limits
from rostok.kernel.tabular.reading import Sheet, SheetRow, read_sheet
from rostok.kernel.tabular.services import (
    check_batch,
    drop_abandoned,
    drop_batch,
    forget_failed_rows,
    summary_of,
    upload,
)
from rostok.kernel.tabular.specs import (
    IMPORT_APPLIED,
    Change,
    Context,
    ImportSpec,
    ParsedRow,
    Problem,
    StagedRow,
    Undo,
    Verdict,
    Write,
    add_import,
    compare_values,
    import_specs,
    spec_of,
    staged_rows,
)
from rostok.kernel.tabular.traces import Touched, Trace
from rostok.kernel.tabular.undoing import forget_traces, undo_batch, undoable_until
from rostok.kernel.tabular.waiting import batches_waiting

__all__ = [
    "IMPORT_APPLIED",
    "LIMITS",
    "Cell",
    "CellError",
    "Change",
    "Checked",
    "Choice",
    "Column",
    "Context",
    "Day",
    "ImportSpec",
    "Limits",
    "Number",
    "ParsedRow",
    "Parser",
    "Problem",
    "Sheet",
    "SheetRow",
    "StagedRow",
    "StalePreview",
    "Text",
    "Touched",
    "Trace",
    "Undo",
    "Verdict",
    "Whole",
    "Write",
    "YesNo",
    "add_import",
    "as_text",
    "batches_waiting",
    "check_batch",
    "check_later",
    "compare_values",
    "confirm_batch",
    "confirm_later",
    "drop_abandoned",
    "drop_batch",
    "forget_failed_rows",
    "forget_traces",
    "import_specs",
    "is_blank",
    "read_sheet",
    "records_response",
    "spec_of",
    "staged_rows",
    "summary_of",
    "undo_batch",
    "undoable_until",
    "upload",
]
