"""What may be done with a whole roadmap now, as its pages say it."""

from typing import Any

from rostok.kernel.access import holds
from rostok.roadmaps import permissions


def acts_of(page: Any) -> dict[str, Any]:
    """A newer version of the regulation than the roadmap was taken from, and who may apply it."""
    roadmap = page.roadmap
    newer = roadmap.system.current_version
    return {
        "newer": newer if newer.pk != roadmap.pack_version_id else None,
        "may_govern": holds(page.actor, permissions.MANAGE, roadmap),
    }
