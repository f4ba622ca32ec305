"""Row locks. On SQLite the immediate transaction is the lock, `select_for_update` a no-op."""

from typing import Any, TypeVar

from django.db import models

from rostok.kernel.errors import StaleForm

M = TypeVar("M", bound=models.Model)


def lock(row: M) -> M:
    """The row read again under a lock, inside the caller's transaction."""
    rows: Any = type(row)._default_manager
    locked: M = rows.select_for_update().get(pk=row.pk)
    return locked


def refuse_stale(row: Any, version: int | None) -> None:
    """Refused when the form was opened on an earlier version of the row."""
    if version is not None and row.version != version:
        raise StaleForm(
            "Пока форма была открыта, запись изменили. Сверьте новые значения и сохраните ещё раз."
        )
