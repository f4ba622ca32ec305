"""The block «Что происходило» of any object."""

from typing import Any

from django import template
from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from rostok.kernel.access import STRANGER
from rostok.kernel.permissions import VIEW_JOURNAL
from rostok.kernel.refs import ref_to
from rostok.kernel.timeline.pages import entry_number
from rostok.kernel.timeline.reading import Found, entries_about
from rostok.kernel.timeline.wording import by_days, lines_of

register = template.Library()
SHOWN = 20


@register.inclusion_tag("kernel/timeline/block.html", takes_context=True)
def timeline(context: template.Context, row: models.Model) -> dict[str, Any]:
    """Twenty entries about a row, with the way to older ones. Who sees the row sees them all."""
    request = context["request"]
    actor = getattr(request, "actor", STRANGER)
    ref = ref_to(row)
    before = entry_number(request, "history")
    is_stranger = actor is STRANGER
    found = Found([]) if is_stranger else entries_about(ref, before=before, size=SHOWN)
    journal = f"{reverse('kernel:journal')}?about={ref.kind}:{ref.id}"
    return {
        "days": by_days(lines_of(actor, found.entries, on=ref)),
        "older": address_with(request, found.older) if found.older else "",
        "newest": address_with(request, None),
        "is_newest": before is None or is_stranger,
        "journal": journal if actor.may(VIEW_JOURNAL) else "",
    }


def address_with(request: HttpRequest, before: int | None) -> str:
    """The same page with the block at another place."""
    query = request.GET.copy()
    query.pop("history", None)
    if before:
        query["history"] = str(before)
    return f"?{query.urlencode()}#history"
