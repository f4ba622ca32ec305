"""What may be done with a whole roadmap now, as its pages say it."""

from datetime import date, timedelta
from typing import Any

from rostok.kernel.access import holds
from rostok.roadmaps import permissions
from rostok.roadmaps.cascade import receivers_of, roadmaps_above
from rostok.roadmaps.drafts import draft_of
from rostok.roadmaps.models import Roadmap
from rostok.roadmaps.planning import stages_of

SOON = timedelta(days=120)


def acts_of(page: Any) -> dict[str, Any]:
    """A newer version of the regulation than the roadmap was taken from, and who may apply it."""
    roadmap = page.roadmap
    newer = roadmap.system.current_version
    return {
        "newer": newer if newer.pk != roadmap.pack_version_id else None,
        "acts": list(roadmap.acts.all()),
        "draft_waits": bool(draft_of(roadmap)),
        "ends_soon": ends_soon(roadmap, page.today),
        "is_over": roadmap.end is not None and roadmap.end <= page.today,
        "has_above": roadmaps_above(roadmap).exists(),
        "stages": stages_of(roadmap, page.today),
        "receivers": receivers_of(page.actor),
        "may_govern": holds(page.actor, permissions.MANAGE, roadmap),
    }


def ends_soon(roadmap: Roadmap, today: date) -> bool:
    """Whether it is time to think of the next year; an ended roadmap is late."""
    return roadmap.end is not None and roadmap.end - today <= SOON
