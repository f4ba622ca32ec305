"""Roles: who holds which at our units, giving one, ending one."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rostok.accounts import permissions, services
from rostok.accounts.basis import unfounded_on
from rostok.accounts.forms import EndRoleForm, GrantRoleForm, ProlongRoleForm
from rostok.accounts.lists import HoldingFilter, HoldingTable, UnfoundedFilter, UnfoundedTable
from rostok.accounts.models import RoleHolding, User
from rostok.accounts.queries import (
    holdings_for_list,
    own_places,
    role_titles,
    roles_within,
    unfounded_roles,
)
from rostok.accounts.roles import units_above
from rostok.accounts.views.users import list_crumbs
from rostok.kernel import clock
from rostok.kernel.pages import Crumbs, FormPage, ListPage, Text, visible_or_404


class HoldingListPage(ListPage):
    permission = permissions.VIEW
    heading = gettext_lazy("Роли")
    lead = gettext_lazy("Кто и какую роль держит в ваших организациях.")
    table_class = HoldingTable
    filterset_class = HoldingFilter
    export_name = "роли"

    def get_queryset(self) -> Any:
        return holdings_for_list(self.actor)

    def get_crumbs(self) -> Crumbs:
        return list_crumbs()


class UnfoundedPage(ListPage):
    """Roles whose giver could not give them any more: confirmed or ended, several at once."""

    permission = permissions.MANAGE
    template_name = "accounts/unfounded.html"
    heading = gettext_lazy("Роли без основания")
    lead = gettext_lazy(
        "Тот, кто их дал, больше не может дать такую роль: его роль закончилась, доступ закрыт или "
        "положение изменилось. Роли действуют, пока вы не решите: подтвердить их или завершить."
    )
    table_class = UnfoundedTable
    filterset_class = UnfoundedFilter
    export_name = "роли без основания"

    def get_queryset(self) -> Any:
        here = User.objects.filter(pk=OuterRef("user")).visible_to(self.actor, permissions.VIEW)
        rows = unfounded_roles(self.actor).annotate(is_here=Exists(here))
        return rows.order_by("unit__sort_key", "pk")

    def get_crumbs(self) -> Crumbs:
        return list_crumbs()

    def get_table_options(self) -> dict[str, Any]:
        return {"decidable": {row.pk for row in self.decidable}}

    @cached_property
    def decidable(self) -> list[RoleHolding]:
        """Of the roles shown, those that the actor may give and end."""
        filterset = self.filterset()
        rows = list(filterset.qs if filterset is not None else self.get_queryset())
        return roles_within(self.actor, rows)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "decidable": len(self.decidable)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = self.chosen()
        if not rows:
            messages.error(request, _("Отметьте роли в списке или выберите «все показанные»."))
        elif request.POST.get("act") == "end":
            number = services.end_roles(self.actor, holdings=rows)
            messages.success(request, _("Завершено сегодняшним днём ролей: %s.") % number)
        else:
            number = services.confirm_roles(self.actor, holdings=rows)
            messages.success(request, _("Подтверждено ролей: %s.") % number)
        return redirect(request.get_full_path())

    def chosen(self) -> list[RoleHolding]:
        if self.request.POST.get("which") == "all":
            return self.decidable
        ticked = set(self.request.POST.getlist("ids"))
        return [row for row in self.decidable if str(row.pk) in ticked]


class GrantRolePage(FormPage):
    permission = permissions.MANAGE
    heading = gettext_lazy("Дать роль")
    form_class = GrantRoleForm
    submit_title = gettext_lazy("Дать роль")
    done_message = gettext_lazy("Роль дана.")

    @cached_property
    def user(self) -> User:
        found: User = visible_or_404(
            self.actor, permissions.MANAGE, User.objects.all(), pk=self.kwargs["pk"]
        )
        return found

    def get_lead(self) -> Text:
        return str(self.user)

    def get_crumbs(self) -> Crumbs:
        return [*list_crumbs(), (str(self.user), self.user.get_absolute_url())]

    def form(self, *data: Any) -> Any:
        """The units of the user's own line first: one form never lists a whole region."""
        form = super().form(*data)
        places = own_places(self.user) or [self.user.home_id or 0]
        line = {unit for above in units_above(places).values() for unit in above}
        form.offer(self.actor, permissions.MANAGE, [*places, *(line - set(places))])
        return form

    def save(self, form: Any) -> User:
        services.grant_role(self.actor, user=self.user, **form.role_given())
        return self.user


class HoldingPage(FormPage):
    """A form about one role of somebody."""

    permission = permissions.MANAGE

    @cached_property
    def holding(self) -> RoleHolding:
        rows = RoleHolding.objects.select_related("user__person", "unit")
        found: RoleHolding = visible_or_404(
            self.actor, permissions.MANAGE, rows, pk=self.kwargs["pk"]
        )
        return found

    def get_lead(self) -> Text:
        row = self.holding
        return f"{row.user}: {role_titles()(row)}, {row.unit}"

    def get_crumbs(self) -> Crumbs:
        return [*list_crumbs(), (_("Роли"), reverse("accounts:roles"))]

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        _found = self.holding
        return super().get(request, *args, **kwargs)

    def success_url(self, _done: Any) -> str:
        return reverse("accounts:roles")


class EndRolePage(HoldingPage):
    heading = gettext_lazy("Завершить роль")
    form_class = EndRoleForm
    submit_title = gettext_lazy("Завершить")
    done_message = gettext_lazy("Последний день роли записан.")

    def get_lead(self) -> Text:
        """With how many roles would rest on nobody without this one."""
        today = clock.today()
        lost = unfounded_on(today, without=[self.holding.pk]) - unfounded_on(today)
        if not lost:
            return super().get_lead()
        return _("%(role)s. Без неё останутся без основания роли, которые по ней даны: %(number)s. "
                 "Они продолжат действовать, пока их не подтвердят или не завершат.") % {
            "role": super().get_lead(), "number": len(lost),
        }  # fmt: skip

    def save(self, form: Any) -> RoleHolding:
        last_day = form.cleaned_data["last_day"]
        return services.end_role(self.actor, holding=self.holding, last_day=last_day)


class ProlongRolePage(HoldingPage):
    heading = gettext_lazy("Продлить роль")
    form_class = ProlongRoleForm
    submit_title = gettext_lazy("Продлить")
    done_message = gettext_lazy("Новый последний день роли записан.")

    def save(self, form: Any) -> RoleHolding:
        last_day = form.cleaned_data["last_day"]
        return services.prolong_role(self.actor, holding=self.holding, last_day=last_day)
