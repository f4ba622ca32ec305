"""Cells of reported values: one saved as it is typed, its history kept."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from rostok.indicators import journal, permissions
from rostok.indicators.catalogue import indicator_of
from rostok.indicators.models import CellChange, DataForm, FormState, ReportedValue
from rostok.indicators.pack import ContextIndicator
from rostok.indicators.reported.shapes import Figures, figures_of, figures_words, read_figures
from rostok.indicators.storing import refresh_reported
from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation, StaleForm
from rostok.kernel.journal import record
from rostok.kernel.locks import lock

CLOSED = {
    FormState.COMPLETE: "Форма уже сдана. Чтобы исправить её, отзовите её или попросите вернуть.",
    FormState.APPROVED: "Форма утверждена. Исправить её можно, когда её вернут.",
    FormState.ACCEPTED: "Форма принята. Исправить её можно, когда её вернут.",
}


@transaction.atomic
def save_cell(
    actor: Actor,
    *,
    form: DataForm,
    code: str,
    typed: Mapping[str, Any],
    version: int | None = None,
    source: str = "",
) -> ReportedValue | None:
    """Save one cell as typed; the same numbers again change nothing. None: it was and is empty.

    Refused: a form already sent; impossible numbers (`read_figures`); a cell that somebody else
    has changed since `version` was shown, unless to the very same numbers.
    """
    lock(form.system)
    form = lock(form)
    authorise(actor, permissions.REPORT, form)
    refuse_closed(form)
    indicator = indicator_of(form.system, code, form.year)
    figures = read_figures(indicator, typed)
    cell = ReportedValue.objects.select_for_update().filter(form=form, code=code).first()
    if figures == figures_in(cell):
        return cell
    refuse_stale_cell(indicator, cell, figures, version)
    was = figures_words(indicator, figures_in(cell))
    cell = write_cell(actor, form, code, figures, source=source, cell=cell)
    note_change(actor, form, indicator, was, figures, source=source)
    begin_work(form)
    refresh_reported(system=form.system, year=form.year, unit=form.unit, codes=[code])
    return cell


def figures_in(cell: ReportedValue | None) -> Figures:
    return figures_of(cell) if cell is not None else Figures()


def refuse_closed(form: DataForm) -> None:
    if not form.is_open:
        raise RuleViolation(CLOSED[FormState(form.state)])


def refuse_stale_cell(
    indicator: ContextIndicator,
    cell: ReportedValue | None,
    figures: Figures,
    version: int | None,
) -> None:
    """Both numbers are told, so that nobody's work is lost in silence."""
    if version is None or version == (cell.version if cell else 0) or cell is None:
        return
    now = figures_words(indicator, figures_of(cell))
    raise StaleForm(
        f"Клетку уже изменил(а) {cell.author_title}: теперь там {now}. Вы ввели"
        f" {figures_words(indicator, figures)}. Сверьте и, если нужно, введите ещё раз."
    )


def write_cell(
    actor: Actor,
    form: DataForm,
    code: str,
    figures: Figures,
    *,
    source: str,
    cell: ReportedValue | None,
) -> ReportedValue:
    cell = cell or ReportedValue(form=form, code=code, version=0)
    cell.numerator, cell.denominator, cell.value = (
        figures.numerator,
        figures.denominator,
        figures.value,
    )
    cell.source = source
    cell.author_id, cell.author_title = actor.user_id, actor.title
    cell.moment = clock.now()
    cell.version += 1
    cell.save()
    return cell


def note_change(
    actor: Actor,
    form: DataForm,
    indicator: ContextIndicator,
    was: str,
    figures: Figures,
    *,
    source: str,
) -> None:
    """The row of history and the entry; comments at the cell have been answered."""
    now, moment = figures_words(indicator, figures), clock.now()
    CellChange.objects.create(
        form=form,
        code=indicator.code,
        was=was,
        now=now,
        source=source,
        author_id=actor.user_id,
        author_title=actor.title,
        moment=moment,
    )
    form.comments.filter(code=indicator.code, closed_at=None).update(closed_at=moment)
    record(actor, journal.CELL_SAVED, form, title=indicator.title, was=was, now=now)


def begin_work(form: DataForm) -> None:
    if form.state in {FormState.ASSIGNED, FormState.RETURNED}:
        form.state = FormState.IN_WORK
        form.version += 1
        form.save(update_fields=["state", "version"])
