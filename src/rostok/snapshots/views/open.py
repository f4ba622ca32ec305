"""The public page of an approved snapshot: numbers without people, for anybody."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string

from rostok.kernel.pages import PUBLIC, Page
from rostok.kernel.ui.appearance import COOKIE, Appearance
from rostok.orgs.queries import then
from rostok.snapshots.models import Snapshot
from rostok.snapshots.queries import snapshot_by_code, versions_of
from rostok.snapshots.territories import public_rows
from rostok.snapshots.veils import minimum_of

FRESH_SECONDS = 300


class OpenPage(Page):
    """Rendered without the request: no session, no cookie, so that caches may keep it."""

    permission = PUBLIC
    template_name = "snapshots/open.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        snapshot = snapshot_by_code(self.kwargs["code"])
        if snapshot is None:
            raise Http404
        look = Appearance.read(request.COOKIES.get(COOKIE, ""))
        mark = f'"{snapshot.digest[:32]}-{snapshot.version}-{look.classes.replace(" ", ".")}"'
        fresh = request.headers.get("If-None-Match") == mark
        answer = HttpResponseNotModified() if fresh else HttpResponse(page_of(snapshot, look))
        answer.headers["ETag"] = mark
        answer.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
        answer.headers["Vary"] = "Cookie"
        return answer


def page_of(snapshot: Snapshot, look: Appearance) -> str:
    rows = public_rows(snapshot)
    top = [(row[0], row[1:]) for row in rows if row]
    return render_to_string(
        "snapshots/open.html",
        {
            "heading": snapshot.title,
            "place": then(snapshot.unit, snapshot.on).title_then,
            "snapshot": snapshot,
            "rows": [pair for pair in top if not pair[0].figure.context],
            "context_rows": [pair for pair in top if pair[0].figure.context],
            "versions": versions_of(snapshot),
            "minimum": minimum_of(snapshot),
            "appearance": look,
        },
    )
