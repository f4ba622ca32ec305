"""What pages and files show of a work plan: lines by month, progress by month, stages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rostok.kernel.access import Actor
from rostok.packs.pack import Stages
from rostok.roadmaps.models import TO_DO_STATES, Occurrence, OccurrenceState, Roadmap, WorkPlan
from rostok.roadmaps.queries import Standing
from rostok.roadmaps.terms import MONTHS

WITHOUT_DAY = "срок не назначен"


@dataclass(frozen=True)
class Month:
    """A month of the plan: `number` 0 holds what waits for a day."""

    number: int
    lines: Sequence[Occurrence]
    overdue: int

    @property
    def title(self) -> str:
        return MONTHS[self.number - 1] if self.number else WITHOUT_DAY

    @property
    def planned(self) -> int:
        return len(self.lines)

    @property
    def done(self) -> int:
        return sum(one.state == OccurrenceState.ACCEPTED for one in self.lines)


def months_of(plan: WorkPlan, today: date) -> list[Month]:
    """Twelve months, then what waits for a day, in one query."""
    lines = list(plan.lines.with_actions())
    by_month: dict[int, list[Occurrence]] = {}
    for one in lines:
        by_month.setdefault(one.due.month if one.due else 0, []).append(one)
    numbers = [*range(1, len(MONTHS) + 1), *([0] if 0 in by_month else [])]
    return [month_of(number, by_month.get(number, []), today) for number in numbers]


def month_of(number: int, lines: list[Occurrence], today: date) -> Month:
    return Month(number, lines, sum(one.is_overdue_on(today) for one in lines))


def plans_for(actor: Actor, roadmap: Roadmap, right: str) -> Any:
    rows = WorkPlan.objects.visible_to(actor, right).with_places()
    return rows.filter(roadmap=roadmap)


@dataclass(frozen=True)
class StageNow:
    """A stage of the regulation with what falls due in its days."""

    stage: Any
    is_now: bool
    is_over: bool
    standing: Standing

    def touches(self, year: int) -> bool:
        """Whether any day of the year lies in it."""
        first, last = self.stage.start or date.min, self.stage.end or date.max
        return bool(first.year <= year <= last.year)


def stages_of(roadmap: Roadmap, today: date) -> list[StageNow]:
    """Stages of the regulation, none where it has none; the terms of all in one query."""
    printed = roadmap.system.current_version.read.find(Stages)
    if printed is None or not printed.stages:
        return []
    rows = Occurrence.objects.own().standing().filter(roadmap=roadmap, due__isnull=False)
    terms = list(rows.order_by().values_list("due", "state"))
    return [stage_now(stage, terms, today) for stage in printed.stages]


def stage_now(stage: Any, terms: Sequence[tuple[date, str]], today: date) -> StageNow:
    first, last = stage.start or date.min, stage.end or date.max
    inside = [(due, state) for due, state in terms if first <= due <= last]
    states = [state for _due, state in inside]
    standing = Standing(
        total=len(inside),
        accepted=states.count(OccurrenceState.ACCEPTED),
        waiting=states.count(OccurrenceState.SUBMITTED),
        overdue=sum(state in TO_DO_STATES and due < today for due, state in inside),
    )
    return StageNow(stage, first <= today <= last, last < today, standing)
