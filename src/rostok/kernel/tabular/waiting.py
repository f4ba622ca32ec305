"""Files that wait for who uploaded them: to name their columns, to confirm what was read."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from rostok.kernel.access import Actor
from rostok.kernel.models import ImportBatch, ImportState
from rostok.kernel.todo import TodoRow, todo_source

WAITING = (ImportState.MAPPING, ImportState.CHECKED)


def batches_waiting(actor: Actor) -> QuerySet[ImportBatch] | None:
    if actor.user_id is None:
        return None
    found: QuerySet[ImportBatch] = ImportBatch.objects.of(actor).filter(
        user_id=actor.user_id, state__in=WAITING
    )
    return found


def as_waiting(_actor: Actor, rows: Sequence[Any]) -> list[TodoRow]:
    return [
        TodoRow(
            title=row.file_name,
            url=row.get_absolute_url(),
            since=row.created_at.date(),
            note=f"{row.get_state_display().lower()}; через неделю после загрузки удалится",
        )
        for row in rows
    ]


todo_source("kernel.imports", "Подтвердить загруженный файл", batches_waiting, as_waiting)
