"""The way of an uploaded table: upload → check into staging → confirm or drop."""

from collections import Counter
from datetime import timedelta
from typing import IO, Any

from django.db import transaction

from rostok.kernel import clock
from rostok.kernel.access import Actor, installation
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.jobs import report_progress
from rostok.kernel.locks import lock
from rostok.kernel.models import ImportBatch, ImportRow, ImportState, Job, RowAction
from rostok.kernel.tabular import files
from rostok.kernel.tabular.blanks import FAILED_SHEET, FAILED_TITLE
from rostok.kernel.tabular.contents import Contents, read_contents
from rostok.kernel.tabular.headers import Unmapped
from rostok.kernel.tabular.layouts import layout_for
from rostok.kernel.tabular.parsing import lettered
from rostok.kernel.tabular.reading import NO_ROWS, Book, read_book
from rostok.kernel.tabular.specs import CHUNK, Context, ImportSpec, import_specs, spec_of
from rostok.kernel.tabular.staging import judged, staged, unknown_words

ABANDONED = timedelta(days=7)
NAME_LENGTH = 255
OPEN = {ImportState.UPLOADED, ImportState.MAPPING, ImportState.CHECKED}
READ = ("columns", "ignored", "layout", "notes", "unknown")
SUMMARY = ("new", "changed", "left", "unchanged")


def upload(
    actor: Actor, *, spec: str, file: IO[bytes], file_name: str, context: Context | None = None
) -> ImportBatch:
    """Take a file in. Refused: no right in this context; an empty or too large file."""
    declared = import_specs.get(spec)
    context = dict(context or {})
    declared.refuse_stranger(actor, context)
    stored_name, digest = files.store(file)
    return ImportBatch.objects.create(
        spec=spec,
        context=context,
        file_name=short_name(file_name),
        stored_name=stored_name,
        digest=digest,
        user_id=actor.user_id,
        actor_title=actor.title,
    )


def short_name(file_name: str) -> str:
    """The name without folders, short enough, its extension kept."""
    return file_name.replace("\\", "/").rsplit("/", 1)[-1][-NAME_LENGTH:]


def check_batch(actor: Actor, *, batch: ImportBatch, job: Job | None = None) -> ImportBatch:
    """Read the file into staging and say what confirming would do; may be repeated until applied.

    An unreadable file makes the batch FAILED with the reason; one whose columns a person must name
    first, MAPPING with what is missing; a foreign or finished one is refused.
    """
    spec = authorised_spec(actor, batch)
    begin_check(batch)
    try:
        rows = checked_rows(actor, spec, batch, job)
    except Unmapped as refusal:
        return ask_columns(batch, refusal.message)
    except RuleViolation as refusal:
        return fail_batch(batch, refusal.message)
    stage(rows, job)
    return finish_check(batch, rows)


def authorised_spec(actor: Actor, batch: ImportBatch) -> ImportSpec:
    """The declaration of a batch. Refused: another's batch; the right has gone since the upload."""
    if not ImportBatch.objects.of(actor).filter(pk=batch.pk).exists():
        raise Forbidden("Эту загрузку начал другой пользователь.")
    spec = spec_of(batch)
    spec.refuse_stranger(actor, batch.context)
    return spec


@transaction.atomic
def begin_check(batch: ImportBatch) -> None:
    locked = lock(batch)
    if locked.state not in OPEN:
        raise RuleViolation(refusal_of(locked))
    locked.rows.all().delete()
    locked.state = batch.state = ImportState.UPLOADED
    locked.save(update_fields=["state"])


def checked_rows(
    actor: Actor, spec: ImportSpec, batch: ImportBatch, job: Job | None
) -> list[ImportRow]:
    tell(job, 0, 0, "Чтение файла")
    contents = stored_contents(batch, spec)
    tell(job, 0, len(contents.rows), "Сверка с записями")
    verdicts = judged(spec.compare(actor, batch, contents.rows), contents.rows)
    if is_rest(batch, contents):
        verdicts = [verdict for verdict in verdicts if verdict.action != RowAction.LEFT]
    batch.unknown = unknown_words(verdicts)
    return staged(batch, spec, contents.rows, verdicts)


def stored_contents(batch: ImportBatch, spec: ImportSpec) -> Contents:
    """The rows of the file; how they were read is put down in the batch."""
    book = read_stored(batch, spec)
    layout = layout_for(batch, spec, book)
    contents = read_contents(batch, spec, book, layout)
    spec.check_columns(frozenset(layout.columns))
    batch.columns = lettered(layout.columns)
    ignored = contents.header.ignored if contents.header else ()
    batch.ignored = [title for title in ignored if title != FAILED_TITLE]
    batch.layout = {**layout.as_json()}
    batch.notes = {"sheets": contents.sheets, "lines": contents.notes}
    return contents


def is_rest(batch: ImportBatch, contents: Contents) -> bool:
    """Our own file of failed rows, mended: nobody is missing from it."""
    return contents.sheets == [FAILED_SHEET] and FAILED_TITLE in batch.layout["titles"]


def read_stored(batch: ImportBatch, spec: ImportSpec) -> Book:
    path = files.path_of(batch.stored_name)
    if not batch.stored_name or not path.exists():
        raise RuleViolation("Файл уже удалён с сервера. Загрузите его снова.")
    with path.open("rb") as file:
        book = read_book(file, batch.file_name)
    return shaped(book, spec) if spec.shape else book


def shaped(book: Book, spec: ImportSpec) -> Book:
    """The first filled sheet with its header made into one row by the declaration."""
    first = next(book.sheets(), None)
    if first is None or spec.shape is None:
        raise RuleViolation(NO_ROWS)
    sheet = spec.shape(first, spec.columns)
    return Book((sheet.title,), lambda _title: sheet)


def stage(rows: list[ImportRow], job: Job | None) -> None:
    """Write the staging chunk by chunk, so that other writers never wait long."""
    for start in range(0, len(rows), CHUNK):
        ImportRow.objects.bulk_create(rows[start : start + CHUNK])
        tell(job, min(start + CHUNK, len(rows)), len(rows), "Подготовка предпросмотра")


@transaction.atomic
def finish_check(batch: ImportBatch, rows: list[ImportRow]) -> ImportBatch:
    locked = lock(batch)
    if locked.state != ImportState.UPLOADED or locked.rows.count() != len(rows):
        raise RuleViolation("Файл одновременно проверяли дважды. Проверьте его ещё раз.")
    found = Counter(row.action for row in rows)
    batch.counts = {action.value: found[action] for action in RowAction}
    batch.state, batch.message = ImportState.CHECKED, ""
    batch.save(update_fields=[*READ, "counts", "state", "message"])
    return batch


@transaction.atomic
def ask_columns(batch: ImportBatch, message: str) -> ImportBatch:
    """The file waits for a person to say which column is which."""
    batch.rows.all().delete()
    batch.state, batch.message, batch.counts = ImportState.MAPPING, message, {}
    batch.save(update_fields=["state", "message", "counts"])
    return batch


@transaction.atomic
def fail_batch(batch: ImportBatch, message: str) -> ImportBatch:
    """The file cannot be read: keep the reason, forget the file."""
    batch.rows.all().delete()
    batch.state, batch.message = ImportState.FAILED, message
    return forget_file(batch, "message")


def refusal_of(batch: ImportBatch) -> str:
    return {
        ImportState.UPLOADED: "Файл ещё проверяется. Дождитесь предпросмотра.",
        ImportState.MAPPING: "Сначала укажите, какой столбец что значит.",
        ImportState.CHECKED: "Файл уже проверен.",
        ImportState.APPLIED: "Этот файл уже применён, второй раз ничего не записано.",
        ImportState.FAILED: "Файл не прочитан. Исправьте его и загрузите снова.",
        ImportState.DROPPED: "Загрузка отменена. Загрузите файл снова.",
        ImportState.UNDONE: "Эта загрузка уже отменена. Загрузите файл снова.",
    }[ImportState(batch.state)]


@transaction.atomic
def drop_batch(actor: Actor, *, batch: ImportBatch) -> ImportBatch:
    """Give the upload up: its rows and its file go. Refused: another's; already applied."""
    if not ImportBatch.objects.of(actor).filter(pk=batch.pk).exists():
        raise Forbidden("Эту загрузку начал другой пользователь.")
    locked = lock(batch)
    if locked.state in {ImportState.APPLIED, ImportState.UNDONE}:
        raise RuleViolation(refusal_of(locked))
    locked.rows.all().delete()
    locked.state = ImportState.DROPPED
    return forget_file(locked)


def drop_abandoned(older_than: timedelta = ABANDONED) -> int:
    """Drop uploads nobody confirmed: personal data does not wait in staging for ever."""
    waiting = ImportBatch.objects.filter(
        state__in=OPEN,
        created_at__lt=clock.now() - older_than,
    )
    for batch in (found := list(waiting)):
        drop_batch(installation(), batch=batch)
    return len(found)


def forget_failed_rows(older_than: timedelta = ABANDONED) -> int:
    """Failed rows of an applied file keep their sensitive cells only while they may be mended."""
    failed = ImportRow.objects.filter(
        action=RowAction.ERROR, batch__applied_at__lt=clock.now() - older_than
    )
    return failed.exclude(secrets={}).update(secrets={})


def forget_file(batch: ImportBatch, *fields: str) -> ImportBatch:
    """Save the batch without its file, which goes when the transaction holds."""
    name, batch.stored_name = batch.stored_name, ""
    batch.save(update_fields=["state", "stored_name", *fields])
    transaction.on_commit(lambda: files.remove(name))
    return batch


def tell(job: Job | None, done: int, total: int, message: str) -> None:
    if job is not None:
        report_progress(job, done, total, message)


def earlier_applied(batch: ImportBatch) -> ImportBatch | None:
    """The batch of the very same file, in the same context, that was applied before."""
    same_file = ImportBatch.objects.filter(digest=batch.digest, state=ImportState.APPLIED)
    earlier = same_file.filter(spec=batch.spec).exclude(pk=batch.pk)
    return next((found for found in earlier if found.context == batch.context), None)


def summary_of(batch: ImportBatch) -> dict[str, Any]:
    """Counts and every problem of a batch, as the console prints it."""
    counts = {action.value: batch.counts.get(action, 0) for action in RowAction}
    errors = [
        {"row": row.number, **{key: problem[key] for key in ("column", "code", "message")}}
        for row in batch.rows.filter(action=RowAction.ERROR)
        for problem in row.problems
    ]
    return {**{name: counts[name] for name in SUMMARY}, "errors": errors}
