"""Rows for `rostok roadmaps`."""

from datetime import date
from typing import Any

from rostok.kernel.access import Actor
from rostok.roadmaps.lists import executors_of, proof_words, shown_proofs
from rostok.roadmaps.models import Occurrence
from rostok.roadmaps.queries import in_order_of_text, occurrences_for, with_proofs

OVERDUE = "overdue"


def roadmap_rows(
    actor: Actor, *, system: str | None, year: int | None, today: date
) -> list[dict[str, Any]]:
    """Own occurrences of one system or of all, in the order of the text."""
    rows: Any = in_order_of_text(occurrences_for(actor)).own()
    if system is not None:
        rows = rows.filter(roadmap__system__key=system)
    if year is not None:
        rows = rows.filter(year=year)
    found = with_proofs(actor, rows.order_by("roadmap__system__key", *rows.query.order_by))
    return [row_of(occurrence, today) for occurrence in found]


def row_of(occurrence: Occurrence, today: date) -> dict[str, Any]:
    """Overdue is told as a state of its own, as on the pages."""
    action = occurrence.action
    return {
        "action": action.title,
        "direction": str(action.key_activity.direction),
        "key_activity": str(action.key_activity),
        "unit": occurrence.unit.code,
        "year": occurrence.year,
        "start": occurrence.start,
        "due": occurrence.due,
        "state": OVERDUE if occurrence.is_overdue_on(today) else occurrence.state,
        "responsible": ", ".join(executors_of(occurrence)),
        "proofs": [proof_words(proof) for proof in shown_proofs(occurrence)],
    }
