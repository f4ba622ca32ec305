"""Ways in: a password, a one-time code, a persona of the demo; and the closed door."""

import math
from datetime import datetime
from typing import Any

from allauth.account.views import LoginView
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from rostok.accounts import services
from rostok.accounts.adapter import client_address, counted_name, own_hand
from rostok.accounts.forms import ChoosePasswordForm, EnterCodeForm
from rostok.accounts.models import OneTimeCode, User
from rostok.accounts.queries import demo_personas, personas
from rostok.accounts.second_step import has_second_step
from rostok.accounts.sessions import (
    entered_code,
    forget_code,
    is_shared,
    remember_code,
    sign_in,
    signed_in,
)
from rostok.kernel.errors import RuleViolation
from rostok.kernel.pages import PUBLIC, SIGNED_IN, FormPage, Page

TOO_MANY = 429
HOME = "/"
ADVICE = gettext_lazy("Пароль из десяти знаков и больше; подойдут три-четыре слова подряд.")

secret = method_decorator(
    [never_cache, sensitive_post_parameters("password", "again", "code")], name="dispatch"
)


class SignInPage(LoginView):
    permission = PUBLIC

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = demo_personas() if settings.DEMO else []
        return {**super().get_context_data(**kwargs), "personas": found}


@secret
class EnterByCodePage(FormPage):
    """The first step: a login name and a printed code."""

    permission = PUBLIC
    template_name = "accounts/entrance.html"
    heading = gettext_lazy("Вход по одноразовому коду")
    lead = gettext_lazy("Имя и код напечатаны на листке, который выдал координатор организации.")
    form_class = EnterCodeForm
    submit_title = gettext_lazy("Дальше")

    def save(self, form: Any) -> None:
        """Refused alike for an unknown name, a wrong, old or used code, and a closed account."""
        given = form.cleaned_data
        user = authenticate(self.request, username=given["login"], code=given["code"])
        if user is None:
            raise RuleViolation(
                _("Имя и код не подходят. Проверьте листок; если код старый, попросите новый.")
            )
        remember_code(self.request, user)

    def success_url(self, _done: Any) -> str:
        return reverse("accounts:password_by_code")

    def cancel_url(self) -> str:
        return reverse("account_login")


@secret
class PasswordByCodePage(FormPage):
    """The second step: the password, with which the code is used up and its user signed in."""

    permission = PUBLIC
    template_name = "accounts/entrance.html"
    heading = gettext_lazy("Придумайте пароль")
    lead = ADVICE
    form_class = ChoosePasswordForm
    submit_title = gettext_lazy("Сохранить и войти")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = entered_code(request)
        if found is None:
            return redirect("accounts:enter_by_code")
        self.code: OneTimeCode = found
        return super().dispatch(request, *args, **kwargs)

    def form_options(self) -> dict[str, Any]:
        return {"user": self.code.user}

    def save(self, form: Any) -> str:
        """A code on paper replaces the password only: the second step is still asked."""
        user = services.choose_password_by_code(
            own_hand(self.code.user), code=self.code, password=form.cleaned_data["password"]
        )
        forget_code(self.request)
        if not has_second_step(user):
            sign_in(self.request, user, shared=form.cleaned_data["shared"])
            return HOME
        messages.success(
            self.request, _("Пароль сохранён. Войдите с ним: дальше понадобится код с телефона.")
        )
        return reverse("account_login")

    def success_url(self, done: Any) -> str:
        return str(done)

    def cancel_url(self) -> str:
        return reverse("account_login")


@secret
class ChoosePasswordPage(FormPage):
    """Where everybody stands who signed in by a password that was given to them."""

    permission = SIGNED_IN
    template_name = "accounts/entrance.html"
    heading = gettext_lazy("Придумайте свой пароль")
    lead = ADVICE
    form_class = ChoosePasswordForm
    submit_title = gettext_lazy("Сохранить пароль")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Without the old password, so only for those who must; others have the usual change."""
        if request.user.is_authenticated and not request.user.must_change_password:
            return redirect("account_change_password")
        return super().dispatch(request, *args, **kwargs)

    def form_options(self) -> dict[str, Any]:
        return {"user": signed_in(self.request), "ask_shared": False}

    def save(self, form: Any) -> None:
        shared = is_shared(self.request)
        user = services.choose_password(
            self.actor, user=signed_in(self.request), password=form.cleaned_data["password"]
        )
        sign_in(self.request, user, shared=shared)

    def success_url(self, _done: Any) -> str:
        return HOME

    def cancel_url(self) -> str:
        return ""


class EnterPersonaPage(Page):
    """One click in the demo; where there is no demo, there is no such address."""

    permission = PUBLIC
    http_method_names = ("post",)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        persona = personas.find(key)
        if persona is None:
            raise Http404
        user = get_object_or_404(User, username=persona.username, is_active=True)
        sign_in(request, user, shared=False)
        return redirect(HOME)


def locked_out(
    request: HttpRequest, _response: Any = None, credentials: Any = None
) -> HttpResponse:
    """What axes answers after too many failures: how long to wait, and whom to ask."""
    wait = seconds_to_wait(request, credentials)
    context = {"heading": _("Слишком много неверных попыток"), "minutes": math.ceil(wait / 60)}
    response = render(request, "accounts/locked_out.html", context, status=TOO_MANY)
    response.headers["Retry-After"] = str(math.ceil(wait))
    return response


def seconds_to_wait(request: HttpRequest, credentials: Any) -> float:
    """Until the newest failure of this name from this address is old enough."""
    attempts = AccessAttempt.objects.filter(
        username=counted_name(request, credentials), ip_address=client_address(request)
    )
    newest: datetime | None = (
        attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    )
    cool_off = get_cool_off(request).total_seconds()
    passed = (timezone.now() - newest).total_seconds() if newest else 0
    return max(float(cool_off - passed), 1.0)
