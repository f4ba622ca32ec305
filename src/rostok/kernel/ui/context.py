"""What every page's frame needs."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from rostok.kernel.nav import menu_for, own_pages_for, tools_for
from rostok.kernel.ui.appearance import COOKIE, Appearance

KEPT = "rostok_frame"


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor of the base template: made once for a request.

    Parts of a page (a table, a form) are drawn with the request too and have no masthead, so the
    menu and its numbers wait until one asks.
    """
    kept: dict[str, Any] = vars(request).setdefault(KEPT, {})
    if not kept:
        kept |= {
            "appearance": Appearance.read(request.COOKIES.get(COOKIE, "")),
            "demo": settings.DEMO,
            "menu": SimpleLazyObject(partial(menu_for, request)),
            "tools": SimpleLazyObject(partial(tools_for, request)),
            "own_pages": SimpleLazyObject(partial(own_pages_for, request)),
            "actor": getattr(request, "actor", None),
        }
    return kept
