"""Says who acts, keeps a person at the choice of a password until made, forgets idle guests."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control

from rostok.accounts.queries import actor_of
from rostok.accounts.second_step import must_turn_on
from rostok.accounts.sessions import is_shared, was_left_idle
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
            return self.get_response(request)
        shared = is_shared(request)
        if shared and was_left_idle(request):
            logout(request)
            return self.get_response(request)
        request.actor = actor_of(request.user)
        response = self.gate(request) or self.get_response(request)
        patch_cache_control(response, private=True, no_store=shared)
        return response

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


def open_paths() -> set[str]:
    names = ("accounts:choose_password", "account_logout", "kernel:appearance")
    return {reverse(name) for name in names}
