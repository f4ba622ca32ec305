"""The work plan of a service: drawn from the roadmap, completed, approved by somebody else."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max

from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock, refuse_stale
from rostok.kernel.text import clean, needed
from rostok.kernel.ui.formats import date_words
from rostok.orgs.models import OrgUnit
from rostok.roadmaps import journal, permissions
from rostok.roadmaps.accepting import nobody_accepts_at
from rostok.roadmaps.models import Occurrence, OccurrenceState, PlanState, Roadmap, WorkPlan
from rostok.roadmaps.notices import tell_of_plan
from rostok.roadmaps.occurring import add_copies, occurrence
from rostok.roadmaps.services.doing import LONGEST_REASON, set_day, user_of
from rostok.roadmaps.services.own import OwnAction, add_own_action
from rostok.roadmaps.terms import Span

MOST_DAYS = 60


@transaction.atomic
def draw_plan(actor: Actor, *, roadmap: Roadmap, unit: OrgUnit, year: int) -> WorkPlan:
    """Draw the plan of a unit for a year.

    Refused: it is there already; a unit outside the system; a year outside the roadmap.
    """
    roadmap = lock(roadmap)
    authorise(actor, permissions.WORK, unit)
    if WorkPlan.objects.filter(roadmap=roadmap, unit=unit, year=year).exists():
        raise RuleViolation("План на этот год уже составлен.", {"year": "План уже составлен."})
    if not OrgUnit.objects.below(roadmap.system.root_id).filter(pk=unit.pk).exists():
        raise RuleViolation("Эта организация не входит в систему.")
    if not is_year_of(roadmap, year):
        message = "Этого года нет в дорожной карте. Чтобы работать дальше, продлите её."
        raise RuleViolation(message, {"year": message})
    plan: WorkPlan = WorkPlan.objects.create(
        roadmap=roadmap, unit=unit, year=year, author=user_of(actor), author_title=actor.title
    )
    record(actor, journal.PLAN_DRAWN, plan, unit, year=year, lines=plan.lines.count())
    return plan


@transaction.atomic
def set_days(
    actor: Actor, *, plan: WorkPlan, occurrence: Occurrence, days: Sequence[date]
) -> WorkPlan:
    """Give one day or several to a line that waits for a day; each day is a term of its own.

    Refused: not a draft; a line of another plan; a line with a day; days of another year.
    """
    plan = held_draft(actor, plan)
    refuse_foreign(plan, occurrence)
    wanted = sorted(set(days))
    refuse_days(plan, wanted)
    first = set_day(actor, occurrence=occurrence, due=wanted[0])
    made = add_days(first, wanted[1:])
    record(
        actor,
        journal.PLAN_DAYS_SET,
        plan,
        first,
        *made,
        days=", ".join(date_words(day) for day in wanted),
    )
    return plan


@transaction.atomic
def add_line(actor: Actor, *, plan: WorkPlan, own: OwnAction) -> WorkPlan:
    """Add what the roadmap does not have. Refused: not a draft; a day of another year."""
    plan = held_draft(actor, plan)
    refuse_days(plan, [own.due])
    add_own_action(actor, roadmap=plan.roadmap, unit=plan.unit, own=own)
    return plan


@transaction.atomic
def take_out(actor: Actor, *, plan: WorkPlan, occurrence: Occurrence) -> WorkPlan:
    """Take an own line out. Refused: not a draft; a line of the roadmap; one that was begun."""
    plan = held_draft(actor, plan)
    occurrence = lock(occurrence)
    refuse_foreign(plan, occurrence)
    action = occurrence.action
    if not action.own:
        raise RuleViolation("Мероприятие дорожной карты отменяют актом, из плана его не убирают.")
    if not is_untouched(occurrence):
        raise RuleViolation("Над этой строкой уже работали: её не убирают.")
    title = action.title
    occurrence.delete()
    if not action.occurrences.exists():
        action.handings.all().delete()
        action.delete()
    record(actor, journal.PLAN_LINE_REMOVED, plan, title=title)
    return plan


@transaction.atomic
def submit_plan(actor: Actor, *, plan: WorkPlan) -> WorkPlan:
    """Send a plan to be approved. Refused: not a draft; no lines; lines without a day."""
    plan = held_draft(actor, plan)
    if not plan.lines.exists():
        raise RuleViolation("В плане нет ни одной строки.")
    waiting = plan.lines.filter(due__isnull=True).count()
    if waiting:
        raise RuleViolation(f"Строк без срока: {waiting}. Назначьте им дни.")
    plan.state, plan.comment = PlanState.SUBMITTED, ""
    plan.author, plan.author_title = user_of(actor), actor.title
    moved(plan)
    record(actor, journal.PLAN_SUBMITTED, plan)
    tell_of_plan(actor, plan)
    return plan


@transaction.atomic
def approve_plan(
    actor: Actor, *, plan: WorkPlan, version: int | None = None, ground: str = ""
) -> WorkPlan:
    """Approve a plan.

    Refused: not sent; by its author, unless nobody else could and a ground is given.
    """
    plan = held_submitted(actor, plan, version)
    ground = clean(ground)[:LONGEST_REASON]
    if actor.user_id is not None and plan.author_id == actor.user_id:
        refuse_own(plan, ground)
        plan.exception = ground
    plan.state, plan.approved_on = PlanState.APPROVED, plan.roadmap.system.today
    plan.approver, plan.approver_title = user_of(actor), actor.title
    moved(plan)
    if plan.exception:
        record(actor, journal.PLAN_APPROVED_ALONE, plan, ground=ground)
    else:
        record(actor, journal.PLAN_APPROVED, plan)
    tell_of_plan(actor, plan)
    return plan


@transaction.atomic
def return_plan(
    actor: Actor, *, plan: WorkPlan, comment: str, version: int | None = None
) -> WorkPlan:
    """Send a plan back with what to change. Refused: not sent; no comment."""
    plan = held_submitted(actor, plan, version)
    plan.comment = needed(comment, "comment", "Напишите, что изменить.")
    plan.state = PlanState.RETURNED
    moved(plan)
    record(actor, journal.PLAN_RETURNED, plan, comment=plan.comment)
    tell_of_plan(actor, plan)
    return plan


def held_draft(actor: Actor, plan: WorkPlan) -> WorkPlan:
    plan = lock(plan)
    authorise(actor, permissions.WORK, plan)
    if not plan.is_draft:
        state = plan.get_state_display()
        raise RuleViolation(f"План {state}: сроки переносят у самих мероприятий, с причиной.")
    return plan


def held_submitted(actor: Actor, plan: WorkPlan, version: int | None) -> WorkPlan:
    plan = lock(plan)
    authorise(actor, permissions.ACCEPT, plan)
    refuse_stale(plan, version)
    if plan.state != PlanState.SUBMITTED:
        raise RuleViolation("Решают о том плане, который ждёт утверждения.")
    return plan


def moved(plan: WorkPlan) -> None:
    plan.version += 1
    plan.save()


def refuse_own(plan: WorkPlan, ground: str) -> None:
    if not nobody_accepts_at(plan.unit_id, besides=[plan.author_id] if plan.author_id else []):
        raise RuleViolation("План утверждает другой человек, не тот, кто его отправил.")
    if not ground:
        message = "Утвердить больше некому: напишите, на каком основании утверждаете сами."
        raise RuleViolation(message, {"ground": message})


def refuse_foreign(plan: WorkPlan, occurrence: Occurrence) -> None:
    if not plan.lines.filter(pk=occurrence.pk).exists():
        raise RuleViolation("Этой строки нет в плане.")


def refuse_days(plan: WorkPlan, days: Sequence[date]) -> None:
    wrong = ""
    if not days:
        wrong = "Назначьте хотя бы один день."
    elif len(days) > MOST_DAYS:
        wrong = f"Дней больше {MOST_DAYS}: разделите мероприятие."
    elif any(day.year != plan.year for day in days):
        wrong = f"Это план на {plan.year} год: выберите дни этого года."
    if wrong:
        raise RuleViolation(wrong, {"days": wrong, "due": wrong})


def add_days(first: Occurrence, days: Sequence[date]) -> list[Occurrence]:
    """Further terms of the same action in the same year, with copies where it was handed down."""
    held = Occurrence.objects.filter(action=first.action, year=first.year)
    last = held.aggregate(last=Max("number"))["last"] or 0
    rows = []
    for number, day in enumerate(days, start=last + 1):
        span = Span(first.year, number, first.label, due=day)
        made = occurrence(first.action, first.unit_id, span)
        made.above = first.above
        rows.append(made)
    made_rows: list[Occurrence] = Occurrence.objects.bulk_create(rows)
    add_copies(made_rows)
    return made_rows


def is_untouched(one: Occurrence) -> bool:
    return one.state == OccurrenceState.PLANNED and one.version == 1 and not one.proofs.exists()


def is_year_of(roadmap: Roadmap, year: int) -> bool:
    last = roadmap.last_day
    return roadmap.start.year <= year and (last is None or year <= last.year)
