from rostok.roadmaps.todo.plans import plans_sent, plans_to_approve, plans_to_mend
from rostok.roadmaps.todo.terms import late_at_others, to_accept, to_do, to_name, to_wait_for

__all__ = [
    "late_at_others",
    "plans_sent",
    "plans_to_approve",
    "plans_to_mend",
    "to_accept",
    "to_do",
    "to_name",
    "to_wait_for",
]
