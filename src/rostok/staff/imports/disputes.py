"""A file changes nothing that is in dispute."""

from rostok.privacy.about import part_title
from rostok.staff.disputed import PART_OF
from rostok.staff.imports.planning import PersonPlan, spread_problems


def refuse_disputed_changes(plan: PersonPlan) -> None:
    """Each change of a disputed part is an error at its cell."""
    disputed = plan.known.disputed if plan.known else set()
    if not disputed:
        return
    for row in plan.rows:
        for column in sorted(row.changed):
            part = PART_OF.get(column)
            if part in disputed:
                text = f"Оспаривается: {part_title(part)}. Пока спор не решён, менять нельзя."
                row.entry.complain("disputed", text, column)
    spread_problems(plan)
