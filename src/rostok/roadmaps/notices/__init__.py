from rostok.roadmaps.notices.handing import (
    ALL_BELOW_ACCEPTED,
    HANDED,
    tell_of_copies,
    tell_of_handed,
)
from rostok.roadmaps.notices.plans import (
    PLAN_APPROVED,
    PLAN_RETURNED,
    PLAN_SUBMITTED,
    tell_of_plan,
)
from rostok.roadmaps.notices.terms import (
    ACCEPTED,
    ASSIGNED,
    KEPT,
    RETURNED,
    SUBMITTED,
    open_terms,
    tell_of_assigned,
    tell_of_kept,
    tell_of_step,
)

__all__ = [
    "ACCEPTED",
    "ALL_BELOW_ACCEPTED",
    "ASSIGNED",
    "HANDED",
    "KEPT",
    "PLAN_APPROVED",
    "PLAN_RETURNED",
    "PLAN_SUBMITTED",
    "RETURNED",
    "SUBMITTED",
    "open_terms",
    "tell_of_assigned",
    "tell_of_copies",
    "tell_of_handed",
    "tell_of_kept",
    "tell_of_plan",
    "tell_of_step",
]
