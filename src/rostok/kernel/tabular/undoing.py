"""Undo of an applied batch, for as long as nothing it touched has changed since."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from rostok.kernel import clock
from rostok.kernel.access import Actor, holds
from rostok.kernel.bulk import insert_plain
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record, sentence_of, timeline_of
from rostok.kernel.locks import lock
from rostok.kernel.models import ImportBatch, ImportState, ImportTrace, Job, JournalObject
from rostok.kernel.refs import kind_of
from rostok.kernel.tabular.services import authorised_spec, refusal_of, tell
from rostok.kernel.tabular.specs import Undo, spec_of
from rostok.kernel.tabular.traces import Touched
from rostok.kernel.timeline.places import add_places

UNDOABLE = timedelta(days=30)
NAMED = 3
LOOKED_AT = 50


def undoable_until(batch: ImportBatch) -> datetime | None:
    """Till when an applied batch may be undone; nothing for one that keeps no trace."""
    if batch.state != ImportState.APPLIED or batch.applied_at is None:
        return None
    if spec_of(batch).undo is None or not batch.traces.exists():
        return None
    until: datetime = batch.applied_at + UNDOABLE
    return until


def undo_batch(actor: Actor, *, batch: ImportBatch, job: Job | None = None) -> ImportBatch:
    """Give back what stood before an applied file; rows it made are removed.

    Refused: another's batch; no right any more; not applied, or undone already; too late; a touched
    row has changed since, something hangs on a row that the file made, or the package's own rule
    stands against it: then the refusal names who and what.
    """
    spec = authorised_spec(actor, batch)
    tell(job, 0, 0, "Возвращаем прежнее")
    try:
        with transaction.atomic():
            locked = lock(batch)
            undo = refuse_unless_undoable(locked, spec.undo)
            touched = Touched(locked)
            undo.guard(actor, locked, touched)
            refuse_moved(actor, locked, undo, touched)
            touched.give_back()
            undo.settle(actor, locked, touched)
            journal_undo(actor, undo, locked)
            return closed(locked)
    except IntegrityError:
        raise RuleViolation(
            "Отменить нельзя: после загрузки появились записи, с которыми прежние не сойдутся."
            " Ничего не изменено. Исправьте список вручную."
        ) from None


def refuse_unless_undoable(batch: ImportBatch, undo: Undo | None) -> Undo:
    if batch.state == ImportState.UNDONE:
        raise RuleViolation("Эта загрузка уже отменена.")
    if batch.state != ImportState.APPLIED:
        raise RuleViolation("Отменяют только то, что записано. " + refusal_of(batch))
    until = undoable_until(batch)
    if undo is None or until is None or until < clock.now():
        raise RuleViolation(
            f"Больше нельзя отменить эту загрузку: прежние значения хранятся {UNDOABLE.days} дней."
        )
    return undo


def refuse_moved(actor: Actor, batch: ImportBatch, undo: Undo, touched: Touched) -> None:
    """Refused when a touched row has changed, or something hangs on a row that the batch made."""
    moved = list(touched.moved())
    if moved:
        known = [(table, [key for other, key in moved if other is table]) for table, _ in moved]
        rows = [row for table, keys in dict(known).items() for row in rows_of(table, keys)]
        gone = "" if rows else " Часть записей удалена."
        raise RuleViolation(
            "Отменить нельзя: после загрузки эти записи изменили. "
            + named(actor, batch, (undo.subject(row) for row in rows))
            + gone
        )
    leaning = list(touched.leaning())
    if leaning:
        what = sorted({str(row._meta.verbose_name) for row in leaning})
        raise RuleViolation(
            "Отменить нельзя: к внесённым записям уже добавили другие"
            f" ({', '.join(what)}). " + named(actor, batch, owners(undo, touched, leaning))
        )


def rows_of(table: type[models.Model], keys: Iterable[int]) -> Iterable[models.Model]:
    return table._meta.base_manager.filter(pk__among=keys)


def owners(undo: Undo, touched: Touched, leaning: Iterable[models.Model]) -> Iterable[models.Model]:
    """Subjects of the made rows that other rows point at."""
    for row in leaning:
        for field in row._meta.concrete_fields:
            table: Any = field.related_model
            if getattr(row, field.attname) in touched.made.get(table, ()):
                yield undo.subject(getattr(row, field.name))


def named(actor: Actor, batch: ImportBatch, subjects: Iterable[models.Model]) -> str:
    """The first few by name, with who wrote what about them since, if the actor may know it."""
    found = list(dict.fromkeys(islice(subjects, LOOKED_AT)))
    told = "; ".join(with_news(actor, batch, subject) for subject in found[:NAMED])
    more = " и другие" if len(found) > NAMED else ""
    return f"{told}{more}." if told else ""


def with_news(actor: Actor, batch: ImportBatch, subject: models.Model) -> str:
    entry = timeline_of(subject).filter(pk__gt=batch.entry_id or 0).first()
    if entry is None or not holds(actor, kind_of(type(subject)).permission, subject):
        return str(subject)
    sentence = sentence_of(entry).rstrip(".")
    at = timezone.localtime(entry.at)
    return f"{subject} ({at:%d.%m.%Y %H:%M}, {entry.actor_title}: {sentence})"


def journal_undo(actor: Actor, undo: Undo, batch: ImportBatch) -> None:
    """One entry, tied to all that the entry of the file is tied to."""
    entry = record(actor, undo.journal_kind, file=batch.file_name, batch=batch.pk)
    about = JournalObject.objects.filter(entry=batch.entry_id).order_by("pk")
    columns = ("ref_kind", "ref_id", "title")
    rows = list(about.values_list(*columns))
    insert_plain(JournalObject, ("entry", *columns), [(entry.pk, *row) for row in rows])
    add_places(entry, {kind for kind, _pk, _title in rows})


def closed(batch: ImportBatch) -> ImportBatch:
    batch.traces.all().delete()
    batch.state, batch.undone_at = ImportState.UNDONE, clock.now()
    batch.save(update_fields=["state", "undone_at"])
    return batch


def forget_traces(older_than: timedelta = UNDOABLE) -> int:
    """Before-images hold personal data: they go when their batch can be undone no more."""
    old: Any = ImportTrace.objects.filter(batch__applied_at__lt=clock.now() - older_than)
    return int(old.delete()[0])
