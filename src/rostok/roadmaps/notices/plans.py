"""What people are told of work plans: whose turn it is, and what was decided."""

from rostok.accounts.queries import keepers_of
from rostok.kernel.access import Actor
from rostok.kernel.notices import notice_kind, notify, settle
from rostok.roadmaps import permissions
from rostok.roadmaps.models import PlanState, WorkPlan

PLAN_SUBMITTED = notice_kind(
    "roadmaps.plan_submitted", "План работы ждёт утверждения", "Утвердите или верните: {title}"
)
PLAN_RETURNED = notice_kind(
    "roadmaps.plan_returned", "Вернули план работы", "Исправьте: {title}. Замечание: {comment}"
)
PLAN_APPROVED = notice_kind(
    "roadmaps.plan_approved", "Утвердили план работы", "Утверждён: {title}", by_letter=False
)


def tell_of_plan(actor: Actor, plan: WorkPlan) -> None:
    """What was told before is done; who decides, or who sent it, hears of the new state."""
    settle([plan])
    author = [plan.author_id] if plan.author_id else []
    if plan.state == PlanState.SUBMITTED:
        found = keepers_of([plan.unit_id], permissions.ACCEPT, but=author)
        notify(actor, PLAN_SUBMITTED, {plan: found.get(plan.unit_id, [])})
    elif plan.state == PlanState.RETURNED:
        notify(actor, PLAN_RETURNED, {plan: author}, comment=plan.comment)
    elif plan.state == PlanState.APPROVED:
        notify(actor, PLAN_APPROVED, {plan: author})
