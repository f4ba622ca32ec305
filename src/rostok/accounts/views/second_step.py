"""The second step of signing in: asked at the door, turned on, off and reset."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from rostok.accounts import services
from rostok.accounts.forms import ProveForm, SecondStepCodeForm
from rostok.accounts.models import User
from rostok.accounts.second_step import (
    KEY,
    PROVED,
    address_of,
    has_second_step,
    must_turn_on,
    picture_of,
    proves,
    recovery_codes_left,
    secret_of,
)
from rostok.accounts.sessions import signed_in
from rostok.accounts.views.users import UserActionPage
from rostok.kernel.errors import RuleViolation
from rostok.kernel.pages import PUBLIC, SIGNED_IN, Crumbs, FormPage, Text, put_on_form

GROUP = 4
secret = method_decorator([never_cache, sensitive_post_parameters("code")], name="dispatch")


class SecondStepPage(AuthenticateView):
    """Between the password and the first page: a code of the phone, or a printed one."""

    permission = PUBLIC


class ProveAgainPage(ReauthenticateView):
    permission = SIGNED_IN


def own_crumbs() -> list[tuple[Text, str]]:
    return [(_("Моя страница"), reverse("accounts:me"))]


@sensitive_variables("codes")
def recovery_codes_page(request: HttpRequest, codes: Sequence[str]) -> HttpResponse:
    """The codes for the day the phone is lost, in the very answer that made them."""
    halves = [f"{code[:GROUP]} {code[GROUP:]}" for code in codes]
    context = {"heading": _("Запасные коды"), "codes": halves, "user": signed_in(request)}
    response = render(request, "accounts/recovery_codes.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@secret
class TurnOnSecondStepPage(FormPage):
    """A picture for the phone, the key as letters, and a code that proves it worked."""

    permission = SIGNED_IN
    template_name = "accounts/second_step.html"
    heading = gettext_lazy("Вход в два шага")
    form_class = SecondStepCodeForm
    submit_title = gettext_lazy("Включить")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and has_second_step(request.user):
            return redirect("accounts:second_step_off")
        return super().dispatch(request, *args, **kwargs)

    def get_crumbs(self) -> Crumbs:
        return own_crumbs()

    def context(self) -> dict[str, Any]:
        key = secret_of(self.request)
        picture = picture_of(address_of(signed_in(self.request), key)).encode()
        return {
            **super().context(),
            "key": " ".join(key[at : at + GROUP] for at in range(0, len(key), GROUP)),
            "picture": f"data:image/svg+xml;base64,{b64encode(picture).decode()}",
            "required": must_turn_on(self.request, self.actor),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            codes = services.turn_on_second_step(
                self.actor,
                user=signed_in(request),
                secret=secret_of(request),
                code=form.cleaned_data["code"],
            )
        except RuleViolation as refusal:
            put_on_form(form, refusal)
            return self.show(form, status=422)
        del request.session[KEY]
        request.session[PROVED] = True
        return recovery_codes_page(request, codes)


@secret
class TurnOffSecondStepPage(FormPage):
    """New printed codes, or the end of the second step; both ask for a code first."""

    permission = SIGNED_IN
    template_name = "accounts/second_step_off.html"
    heading = gettext_lazy("Вход в два шага включён")
    form_class = ProveForm
    submit_title = gettext_lazy("Дальше")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not has_second_step(request.user):
            return redirect("accounts:second_step")
        return super().dispatch(request, *args, **kwargs)

    def get_crumbs(self) -> Crumbs:
        return own_crumbs()

    def context(self) -> dict[str, Any]:
        return {**super().context(), "left": recovery_codes_left(signed_in(self.request))}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, user = self.form(request.POST), signed_in(request)
        if form.is_valid() and not proves(request, user, form.cleaned_data["code"]):
            form.add_error("code", _("Код не подошёл. Попробуйте следующий код или запасной."))
        if not form.is_valid():
            return self.show(form, status=422)
        if form.cleaned_data["wish"] == "codes":
            return recovery_codes_page(
                request, services.renew_recovery_codes(self.actor, user=user)
            )
        services.turn_off_second_step(self.actor, user=user)
        request.session.pop(PROVED, None)
        messages.success(request, _("Вход в два шага выключен."))
        return redirect("accounts:me")


class ResetSecondStepPage(UserActionPage):
    heading = gettext_lazy("Сбросить вход в два шага")
    submit_title = gettext_lazy("Сбросить")
    done_message = gettext_lazy("Сброшено: человек войдёт по одному паролю и включит заново.")

    def get_lead(self) -> Text:
        return str(self.object)

    def get_consequences(self) -> Sequence[Text]:
        return [
            _("Убедитесь, что просит сам человек: позвоните или попросите прийти."),
            _("До нового включения войти можно будет по одному паролю; все входы закончатся."),
            _("Если забыт и пароль, выдайте ещё одноразовый код."),
        ]

    def act(self) -> User:
        return services.reset_second_step(self.actor, user=self.object)
