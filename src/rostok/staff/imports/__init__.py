"""The import of a staff list: compared with the records, shown, and written when confirmed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.models import ImportBatch, RowAction
from rostok.kernel.tabular import (
    ImportSpec,
    ParsedRow,
    StalePreview,
    Verdict,
    add_import,
    staged_rows,
)
from rostok.staff import journal, permissions
from rostok.staff.imports import scope
from rostok.staff.imports.columns import COLUMNS, EXAMPLES
from rostok.staff.imports.entries import Entry, Resolver
from rostok.staff.imports.known import Directory, directory_for
from rostok.staff.imports.matching import Matcher
from rostok.staff.imports.planning import PersonPlan, plan_person, target_of
from rostok.staff.imports.writing import write
from rostok.staff.models import Employment
from rostok.staff.services import end_employment

CODE = "staff.list"


class Planned:
    """The file against the records: entries of all rows, plans of those without problems."""

    def __init__(self, actor: Actor, batch: ImportBatch, rows: Iterable[ParsedRow]) -> None:
        organisations = scope.organisations_of(actor, batch.context)
        known_units = {unit.code: unit for unit in organisations}
        self.today = clock.today()
        self.entries = Resolver(known_units, scope.default_organisation(batch.context)).entries(
            rows
        )
        self.directory = directory_for(actor, self.entries, organisations)
        groups = Matcher(self.directory, self.today).groups(self.entries)
        self.plans = [plan_person(group) for group in groups]


def compare(actor: Actor, batch: ImportBatch, rows: list[ParsedRow]) -> list[Verdict]:
    planned = Planned(actor, batch, rows)
    verdicts = [verdict for plan in planned.plans for verdict in verdicts_of(plan)]
    told = {verdict.number for verdict in verdicts}
    verdicts += [
        Verdict(entry.number, RowAction.ERROR, entry.full_name, problems=entry.problems)
        for entry in planned.entries
        if entry.number not in told
    ]
    return verdicts + absent_from(planned)


def verdicts_of(plan: PersonPlan) -> list[Verdict]:
    return [
        Verdict(
            row.entry.number,
            RowAction.ERROR if row.entry.problems else row.action,
            row.entry.full_name,
            target=dict(target_of(plan, row)),
            changes=[] if row.action == RowAction.NEW else row.changes,
            problems=row.entry.problems,
        )
        for row in plan.rows
    ]


def absent_from(planned: Planned) -> list[Verdict]:
    """Those who work in the file's organisations today and stand in no row: only a proposal."""
    organisations = {entry.organisation.pk for entry in planned.entries if entry.organisation}
    here = people_in(planned.entries, planned.directory, planned.plans)
    return [
        Verdict(0, RowAction.LEFT, str(known.person), target={"employment": one.pk})
        for known in planned.directory.by_id.values()
        if known.person.pk not in here
        for one in known.employments
        if one.organisation_id in organisations and planned.today in one.period
    ]


def people_in(entries: list[Entry], directory: Directory, plans: list[PersonPlan]) -> set[int]:
    """Everybody whom some row means; a row with errors speaks for all who bear its name."""
    found = {plan.known.person.pk for plan in plans if plan.known}
    for entry in entries:
        if entry.problems:
            found |= {known.person.pk for known in directory.by_norm[entry.norm]}
            owner = directory.by_hash.get(entry.snils_hash or "")
            found |= {owner.person.pk} if owner else set()
    return found


def apply(actor: Actor, batch: ImportBatch) -> list[models.Model]:
    """Plan again from the staged rows, refuse when the plan has moved, write it."""
    staged = list(staged_rows(batch, RowAction.NEW, RowAction.CHANGED, RowAction.UNCHANGED))
    rows = [ParsedRow(row.number, row.values) for row in staged]
    planned = Planned(actor, batch, rows)
    fresh = {row.number: row for plan in planned.plans for row in verdicts_of(plan)}
    for row in staged:
        verdict = fresh.get(row.number)
        if verdict is None or (verdict.action, verdict.target) != (row.action, row.target):
            raise StalePreview
    touched = write(planned.plans)
    return [*touched, *end_absent(actor, batch)]


def end_absent(actor: Actor, batch: ImportBatch) -> list[models.Model]:
    """Dismiss those who are not in the file, only if the person confirming named their last day."""
    last_day = batch.decisions.get("left_last_day")
    if not last_day:
        return []
    ids = [row.target["employment"] for row in staged_rows(batch, RowAction.LEFT)]
    rows = Employment.objects.filter(pk__in=ids).select_related("person", "organisation", "post")
    day = date.fromisoformat(str(last_day)[:10])
    return [end_employment(actor, employment=row, last_day=day).person for row in rows]


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
        apply=apply,
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
