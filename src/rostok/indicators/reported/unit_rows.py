"""One indicator with units as rows, read for all of them in a few queries."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from rostok.indicators import permissions
from rostok.indicators.models import (
    CellComment,
    Collected,
    DataForm,
    ReportedTotal,
    ReportedValue,
)
from rostok.indicators.pack import ContextIndicator
from rostok.indicators.reported.rows import FormRow
from rostok.indicators.reported.shapes import figures_of
from rostok.indicators.small_groups import is_sensitive
from rostok.kernel.access import Actor


def rows_of_units(
    actor: Actor, forms: Sequence[DataForm], indicator: ContextIndicator
) -> list[tuple[FormRow, bool]]:
    """A row for each form and whether the actor may type in it now.

    Of a sensitive indicator, the forms of which the actor has the duty or sees the people by name.
    """
    if is_sensitive(indicator.value):
        forms = forms_open_to(actor, forms)
    if not forms:
        return []
    code, first = indicator.code, forms[0]
    cells = {cell.form_id: cell for cell in by_forms(ReportedValue, forms, code)}
    comments: dict[int, list[CellComment]] = defaultdict(list)
    for comment in by_forms(CellComment, forms, code).filter(closed_at=None):
        comments[comment.form_id].append(comment)
    units = [form.unit_id for form in forms]
    totals = {
        row.unit_id: row
        for row in ReportedTotal.objects.filter(
            system=first.system, year=first.year, code=code, unit__in=units
        )
    }
    earlier = {
        cell.form.unit_id: figures_of(cell)
        for cell in ReportedValue.objects.filter(
            form__system=first.system, form__year=first.year - 1, form__unit__in=units, code=code
        ).select_related("form")
    }
    asked = Collected.objects.filter(system=first.system, year=first.year, code=code)
    level = asked.values_list("level", flat=True).first()
    mine: Any = DataForm.objects.visible_to(actor, permissions.REPORT)
    fillable = set(mine.filter(pk__in=[form.pk for form in forms]).values_list("pk", flat=True))
    return [
        (
            FormRow(
                form,
                indicator,
                cells.get(form.pk),
                form.obliged and form.unit.kind == level,
                tuple(comments[form.pk]),
                totals.get(form.unit_id),
                base_of(totals.get(form.unit_id)),
                earlier.get(form.unit_id),
            ),
            form.pk in fillable and form.is_open,
        )
        for form in forms
    ]


def forms_open_to(actor: Actor, forms: Sequence[DataForm]) -> list[DataForm]:
    """Forms whose sensitive numbers the actor may read: their own work, or people seen by name."""
    rows: Any = DataForm.objects.filter(pk__in=[form.pk for form in forms])
    found = {
        pk for right in READ_BY for pk in rows.visible_to(actor, right).values_list("pk", flat=True)
    }
    return [form for form in forms if form.pk in found]


READ_BY = (
    permissions.VIEW_MEMBERS,
    permissions.REPORT,
    permissions.APPROVE_REPORTS,
    permissions.COLLECT,
)


def by_forms(model: Any, forms: Sequence[DataForm], code: str) -> Any:
    return model.objects.filter(form__in=[form.pk for form in forms], code=code)


def base_of(total: ReportedTotal | None) -> int | None:
    return total.computed_denominator if total else None
