"""What the console command does about staff lists."""

from pathlib import Path
from typing import Any

from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import ImportState, RowAction
from rostok.kernel.tabular import check_batch, confirm_batch, drop_batch, summary_of, upload
from rostok.kernel.tabular.blanks import template_lines, template_workbook
from rostok.staff.imports import CODE, SPEC
from rostok.staff.imports.scope import system_context
from rostok.staff.services import load_reference

WRITTEN = (RowAction.NEW, RowAction.CHANGED)


def write_template(path: Path) -> None:
    """The empty form with its lists, examples and rules; as csv the header alone."""
    is_csv = path.suffix.lower() == ".csv"
    path.write_bytes(template_lines(SPEC) if is_csv else template_workbook(SPEC))


def import_staff(
    actor: Actor, path: Path, system_key: str, *, check_only: bool = False
) -> dict[str, Any]:
    """Load a file into a system's organisations; good rows are written though others have errors.

    The lists of posts and subjects are brought up to date first: a fresh database has none.
    Refused: no such system; a file that cannot be read.
    """
    load_reference(actor)
    with path.open("rb") as file:
        batch = upload(
            actor, spec=CODE, file=file, file_name=path.name, context=system_context(system_key)
        )
    batch = check_batch(actor, batch=batch)
    if batch.state != ImportState.CHECKED:
        raise RuleViolation(batch.message)
    summary = summary_of(batch)
    if check_only or not any(batch.counts.get(action) for action in WRITTEN):
        drop_batch(actor, batch=batch)
    else:
        confirm_batch(actor, batch=batch)
    return summary
