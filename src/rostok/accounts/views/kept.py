"""A form that came too late: the session had ended, or its token was an old one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from rostok.accounts.forms import SignInForm
from rostok.accounts.kept import came_from_here, context_of, keep, kept_form
from rostok.accounts.sessions import KEPT
from rostok.kernel.pages import SIGNED_IN, Page

TOO_LATE = 403


def signed_out_page(request: HttpRequest, kept: str) -> HttpResponse:
    """Instead of a bare sign-in: the same form, which takes along what was typed."""
    context = {
        "heading": _("Вход закончился"),
        "form": SignInForm(request=request),
        "kept": kept,
        "next": reverse("accounts:kept"),
    }
    return never_stored(render(request, "accounts/signed_out.html", context, status=TOO_LATE))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form stood open too long or cookies are off; what was typed comes back, if it is ours."""
    user: Any = getattr(request, "user", None)
    kept = keep(request, getattr(user, "pk", None)) if came_from_here(request) else ""
    found = kept_form(kept) if kept else None
    if found is None:
        return render(request, "accounts/csrf.html", {"reason": reason}, status=TOO_LATE)
    if not user or not user.is_authenticated:
        return signed_out_page(request, kept)
    context = {"heading": _("Форма устарела"), **context_of(found)}
    return never_stored(render(request, "accounts/kept.html", context, status=TOO_LATE))


def never_stored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    return response


@method_decorator(never_cache, name="dispatch")
class KeptPage(Page):
    """After signing in again: what was typed, ready to be sent once more."""

    permission = SIGNED_IN
    template_name = "accounts/kept.html"
    heading = gettext_lazy("Набранное не потеряно")

    def get(self, request: HttpRequest) -> HttpResponse:
        kept = kept_form(request.session.get(KEPT, ""))
        if kept is None or kept.user not in {None, self.actor.user_id}:
            return redirect("/")
        return self.answer(**context_of(kept))
