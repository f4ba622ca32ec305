"""«Confirm»: what the preview promised is written, all of it or nothing."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models import Min

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import add_objects, record
from rostok.kernel.locks import lock
from rostok.kernel.models import ImportBatch, ImportState, Job, JournalEntry, RowAction
from rostok.kernel.statistics import refresh_after
from rostok.kernel.tabular.services import authorised_spec, forget_file, refusal_of, tell
from rostok.kernel.tabular.specs import ImportSpec, Write
from rostok.kernel.tabular.traces import Trace

WRITTEN = (RowAction.NEW, RowAction.CHANGED, RowAction.LEFT)
ENDED = "ended"


class StalePreview(RuleViolation):
    """What the preview promised no longer holds: a row it touches has moved since."""

    def __init__(self) -> None:
        super().__init__(
            "Пока вы смотрели на предпросмотр, часть этих записей изменили. Ничего не записано."
            " Проверьте файл заново и подтвердите новый предпросмотр."
        )


def confirm_batch(
    actor: Actor,
    *,
    batch: ImportBatch,
    decisions: Mapping[str, Any] | None = None,
    job: Job | None = None,
) -> ImportBatch:
    """Write what the preview promised, all of it or nothing.

    Refused: another's batch; no right any more; not checked; already applied; only errors in the
    file; rows that have moved since the preview (`StalePreview`, from the declaration's `apply`).
    """
    spec = authorised_spec(actor, batch)
    refuse_unless_confirmable(batch)
    batch.decisions = dict(decisions or {})
    checked = staging_of(batch)
    tell(job, 0, 0, "Сверяем с записями")
    write = written_by(spec, actor, batch)
    tell(job, 0, 0, "Записываем")
    with transaction.atomic():
        locked = lock(batch)
        refuse_unless_confirmable(locked)
        if staging_of(locked) != checked:
            raise StalePreview
        spec.refuse_stranger(actor, locked.context)
        locked.decisions = batch.decisions
        done = applied(actor, spec, locked, write)
    refresh_after(sum(done.counts.get(action, 0) for action in WRITTEN))
    return done


def written_by(spec: ImportSpec, actor: Actor, batch: ImportBatch) -> Write:
    """What is to be called inside the transaction; the slow part of a long list is done here."""
    if spec.prepare is not None:
        return spec.prepare(actor, batch)
    return partial(apply_at_once, spec, actor, batch)


def apply_at_once(
    spec: ImportSpec, actor: Actor, batch: ImportBatch, _trace: Trace
) -> Iterable[models.Model]:
    return spec.apply(actor, batch) if spec.apply else ()


def staging_of(batch: ImportBatch) -> Any:
    """Tells one check of a file from the next."""
    return batch.rows.aggregate(first=Min("id"))["first"]


def refuse_unless_confirmable(batch: ImportBatch) -> None:
    if batch.state != ImportState.CHECKED:
        raise RuleViolation(refusal_of(batch))
    if not any(batch.counts.get(action) for action in WRITTEN):
        raise RuleViolation("В файле нет ни новых, ни изменённых записей: записывать нечего.")


def applied(actor: Actor, spec: ImportSpec, batch: ImportBatch, write: Write) -> ImportBatch:
    trace = Trace()
    touched = list(write(trace))
    if spec.undo is not None:
        trace.keep(batch)
    batch.counts[ENDED] = trace.ended
    batch.entry = journal_batch(actor, spec, batch, touched)
    batch.state, batch.applied_at = ImportState.APPLIED, clock.now()
    batch.rows.exclude(action=RowAction.ERROR).update(secrets={})
    return forget_file(batch, "applied_at", "decisions", "counts", "entry")


def journal_batch(
    actor: Actor, spec: ImportSpec, batch: ImportBatch, touched: Iterable[models.Model]
) -> JournalEntry:
    counts = {name: batch.counts.get(name, 0) for name in (*RowAction.values, ENDED)}
    entry = record(
        actor, spec.journal_kind, file=batch.file_name, what=spec.title, batch=batch.pk, **counts
    )
    add_objects(entry, touched)
    return entry
