"""The import of a staff list: compared with the records, shown, and written when confirmed."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import Actor
from rostok.kernel.models import ImportBatch, RowAction
from rostok.kernel.tabular import Column, Context, ImportSpec, Undo, add_import
from rostok.staff import journal, permissions
from rostok.staff.imports import scope
from rostok.staff.imports.applying import prepare
from rostok.staff.imports.columns import COLUMNS, EXAMPLES
from rostok.staff.imports.comparing import compare
from rostok.staff.imports.places import looks_like_organisation
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


def vocabulary(actor: Actor, context: Context, column: Column) -> list[tuple[str, str]]:
    """What a word of a column may mean: a title of our lists, an organisation of the actor's."""
    if column.code not in {"organisation", "organisation_above"}:
        return [(option, option) for option in column.options]
    units = scope.organisations_of(actor, context).order_by("sort_key", "pk")
    return [(unit.code, f"{unit.short_title} ({unit.code})") for unit in units]


def remarks(columns: AbstractSet[str], constants: Mapping[str, str]) -> list[str]:
    """What a list without some columns means."""
    found = []
    if "start" not in columns and "start_if_unknown" not in constants:
        found.append("Даты приёма в файле нет: у тех, кто уже записан, она останется прежней.")
    if "experience" in columns and "experience_on" not in constants:
        found.append(
            "Стаж в годах не записывается, пока на странице столбцов не указано, на какой день он"
            " посчитан."
        )
    return found


SPEC = add_import(
    ImportSpec(
        code=CODE,
        title="Список работников",
        permission=permissions.EDIT,
        columns=COLUMNS,
        compare=compare,
        prepare=prepare,
        undo=Undo(subject_of, guard_undo, journal_kind=journal.STAFF_IMPORT_UNDONE),
        authorise=scope.authorise_context,
        context_from_request=scope.context_from_request,
        context_label=scope.context_label,
        section_column=scope.section_column,
        looks_like_section=looks_like_organisation,
        vocabulary=vocabulary,
        remarks=remarks,
        decisions_form=left_form,
        template_examples=EXAMPLES,
        journal_kind=journal.STAFF_IMPORTED,
        lead="Столбцы — в любом порядке, названия — как в шаблоне. Пустая ячейка ничего не меняет.",
        back_url=scope.back_url,
    )
)
