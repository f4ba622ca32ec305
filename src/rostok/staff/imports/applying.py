"""«Confirm» of a staff list: planned before the transaction, checked again and written inside."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, models

from rostok.accounts.models import RoleHolding
from rostok.accounts.services import end_roles_of_leavers, roles_left
from rostok.kernel.access import Actor
from rostok.kernel.models import ImportBatch, RowAction
from rostok.kernel.tabular import ParsedRow, StagedRow, StalePreview, Trace, Write, staged_rows
from rostok.orgs.models import OrgUnit
from rostok.staff.imports.comparing import Planned, verdicts_of
from rostok.staff.imports.leaving import Leaving, leaving_of
from rostok.staff.imports.planning import PersonPlan
from rostok.staff.imports.standing import Standing
from rostok.staff.imports.writing import write
from rostok.staff.services.leaving import leaving_with


def prepare(actor: Actor, batch: ImportBatch) -> Write:
    """Plan from the staged rows. Refused: a plan other than the preview showed."""
    rows = touching_rows(batch)
    leaving = leaving_of(batch)
    people = {row.target["person"] for row in rows if row.target["person"]} | leaving.people
    standing = Standing(people)
    parsed = [ParsedRow(row.number, row.values) for row in rows]
    planned = Planned(actor, batch, parsed, people)
    standing.read(planned.entries)
    refuse_other_plan(rows, planned)
    leaving.check()
    return Writing(actor, planned.plans, leaving, standing)


def touching_rows(batch: ImportBatch) -> list[StagedRow]:
    """Rows that change something, and unchanged ones of the same people: they bound the others."""
    rows = list(staged_rows(batch, RowAction.NEW, RowAction.CHANGED))
    people = {row.target["person"] for row in rows}
    unchanged = batch.rows.filter(action=RowAction.UNCHANGED).values_list("number", "target")
    beside = [number for number, target in unchanged if target["person"] in people]
    rows += staged_rows(batch, RowAction.UNCHANGED, numbers=beside)
    return sorted(rows, key=lambda row: row.number)


def refuse_other_plan(rows: Iterable[StagedRow], planned: Planned) -> None:
    fresh = {row.number: row for plan in planned.plans for row in verdicts_of(plan)}
    for row in rows:
        verdict = fresh.get(row.number)
        if verdict is None or (verdict.action, verdict.target) != (row.action, row.target):
            raise StalePreview


@dataclass
class Writing:
    """Called inside the transaction: refused if a record moved while we planned, else written."""

    actor: Actor
    plans: list[PersonPlan]
    leaving: Leaving
    standing: Standing

    def __call__(self, trace: Trace) -> list[models.Model]:
        self.standing.lock()
        if self.standing.has_moved():
            raise StalePreview
        try:
            people = write(self.plans, trace)
            left = self.leaving.write(trace)
            self.end_roles(trace)
        except IntegrityError:  # a newcomer whom another writer has entered meanwhile
            raise StalePreview from None
        trace.ended = len(left)
        return [*dict.fromkeys([*people, *left]), *self.organisations()]

    def end_roles(self, trace: Trace) -> None:
        """Roles end with the last work at an organisation; undoing gives them back."""
        rows = (row for plan in self.plans for row in plan.rows)
        moved = [one.employment for one in rows if one.employment and "last_day" in one.changed]
        work = [*self.leaving.ended, *moved]
        leaving = leaving_with(work)
        trace.changing(RoleHolding, [role.pk for role, _end in roles_left(leaving)], ["end"])
        end_roles_of_leavers(self.actor, leaving=leaving)

    def organisations(self) -> list[OrgUnit]:
        """Where something was written: the entry stands in their history too."""
        return list(OrgUnit.objects.in_bulk(self.standing.organisations).values())
