"""The import of a staff list: compared with the records, shown, and written when confirmed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostok.kernel.models import ImportBatch, RowAction
from rostok.kernel.tabular import ImportSpec, Undo, add_import
from rostok.staff import journal, permissions
from rostok.staff.imports import scope
from rostok.staff.imports.applying import prepare
from rostok.staff.imports.columns import COLUMNS, EXAMPLES
from rostok.staff.imports.comparing import compare
from rostok.staff.imports.undoing import guard_undo, subject_of

CODE = "staff.list"


class LeftForm(forms.Form):
    left_last_day = forms.DateField(
        label=_("Последний день работы тех, кого нет в файле"),
        required=False,
        help_text=_("Если не заполнить, они останутся в списке: файл может быть неполным."),
    )


def left_form(batch: ImportBatch, data: Any = None) -> forms.Form | None:
    return LeftForm(data) if batch.counts.get(RowAction.LEFT) else None


SPEC = add_import(
    ImportSpec(
        code=CODE,
        title="Список работников",
        permission=permissions.EDIT,
        columns=COLUMNS,
        compare=compare,
        prepare=prepare,
        undo=Undo(journal.STAFF_IMPORT_UNDONE, subject_of, guard_undo),
        authorise=scope.authorise_context,
        context_from_request=scope.context_from_request,
        context_label=scope.context_label,
        decisions_form=left_form,
        template_examples=EXAMPLES,
        journal_kind=journal.STAFF_IMPORTED,
        lead="Столбцы — в любом порядке, названия — как в шаблоне. Пустая ячейка ничего не меняет.",
        back_url=scope.back_url,
    )
)
