"""Those who are not in the file leave, if the person confirming named their last day."""

from dataclasses import dataclass, field
from datetime import date

from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import ImportBatch, RowAction
from rostok.kernel.periods import after_last_day
from rostok.kernel.tabular import StalePreview, Trace, staged_rows
from rostok.people.models import Person
from rostok.staff.imports.writing import cut_absences
from rostok.staff.models import Absence, Employment
from rostok.staff.services.rules import period_between, refuse_outside_life


@dataclass
class Leaving:
    """Employments that end with one day, as they stood at the preview."""

    last_day: date | None = None
    versions: dict[int, int] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)
    employments: list[Employment] = field(default_factory=list)
    ended: list[Employment] = field(default_factory=list)

    def check(self) -> None:
        """Refused: work that moved since the preview; a day that does not suit somebody's work."""
        rows = Employment.objects.filter(pk__among=self.versions)
        self.employments = list(rows.select_related("person", "organisation"))
        if {one.pk: one.version for one in self.employments} != self.versions:
            raise StalePreview
        for one in self.employments:
            refuse_unsuited(one, self.last_day)
        self.refuse_later_absences()

    def refuse_later_absences(self) -> None:
        if self.last_day is None:
            return
        later = Absence.objects.filter(employment__among=self.versions, start__gt=self.last_day)
        absence = later.select_related("employment__person").first()
        if absence is not None:
            text = f"после этого дня записано отсутствие с {absence.start:%d.%m.%Y}."
            raise RuleViolation(f"{absence.employment.person}: {text}")

    def write(self, trace: Trace) -> list[Person]:
        """End the work; one that ends earlier anyway keeps its end."""
        end = after_last_day(self.last_day)
        if end is None:
            return []
        longer = [one for one in self.employments if one.end is None or one.end > end]
        for one in longer:
            one.end = end
            one.version += 1
        cut_absences({one.pk: end for one in longer}, trace)
        trace.write_over(longer, ["end", "version"])
        self.ended = longer
        return [one.person for one in longer]


def leaving_of(batch: ImportBatch) -> Leaving:
    """Nobody, unless a last day was named."""
    named = batch.decisions.get("left_last_day")
    if not named:
        return Leaving()
    targets = [row.target for row in staged_rows(batch, RowAction.LEFT)]
    return Leaving(
        last_day=date.fromisoformat(str(named)[:10]),
        versions={target["employment"]: target["version"] for target in targets},
        people={target["person"] for target in targets},
    )


def refuse_unsuited(one: Employment, last_day: date | None) -> None:
    try:
        refuse_outside_life(one.organisation, period_between(one.start, last_day))
    except RuleViolation as refusal:
        raise RuleViolation(f"{one.person}: {refusal.message}", refusal.fields) from None
