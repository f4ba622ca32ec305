"""My page: who I am here, what I may, my password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rostok.accounts import services
from rostok.accounts.queries import live_sign_ins, role_titles, roles_of_user
from rostok.accounts.second_step import has_second_step, recovery_codes_left
from rostok.accounts.sessions import remember_device, signed_in
from rostok.kernel import clock
from rostok.kernel.access import permissions
from rostok.kernel.pages import SIGNED_IN, ContentPage, Page


class MyPage(ContentPage):
    permission = SIGNED_IN
    template_name = "accounts/me.html"
    heading = gettext_lazy("Моя страница")

    def context(self) -> dict[str, Any]:
        user, titles = signed_in(self.request), role_titles()
        held = roles_of_user(user).unended_on(clock.today())
        rights = {grant.permission for grant in self.actor.grants}
        return {
            **super().context(),
            "me": user,
            "roles": [(titles(row), row) for row in held],
            "sign_ins": live_sign_ins(user),
            "this_key": self.request.session.session_key,
            "second_step": has_second_step(user),
            "codes_left": recovery_codes_left(user),
            "rights": sorted(permissions.get(name).title for name in rights),
        }


class SignOutElsewherePage(Page):
    permission = SIGNED_IN
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        user = services.sign_out_elsewhere(self.actor, user=signed_in(request))
        update_session_auth_hash(request, user)
        remember_device(request)
        messages.success(request, _("Входы на других устройствах завершены."))
        return redirect("accounts:me")


class EndSignInPage(Page):
    """One browser of one's own is signed out."""

    permission = SIGNED_IN
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sign_in = get_object_or_404(live_sign_ins(signed_in(request)), pk=pk)
        services.end_sign_in(self.actor, sign_in=sign_in)
        messages.success(request, _("Вход на этом устройстве завершён."))
        return redirect("accounts:me")
