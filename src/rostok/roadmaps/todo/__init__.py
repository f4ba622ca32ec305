from rostok.roadmaps.todo.plans import plans_sent, plans_to_approve, plans_to_mend
from rostok.roadmaps.todo.terms import to_accept, to_do, to_wait_for

__all__ = [
    "plans_sent",
    "plans_to_approve",
    "plans_to_mend",
    "to_accept",
    "to_do",
    "to_wait_for",
]
