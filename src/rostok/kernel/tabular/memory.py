"""What people say of their files once and for all: which column is which, what a word means."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from rostok.kernel import clock, journal
from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.models import ColumnMapping, ImportBatch, ImportState, WordMeaning
from rostok.kernel.tabular.headers import Unmapped, listed, missing
from rostok.kernel.tabular.layouts import CHOSEN, Layout, scope_of, signature_of, triples_of
from rostok.kernel.tabular.specs import Context, ImportSpec, spec_of
from rostok.kernel.tabular.staging import WORD_LENGTH
from rostok.kernel.text import norm

COLUMNS_REMEMBERED = journal.kind(
    "imports.columns_remembered", "Запомнено, какие столбцы в файлах вида «{file}» ({what})."
)
WORDS_REMEMBERED = journal.kind(
    "imports.words_remembered", "Запомнено, что значат слова в загрузке «{what}»: {words}."
)
FORGOTTEN = journal.kind("imports.forgotten", "Забыто о загрузке «{what}»: {title}.")
OPEN_STATES = (ImportState.UPLOADED, ImportState.MAPPING, ImportState.CHECKED)


def own_batch(actor: Actor, batch: ImportBatch) -> ImportBatch:
    """The batch locked. Refused: another's; no right in its context any more; over."""
    if not ImportBatch.objects.of(actor).filter(pk=batch.pk).exists():
        raise Forbidden("Эту загрузку начал другой пользователь.")
    spec_of(batch).refuse_stranger(actor, batch.context)
    locked = lock(batch)
    if locked.state not in OPEN_STATES:
        raise RuleViolation("Эта загрузка уже завершена. Загрузите файл снова.")
    return locked


@transaction.atomic
def set_layout(actor: Actor, *, batch: ImportBatch, layout: Layout, remember: bool) -> ImportBatch:
    """Say how a file is to be read; it is not checked yet.

    Refused: another's batch; one that is over; a required column is said nowhere; two columns of
    the list in one of the file.
    """
    spec, locked = spec_of(batch), own_batch(actor, batch)
    refuse_unfit(spec, layout)
    locked.layout = replace(layout, origin=CHOSEN).as_json()
    locked.save(update_fields=["layout"])
    signature = signature_of(layout.titles)
    if remember and signature and layout.header:
        values = {
            "titles": [title for title in layout.titles if title],
            "columns": triples_of(layout.titles, layout.columns),
            "constants": dict(layout.constants),
            "all_sheets": layout.all_sheets,
            "actor_title": actor.title,
            "saved_at": clock.now(),
        }
        ColumnMapping.objects.update_or_create(
            spec=batch.spec, scope=scope_of(batch.context), signature=signature, defaults=values
        )
        record(actor, COLUMNS_REMEMBERED, file=batch.file_name, what=spec.title)
    return locked


def refuse_unfit(spec: ImportSpec, layout: Layout) -> None:
    absent = missing({*layout.columns, *layout.constants}, spec.columns)
    if absent:
        raise Unmapped(
            f"Не выбраны столбцы: {listed(column.title for column in absent)}. Укажите, где они,"
            " или задайте одно значение на весь файл."
        )


@transaction.atomic
def remember_words(
    actor: Actor, *, batch: ImportBatch, meanings: Mapping[tuple[str, str], str]
) -> list[WordMeaning]:
    """Keep what words of a file mean: (code of column, word) → what is read in its place.

    Refused: another's batch; one that is over; a meaning that no list offers.
    """
    spec, locked = spec_of(batch), own_batch(actor, batch)
    known = [
        known_word(actor, spec, locked, code, word, meaning)
        for (code, word), meaning in meanings.items()
    ]
    if known:
        pairs = listed(f"{one.word} — {one.meaning}" for one in known)
        record(actor, WORDS_REMEMBERED, what=spec.title, words=pairs)
    return known


def known_word(
    actor: Actor, spec: ImportSpec, batch: ImportBatch, code: str, word: str, meaning: str
) -> WordMeaning:
    column = spec.by_code.get(code)
    offered = dict(spec.vocabulary(actor, batch.context, column)) if column else {}
    if meaning not in offered:
        raise RuleViolation(f"Для слова «{word}» такого значения нет. Выберите из списка.")
    values = {"word": word, "meaning": meaning, "actor_title": actor.title}
    found: WordMeaning
    found, _made = WordMeaning.objects.update_or_create(
        spec=spec.code,
        scope=scope_of(batch.context),
        column=code,
        norm=norm(word)[:WORD_LENGTH],
        defaults={**values, "saved_at": clock.now()},
    )
    return found


def remembered_in(spec: ImportSpec, context: Context) -> dict[str, Any]:
    """Columns and words remembered for these lists."""
    own = {"spec": spec.code, "scope": scope_of(context)}
    return {
        "mappings": list(ColumnMapping.objects.filter(**own)),
        "words": list(WordMeaning.objects.filter(**own)),
    }


@transaction.atomic
def forget(actor: Actor, *, spec: ImportSpec, context: Context, kind: str, pk: int) -> None:
    """Forget a header or a word. Refused: no right in this context; nothing of the kind."""
    spec.refuse_stranger(actor, context)
    model: Any = {"mapping": ColumnMapping, "word": WordMeaning}.get(kind)
    rows = model.objects.filter(spec=spec.code, scope=scope_of(context), pk=pk) if model else None
    row = rows.first() if rows is not None else None
    if row is None:
        raise RuleViolation("Это уже забыто.")
    title = row.word if kind == "word" else listed(row.titles)
    row.delete()
    record(actor, FORGOTTEN, what=spec.title, title=title)
