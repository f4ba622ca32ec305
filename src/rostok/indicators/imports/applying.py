"""A checked table of reported values written: a few wide statements, history with each cell."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import partial
from typing import Any

from rostok.indicators.catalogue import indicators_of
from rostok.indicators.models import (
    CellChange,
    CellComment,
    DataForm,
    FormState,
    ReportedValue,
)
from rostok.indicators.reported.shapes import Figures, figures_of, figures_words
from rostok.indicators.storing import recompute_codes
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.locks import lock
from rostok.kernel.models import ImportBatch, RowAction
from rostok.kernel.tabular import StagedRow, StalePreview, Trace, Write, staged_rows
from rostok.orgs.models import System

FIELDS = ["numerator", "denominator", "value", "source", "author_id", "author_title", "moment"]


def prepare(actor: Actor, batch: ImportBatch) -> Write:
    return partial(apply, actor, batch)


def apply(actor: Actor, batch: ImportBatch, trace: Trace) -> list[DataForm]:
    """Write the cells of the new and changed rows. Refused when one has moved since the preview."""
    system: System = lock(System.objects.get(key=batch.context["system"]))
    touched: list[DataForm] = []
    for year, part in rows_by_year(batch).items():
        forms = forms_for(system, year, [row.target["unit"] for row in part], trace)
        codes = write_cells(actor, batch, forms, part, trace)
        recompute_codes(system=system, codes=codes, year=year)
        touched += forms.values()
    return touched


def rows_by_year(batch: ImportBatch) -> dict[int, list[StagedRow]]:
    """The rows that write."""
    found: dict[int, list[StagedRow]] = defaultdict(list)
    for row in staged_rows(batch, RowAction.NEW, RowAction.CHANGED):
        found[row.target["year"]].append(row)
    return found


def forms_for(system: System, year: int, units: list[int], trace: Trace) -> dict[int, DataForm]:
    """The forms of the units under a lock; a missing one is opened without an obligation."""
    rows = DataForm.objects.filter(system=system, year=year).select_for_update().order_by("pk")
    found = {form.unit_id: form for form in rows.filter(unit__in=units)}
    if any(not form.is_open for form in found.values()):
        raise StalePreview
    missing = {
        unit: DataForm(system=system, year=year, unit_id=unit, obliged=False)
        for unit in units
        if unit not in found
    }
    trace.write_new(DataForm, list(missing.values()))
    return found | missing


def write_cells(
    actor: Actor,
    batch: ImportBatch,
    forms: dict[int, DataForm],
    rows: Iterable[StagedRow],
    trace: Trace,
) -> set[str]:
    """Cells, their history, answered comments; the codes that were touched."""
    system_forms = list(forms.values())
    stored = {
        (cell.form_id, cell.code): cell
        for cell in ReportedValue.objects.filter(form__in=system_forms).select_for_update()
    }
    first = system_forms[0]
    indicators = {one.code: one for one in indicators_of(first.system, first.year)}
    made: list[ReportedValue] = []
    changed: list[ReportedValue] = []
    history: list[CellChange] = []
    stamp = {
        "source": f"файл «{batch.file_name}»"[:300],
        "author_id": actor.user_id,
        "author_title": actor.title,
        "moment": clock.now(),
    }
    for row in rows:
        form = forms[row.target["unit"]]
        for code, (numerator, denominator, value, version) in row.target["cells"].items():
            cell = stored.get((form.pk, code))
            if (cell.version if cell else 0) != version:
                raise StalePreview
            was = figures_of(cell) if cell else Figures()
            now = Figures(numerator, denominator, None if value is None else Decimal(value))
            (changed if cell else made).append(put(cell, form, code, now, stamp))
            one = indicators[code]
            words = {"was": figures_words(one, was), "now": figures_words(one, now)}
            history.append(CellChange(form=form, code=code, **words, **stamp))
    trace.write_over(changed, [*FIELDS, "version"])
    trace.write_new(ReportedValue, made)
    trace.write_new(CellChange, history)
    answer_comments(history, trace)
    begin_work(system_forms, trace)
    return {row.code for row in history}


def put(
    cell: ReportedValue | None, form: DataForm, code: str, now: Figures, stamp: dict[str, Any]
) -> ReportedValue:
    cell = cell or ReportedValue(form=form, code=code, version=0)
    cell.numerator, cell.denominator, cell.value = now.numerator, now.denominator, now.value
    for name, told in stamp.items():
        setattr(cell, name, told)
    cell.version += 1
    return cell


def answer_comments(history: list[CellChange], trace: Trace) -> None:
    changed = {(row.form_id, row.code) for row in history}
    forms = {row.form_id for row in history}
    waiting = CellComment.objects.filter(form__in=forms, closed_at=None)
    answered = [row.pk for row in waiting if (row.form_id, row.code) in changed]
    trace.changing(CellComment, answered, ["closed_at"])
    CellComment.objects.filter(pk__in=answered).update(closed_at=clock.now())


def begin_work(forms: list[DataForm], trace: Trace) -> None:
    """All forms are noted: one that is sent since is not emptied by an undo."""
    trace.changing(DataForm, [form.pk for form in forms], ["state", "version"])
    begun = [form for form in forms if form.state in {FormState.ASSIGNED, FormState.RETURNED}]
    for form in begun:
        form.state = FormState.IN_WORK
        form.version += 1
    trace.write_over(begun, ["state", "version"])
