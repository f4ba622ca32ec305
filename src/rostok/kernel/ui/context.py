"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from rostok.kernel.nav import menu_for, tools_for
from rostok.kernel.ui.appearance import COOKIE, Appearance


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor of the base template."""
    return {
        "appearance": Appearance.read(request.COOKIES.get(COOKIE, "")),
        "demo": settings.DEMO,
        "menu": menu_for(request),
        "tools": tools_for(request),
        "actor": getattr(request, "actor", None),
    }
