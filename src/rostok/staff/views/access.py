"""Workers without an account, and giving it to all of them at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from rostok.accounts import permissions as accounts
from rostok.accounts.services import open_accounts
from rostok.kernel.pages import Crumbs, ListPage
from rostok.staff import queries
from rostok.staff.leavers import leavers_with_access
from rostok.staff.lists import LeaversTable, NoAccessFilter, NoAccessTable

AT_ONCE = 300


class NoAccessPage(ListPage):
    """The list is what the button acts on: its filters are those of the action."""

    permission = accounts.MANAGE
    template_name = "staff/no_access.html"
    heading = _("Работники без доступа")
    lead = _("Кто ещё не может войти в систему. Почта не нужна: хватит листка с одноразовым кодом.")
    table_class = NoAccessTable
    filterset_class = NoAccessFilter
    export_name = "Работники без доступа"

    def get_crumbs(self) -> Crumbs:
        return [(_("Педагоги"), reverse("staff:list"))]

    def get_queryset(self) -> Any:
        return queries.without_access(self.actor)

    def rows(self) -> Any:
        filterset = self.filterset()
        return filterset.qs if filterset is not None else self.get_queryset()

    def context(self) -> dict[str, Any]:
        total = self.rows().count()
        return {**super().context(), "total": total, "at_once": min(total, AT_ONCE)}

    @sensitive_variables("issued")
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        people = [row.person for row in self.rows()[:AT_ONCE]]
        issued = open_accounts(self.actor, people=people)
        if not issued:
            messages.info(request, str(_("Доступ уже есть у всех.")))
            return redirect("staff:no_access")
        address = request.build_absolute_uri(reverse("accounts:enter_by_code"))
        context = {"heading": _("Листки с кодами"), "issued": issued, "address": address}
        response = render(request, "accounts/slips.html", context)
        response.headers["Cache-Control"] = "no-store, private"
        return response


class LeaversPage(ListPage):
    """Each name leads to the account, where access is closed."""

    permission = accounts.MANAGE
    heading = _("Уволенные с доступом")
    lead = _(
        "Эти люди нигде больше не работают, но ещё могут войти. Откройте имя и нажмите «Закрыть"
        " доступ»; если человек переходит к вам, оставьте как есть."
    )
    table_class = LeaversTable
    export_name = "Уволенные с доступом"

    def get_crumbs(self) -> Crumbs:
        return [(_("Педагоги"), reverse("staff:list"))]

    def get_queryset(self) -> Any:
        return leavers_with_access(self.actor)
