"""What the console does with organisations."""

from pathlib import Path
from typing import Any

from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import ImportState, RowAction
from rostok.kernel.tabular import check_batch, confirm_batch, drop_batch, summary_of, upload


def import_organisations(
    actor: Actor, path: Path | str, *, check_only: bool = False
) -> dict[str, Any]:
    """Load a file: `{new, changed, left, unchanged, errors}`; rows with errors are left out.

    Refused: no such file; a file that cannot be read as a table.
    """
    path = Path(path)
    if not path.is_file():
        raise RuleViolation(f"Файла «{path}» нет.")
    with path.open("rb") as file:
        batch = upload(actor, spec="orgs.units", file=file, file_name=path.name)
    batch = check_batch(actor, batch=batch)
    if batch.state != ImportState.CHECKED:
        raise RuleViolation(batch.message)
    if not check_only and any(batch.counts[kind] for kind in (RowAction.NEW, RowAction.CHANGED)):
        confirm_batch(actor, batch=batch)
        return summary_of(batch)
    found = summary_of(batch)
    drop_batch(actor, batch=batch)
    return found
