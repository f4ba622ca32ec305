"""«Продлить на следующий год»: one act by which a roadmap goes on, whole or not at all."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from rostok.indicators.services import set_target
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation, StaleForm
from rostok.kernel.journal import record
from rostok.kernel.locks import lock, refuse_stale
from rostok.kernel.notices import retime, settle
from rostok.kernel.periods import Period
from rostok.kernel.text import clean
from rostok.roadmaps import journal, permissions
from rostok.roadmaps.drafts import draft_of
from rostok.roadmaps.models import (
    OPEN_STATES,
    Action,
    Occurrence,
    OccurrenceState,
    Roadmap,
    RoadmapAct,
    Slip,
)
from rostok.roadmaps.notices import tell_of_kept
from rostok.roadmaps.occurring import add_spans
from rostok.roadmaps.prolonging import (
    CANCEL,
    FIRST_MOVED,
    MOVE,
    Answers,
    Plan,
    moved_day,
    prolonged_term,
)
from rostok.roadmaps.terms import last_day_of

LONGEST_KIND, LONGEST_REASON, LONGEST_LABEL = 60, 300, 40


@transaction.atomic
def prolong_roadmap(
    actor: Actor,
    *,
    roadmap: Roadmap,
    answers: Answers,
    version: int | None = None,
    draft: int | None = None,
) -> RoadmapAct:
    """Prolong a roadmap by a year. `draft`: the number of the kept answers that were shown.

    Refused: somebody prolonged or renewed it, or answered otherwise meanwhile; no act named; an act
    of a day to come; targets without the right to set them.
    """
    roadmap = lock(roadmap)
    authorise(actor, permissions.MANAGE, roadmap)
    refuse_stale(roadmap, version)
    refuse_answered_anew(roadmap, draft)
    refuse_unnamed(answers, roadmap)
    plan = Plan(roadmap, answers)
    unfinished, lasting = plan.unfinished, plan.continued
    act = add_act(plan)
    roadmap.end = plan.period.end
    roadmap.version += 1
    roadmap.draft = {}
    roadmap.save()
    terms = add_spans(roadmap, plan.pairs)
    lengthen([one.action for one in lasting if one.is_lengthened], plan.period)
    moved = carry_over(actor, plan, act)
    cancelled = cancel_by_act(plan, act)
    set_targets(actor, plan, act)
    tell_of_kept(actor, going_on(roadmap, plan.year))
    record(
        actor,
        journal.PROLONGED,
        roadmap,
        act,
        *(one for one in unfinished if one in moved or one in cancelled),
        year=plan.year,
        act=str(act),
        terms=terms,
        moved=len(moved),
    )
    return act


def refuse_answered_anew(roadmap: Roadmap, draft: int | None) -> None:
    if draft is not None and draft_of(roadmap).get("number", 0) != draft:
        raise StaleForm("Пока страница была открыта, ответы изменили. Проверьте их ещё раз.")


def refuse_unnamed(answers: Answers, roadmap: Roadmap) -> None:
    wrong = {
        "kind": "" if clean(answers.kind) else "Назовите вид акта: приказ, постановление.",
        "number": "" if clean(answers.number) else "Укажите номер акта («б/н», если без номера).",
        "signed_on": "" if answers.signed_on else "Укажите дату акта.",
    }
    if answers.signed_on and answers.signed_on > roadmap.system.today:
        wrong["signed_on"] = "Этот день ещё не наступил."
    said = {name: words for name, words in wrong.items() if words}
    if said:
        raise RuleViolation(" ".join(said.values()), said)


def add_act(plan: Plan) -> RoadmapAct:
    answers = plan.answers
    signed_on: Any = answers.signed_on  # an act without a day was refused
    made: RoadmapAct = RoadmapAct.objects.create(
        roadmap=plan.roadmap,
        kind=clean(answers.kind)[:LONGEST_KIND],
        title=f"О продлении дорожной карты на {plan.year} год",
        number=clean(answers.number)[:LONGEST_KIND],
        signed_on=signed_on,
        start=plan.period.start,
        end=plan.period.end,
    )
    return made


def lengthen(actions: Iterable[Action], period: Period) -> None:
    """What was promised for the whole period is promised for the longer one, and says so."""
    held = list(actions)
    for action in held:
        action.term = prolonged_term(action, period)
        action.ends = last_day_of(period)
        action.version += 1
    Action.objects.bulk_update(held, ["ends", "term", "version"])


def carry_over(actor: Actor, plan: Plan, act: RoadmapAct) -> list[Occurrence]:
    """Open terms go to the new year with their copies; the day of the text stays beside."""
    parents = plan.with_choice(MOVE)
    reason = f"Продление: {act}"[:LONGEST_REASON]
    taken = numbers_taken(parents, plan.year)
    numbers = {}
    for parent in parents:
        taken[parent.action_id] = taken.get(parent.action_id, FIRST_MOVED - 1) + 1
        numbers[parent.action_id, parent.year, parent.number] = taken[parent.action_id]
    rows, slips = [], []
    for one in with_copies(parents):
        number = numbers[one.action_id, one.year, one.number]
        was, due = one.due, moved_day(one.due, plan.period)
        one.label = carried_label(one)
        one.year, one.number, one.due, one.version = plan.year, number, due, one.version + 1
        rows.append(one)
        if due:
            title = actor.title
            slips.append(Slip(occurrence=one, was=was, now=due, reason=reason, author_title=title))
    Occurrence.objects.bulk_update(rows, ["label", "year", "number", "due", "version"])
    Slip.objects.bulk_create(slips)
    retime({one: one.due for one in rows})
    return parents


def going_on(roadmap: Roadmap, year: int) -> list[Occurrence]:
    """Terms of the new year with a doer, here and below: new ones and those carried over."""
    rows = Occurrence.objects.filter(roadmap=roadmap, year=year, state__in=OPEN_STATES)
    return list(rows.exclude(responsible=None).select_related("action"))


def carried_label(one: Occurrence) -> str:
    """«IV квартал, с 2024 на» before the year it goes to; carried again, the first year stays."""
    if one.number >= FIRST_MOVED:
        return one.label
    return f"{one.label}, с {one.year} на".lstrip(", ")[:LONGEST_LABEL]


def numbers_taken(parents: Iterable[Occurrence], year: int) -> dict[int, int]:
    """The last number among those carried over to the year, by action."""
    rows = Occurrence.objects.filter(
        action__in=[one.action_id for one in parents], year=year, number__gte=FIRST_MOVED
    )
    found: dict[int, int] = {}
    for action, number in rows.values_list("action", "number"):
        found[action] = max(found.get(action, 0), number)
    return found


def with_copies(parents: list[Occurrence]) -> list[Occurrence]:
    """The terms with all that was handed down from them and is open: they share year and number."""
    keys = {(one.action_id, one.year, one.number) for one in parents}
    rows = Occurrence.objects.filter(
        action__in={one.action_id for one in parents}, state__in=OPEN_STATES
    ).select_related("action")
    return [one for one in rows if (one.action_id, one.year, one.number) in keys]


def cancel_by_act(plan: Plan, act: RoadmapAct) -> list[Occurrence]:
    parents = plan.with_choice(CANCEL)
    rows = with_copies(parents)
    for one in rows:
        one.state, one.cancelled_on = OccurrenceState.CANCELLED, act.signed_on
        one.comment = f"Отменено: {act}"
        one.version += 1
    Occurrence.objects.bulk_update(rows, ["state", "cancelled_on", "comment", "version"])
    settle(rows)
    return parents


def set_targets(actor: Actor, plan: Plan, act: RoadmapAct) -> None:
    """Own targets of the new year beside the regulation's."""
    system = plan.roadmap.system
    for code, value in plan.answers.targets.items():
        set_target(
            actor,
            system=system,
            unit=system.root,
            code=code,
            year=plan.year,
            value=value,
            ground=str(act),
        )
