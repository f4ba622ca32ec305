"""Users: the list, one user, codes, invitation, closing and opening again."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from rostok.accounts import permissions, services
from rostok.accounts.forms import InviteForm
from rostok.accounts.lists import UserFilter, UserTable
from rostok.accounts.models import User
from rostok.accounts.queries import role_titles, roles_of_user, users_for_list
from rostok.accounts.second_step import has_second_step
from rostok.accounts.services import IssuedCode
from rostok.kernel import clock
from rostok.kernel.access import holds, units_of
from rostok.kernel.errors import RuleViolation
from rostok.kernel.pages import (
    ActionPage,
    Crumbs,
    DetailPage,
    FormPage,
    ListPage,
    PageAction,
    Text,
    put_on_form,
)

AT_ONCE = 300


def list_crumbs() -> list[tuple[Text, str]]:
    return [(_("Доступ"), reverse("accounts:users"))]


@sensitive_variables("issued")
def slips_page(request: HttpRequest, issued: Sequence[IssuedCode]) -> HttpResponse:
    """Codes to print and cut, in the very answer that issued them; they are shown nowhere again."""
    address = request.build_absolute_uri(reverse("accounts:enter_by_code"))
    context = {"heading": _("Листки с кодами"), "issued": issued, "address": address}
    response = render(request, "accounts/slips.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    return response


class UserListPage(ListPage):
    permission = permissions.VIEW
    heading = gettext_lazy("Доступ")
    lead = gettext_lazy("Кто входит в систему и что может.")
    table_class = UserTable
    filterset_class = UserFilter
    export_name = "доступ"

    def get_queryset(self) -> Any:
        return users_for_list(self.actor)

    def get_actions(self) -> Sequence[PageAction]:
        actions = [
            PageAction(_("Роли"), reverse("accounts:roles")),
            PageAction(_("Проверка доступа"), reverse("accounts:review")),
        ]
        if self.actor.may(permissions.MANAGE):
            actions.append(PageAction(_("Координаторы"), reverse("accounts:coordinators")))
            actions.append(PageAction(_("Листки с кодами"), reverse("accounts:codes")))
            actions.append(PageAction(_("Пригласить"), reverse("accounts:invite"), "primary"))
        return actions


class UserPage(DetailPage):
    permission = permissions.VIEW
    template_name = "accounts/user.html"
    model = User

    def get_queryset(self) -> Any:
        return users_for_list(self.actor)

    def get_crumbs(self) -> Crumbs:
        return list_crumbs()

    def get_actions(self) -> Sequence[PageAction]:
        user = self.object
        if user.pk == self.actor.user_id or not holds(self.actor, permissions.MANAGE, user):
            return []
        links = [
            ("grant_role", _("Дать роль"), "secondary"),
            ("user_email", _("Изменить почту"), "secondary"),
        ]
        if has_second_step(user):
            links.append(("reset_second_step", _("Сбросить второй шаг"), "secondary"))
        if user.is_active:
            links += [
                ("issue_code", _("Выдать код"), "primary"),
                ("close_access", _("Закрыть доступ"), "danger"),
            ]
        else:
            links += [("reopen_access", _("Открыть доступ"), "primary")]
        return [
            PageAction(title, reverse(f"accounts:{name}", args=[user.pk]), kind)
            for name, title, kind in links
        ]

    def context(self) -> dict[str, Any]:
        titles, today = role_titles(), clock.today()
        return {
            **super().context(),
            "roles": [
                {"title": titles(row), "row": row, "open": row.end is None or row.end > today}
                for row in roles_of_user(self.object)
            ],
            "second_step": has_second_step(self.object),
            "may_end": self.actor.may(permissions.MANAGE),
        }


class UserActionPage(ActionPage):
    permission = permissions.MANAGE
    model = User

    def get_crumbs(self) -> Crumbs:
        return [*list_crumbs(), (str(self.object), self.object.get_absolute_url())]


@method_decorator(never_cache, name="dispatch")
class IssueCodePage(UserActionPage):
    heading = gettext_lazy("Выдать одноразовый код")
    submit_title = gettext_lazy("Выдать и напечатать")

    def get_lead(self) -> Text:
        return str(self.object)

    def get_consequences(self) -> Sequence[Text]:
        return [
            _("Листок с кодом появится один раз, сразу после нажатия: напечатайте его тут же."),
            _("Коды, выданные раньше, перестанут действовать."),
            _("По коду человек один раз войдёт и придумает пароль; код действует 14 дней."),
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            issued = services.issue_codes(self.actor, users=[self.object])
        except RuleViolation as refusal:
            return self.ask(refusal=refusal.message, status=422)
        return slips_page(request, issued)


class CloseAccessPage(UserActionPage):
    heading = gettext_lazy("Закрыть доступ")
    submit_title = gettext_lazy("Закрыть доступ")
    done_message = gettext_lazy("Доступ закрыт.")

    def get_lead(self) -> Text:
        return str(self.object)

    def get_consequences(self) -> Sequence[Text]:
        return [
            _("Человек сразу выйдет из системы на всех устройствах и больше не войдёт."),
            _("Его записи и история останутся; доступ можно открыть снова."),
        ]

    def act(self) -> User:
        return services.close_access(self.actor, user=self.object)


class ReopenAccessPage(UserActionPage):
    heading = gettext_lazy("Открыть доступ снова")
    submit_title = gettext_lazy("Открыть доступ")
    done_message = gettext_lazy("Доступ открыт.")

    def get_lead(self) -> Text:
        return str(self.object)

    def get_consequences(self) -> Sequence[Text]:
        return [_("Человек сможет войти с прежним паролем или по новому коду, с прежними ролями.")]

    def act(self) -> User:
        return services.reopen_access(self.actor, user=self.object)


class CodesPage(UserListPage):
    """Who has not come in yet; the button prints fresh codes for all that the list shows."""

    permission = permissions.MANAGE
    template_name = "accounts/codes.html"
    heading = gettext_lazy("Листки с кодами")
    lead = gettext_lazy("Кто ещё не входил и у кого код пропал. Новый листок отменяет прежний.")
    export_name = "кто ещё не входил"

    def get_queryset(self) -> Any:
        mine = User.objects.visible_to(self.actor, permissions.MANAGE).values("pk")
        rows = users_for_list(self.actor).filter(pk__in=mine, is_active=True, last_login=None)
        return rows.exclude(pk=self.actor.user_id or 0)

    def get_actions(self) -> Sequence[PageAction]:
        return []

    def get_crumbs(self) -> Crumbs:
        return list_crumbs()

    def context(self) -> dict[str, Any]:
        total = self.shown().count()
        return {
            **super().context(),
            "total": total,
            "at_once": min(total, AT_ONCE),
            "of_many_places": len(units_of(User, self.shown().values("pk"))) > 1,
        }

    def shown(self) -> Any:
        filterset = self.filterset()
        return filterset.qs if filterset is not None else self.get_queryset()

    @sensitive_variables("issued")
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        users = list(self.shown()[:AT_ONCE])
        if not users:
            return redirect("accounts:codes")
        return slips_page(request, services.issue_codes(self.actor, users=users))


@method_decorator(never_cache, name="dispatch")
class InvitePage(FormPage):
    """A user who is nobody on the staff list: a specialist, a methodist of the service."""

    permission = permissions.MANAGE
    heading = gettext_lazy("Пригласить пользователя")
    lead = gettext_lazy(
        "Для тех, кого нет среди работников. Работникам доступ открывают из их списка."
    )
    form_class = InviteForm
    submit_title = gettext_lazy("Создать и напечатать код")

    def get_crumbs(self) -> Crumbs:
        return list_crumbs()

    def form(self, *data: Any) -> Any:
        form = super().form(*data)
        units = self.actor.reaches_of(permissions.MANAGE).values()
        form.offer(self.actor, permissions.MANAGE, [unit for found in units for unit in found])
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        given = form.cleaned_data
        names = {name: given[name] for name in ("username", "title", "email")}
        try:
            _user, issued = services.invite_user(self.actor, **names, **form.role_given())
        except RuleViolation as refusal:
            put_on_form(form, refusal)
            return self.show(form, status=422)
        return slips_page(request, [issued])
