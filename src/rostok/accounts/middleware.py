"""Says who acts, keeps a person at the choice of a password until made, forgets idle guests."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control

from rostok.accounts.kept import keep
from rostok.accounts.queries import actor_of
from rostok.accounts.second_step import must_turn_on
from rostok.accounts.sessions import is_shared, was_left_idle
from rostok.accounts.views.kept import signed_out_page
from rostok.kernel.access import STRANGER
from rostok.kernel.pages import ActorRequest

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Gives the request its `actor`. Every page's frame needs it, so it is built at once."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponse:
        request.actor = STRANGER
        if not request.user.is_authenticated:
            return self.for_stranger(request)
        shared, user_id = is_shared(request), request.user.pk
        if was_left_idle(request):
            logout(request)
            return self.for_stranger(request, user_id)
        request.actor = actor_of(request.user)
        response = self.gate(request) or self.get_response(request)
        patch_cache_control(response, private=True, **({"no_store": True} if shared else {}))
        return response

    def for_stranger(self, request: ActorRequest, user_id: int | None = None) -> HttpResponse:
        """Whoever is asked to sign in by a form they sent does not lose what they typed."""
        response = self.get_response(request)
        if request.method != "POST" or not is_way_in(request, response):
            return response
        kept = keep(request, user_id)
        return signed_out_page(request, kept) if kept else response

    def gate(self, request: ActorRequest) -> HttpResponse | None:
        """Who must choose a password, or turn on the second step, does nothing else before."""
        user: Any = request.user
        if request.path in open_paths():
            return None
        if user.must_change_password:
            return sent_to(request, reverse("accounts:choose_password"))
        turn_on = reverse("accounts:second_step")
        if request.path != turn_on and must_turn_on(request, request.actor):
            return sent_to(request, turn_on)
        return None


def sent_to(request: ActorRequest, where: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": where})
    return redirect(where)


def is_way_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer asks to sign in for this very request, not merely leads to that page."""
    where = urlsplit(getattr(response, "url", ""))
    wanted = parse_qs(where.query).get("next", [])
    return where.path == reverse("account_login") and wanted == [request.get_full_path()]


def open_paths() -> set[str]:
    names = ("accounts:choose_password", "account_logout", "kernel:appearance")
    return {reverse(name) for name in names}
