"""Answers of a prolongation are kept as they are given, for whoever goes on with it."""

from typing import Any

from django.db import transaction

from rostok.kernel.access import Actor, authorise
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.roadmaps import journal, permissions
from rostok.roadmaps.drafts import PARTS, draft_of, with_parts
from rostok.roadmaps.models import Roadmap
from rostok.roadmaps.prolonging import period_after


@transaction.atomic
def keep_answers(actor: Actor, *, roadmap: Roadmap, **parts: Any) -> Roadmap:
    """Keep some parts of the answers; the first one is journalled, nothing else comes of it."""
    unknown = parts.keys() - set(PARTS)
    if unknown:
        raise ValueError(f"Unknown parts of a draft: {sorted(unknown)}")
    roadmap = lock(roadmap)
    authorise(actor, permissions.MANAGE, roadmap)
    if not draft_of(roadmap):
        year = period_after(roadmap).start.year
        record(actor, journal.PROLONGING_BEGUN, roadmap, year=year)
    roadmap.draft = with_parts(roadmap, actor.title, parts)
    roadmap.save(update_fields=["draft"])
    return roadmap
