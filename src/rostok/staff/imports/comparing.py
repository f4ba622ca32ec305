"""A staff list against the records: what confirming it would do, row by row."""

from collections.abc import Iterable

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.models import ImportBatch, RowAction
from rostok.kernel.tabular import ParsedRow, Verdict
from rostok.kernel.text import norm
from rostok.staff.imports import scope
from rostok.staff.imports.disputes import refuse_disputed_changes
from rostok.staff.imports.entries import Entry, Resolver
from rostok.staff.imports.known import Directory, Known, directory_for, workers_of
from rostok.staff.imports.matching import Matcher
from rostok.staff.imports.planning import PersonPlan, plan_person, target_of
from rostok.staff.models import Employment


class Planned:
    """Rows against the records: entries of all of them, plans of those without problems.

    `people`: whom else the rows need to be known, by id; else everybody of their organisations.
    """

    def __init__(
        self,
        actor: Actor,
        batch: ImportBatch,
        rows: Iterable[ParsedRow],
        people: Iterable[int] | None = None,
    ) -> None:
        organisations = scope.organisations_of(actor, batch.context)
        self.today = clock.today()
        self.entries = Resolver(organisations, scope.default_organisation(batch.context)).entries(
            rows
        )
        here = {entry.organisation.pk for entry in self.entries if entry.organisation}
        people = workers_of(here) if people is None else people
        self.directory = directory_for(actor, self.entries, organisations, people)
        groups = Matcher(self.directory, self.today).groups(self.entries)
        self.plans = [plan_person(group) for group in groups]
        for plan in self.plans:
            refuse_disputed_changes(plan)


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
    absent = [
        one
        for known in sorted(planned.directory.by_id.values(), key=lambda known: known.person.norm)
        if known.person.pk not in here
        for one in known.employments
        if one.organisation_id in organisations and planned.today in one.period
    ]
    several = len(organisations) > 1
    return [
        left_verdict(planned.directory.by_id[one.person_id], one, named=several) for one in absent
    ]


def left_verdict(known: Known, one: Employment, *, named: bool) -> Verdict:
    """`named`: with the organisation, where the file is of several."""
    return Verdict(
        0,
        RowAction.LEFT,
        str(known.person),
        target={"employment": one.pk, "version": one.version, "person": one.person_id},
        values={
            **({"organisation": one.organisation.short_title} if named else {}),
            "post": one.post.title,
            "kind": one.kind,
            "start": one.start,
        },
    )


def people_in(entries: list[Entry], directory: Directory, plans: list[PersonPlan]) -> set[int]:
    """Everybody whom some row means; a row with errors speaks for all who bear its name."""
    found = {plan.known.person.pk for plan in plans if plan.known}
    for entry in entries:
        if entry.problems:
            for name in (entry.norm, norm(entry.turned_name)):
                found |= {known.person.pk for known in directory.by_norm[name]}
            owner = directory.by_hash.get(entry.snils_hash or "")
            found |= {owner.person.pk} if owner else set()
    half_named = {entry.surname for entry in entries if entry.problems} - {""}
    return found | {
        known.person.pk
        for known in directory.by_id.values()
        if half_named and norm(known.person.last_name) in half_named
    }
