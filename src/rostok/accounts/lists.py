"""The list of users and the list of roles."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rostok.accounts.models import RoleHolding, User
from rostok.accounts.queries import role_titles
from rostok.kernel import clock
from rostok.kernel.text import norm
from rostok.kernel.ui.formats import date_words


class UserTable(tables.Table):
    name = tables.Column(
        verbose_name=_("Имя"), accessor="get_full_name", order_by=("name", "pk"), linkify=True
    )
    username = tables.Column(verbose_name=_("Имя для входа"))
    roles = tables.Column(verbose_name=_("Роли"), accessor="held_today", orderable=False)
    last_login = tables.Column(verbose_name=_("Последний вход"), default=_("ещё не было"))
    access = tables.Column(verbose_name=_("Доступ"), empty_values=(), orderable=False)

    class Meta:
        attrs = {"class": "table"}
        empty_text = _("Пользователей пока нет")

    @cached_property
    def titles(self) -> Callable[[RoleHolding], str]:
        return role_titles()

    def render_roles(self, value: list[RoleHolding]) -> str:
        return "; ".join(f"{self.titles(row)}, {row.unit}" for row in value) or "—"

    value_roles = render_roles

    def render_last_login(self, value: Any) -> str:
        return date_words(value)

    value_last_login = render_last_login

    def render_access(self, record: Any) -> str:
        if not record.is_active:
            return str(_("закрыт"))
        if record.has_code:
            return str(_("ждёт входа по коду"))
        return str(_("открыт") if record.last_login else _("ещё нет кода"))

    value_access = render_access


ACCESS = (("open", _("открыт")), ("closed", _("закрыт")), ("never", _("ещё не входили")))


class UserFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Имя"), method="by_name")
    access = filters.ChoiceFilter(
        label=_("Доступ"), choices=ACCESS, empty_label=_("любой"), method="by_access"
    )
    with_role = filters.BooleanFilter(label=_("Есть роль"), method="by_role")

    class Meta:
        model = User
        fields: list[str] = []

    def by_name(self, rows: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        wanted = norm(value)
        return rows.filter(
            Q(norm__contains=wanted)
            | Q(person__norm__contains=wanted)
            | Q(username__startswith=wanted)
        )

    def by_access(self, rows: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        if value == "never":
            return rows.filter(is_active=True, last_login=None)
        return rows.filter(is_active=value == "open")

    def by_role(self, rows: QuerySet[User], _name: str, value: bool) -> QuerySet[User]:
        held = RoleHolding.objects.active_on(clock.today()).values("user")
        return rows.filter(pk__in=held) if value else rows.exclude(pk__in=held)


class HoldingTable(tables.Table):
    user = tables.Column(verbose_name=_("Кто"), orderable=False)
    role = tables.Column(verbose_name=_("Роль"))
    unit = tables.Column(verbose_name=_("Где"), order_by=("unit__sort_key", "pk"))
    system = tables.Column(verbose_name=_("Система"), default="—", orderable=False)
    start = tables.Column(verbose_name=_("С"))
    last_day = tables.Column(verbose_name=_("Последний день"), order_by=("end",), default="—")
    end_it = tables.Column(
        verbose_name=_("Действие"),
        empty_values=(),
        orderable=False,
        exclude_from_export=True,
        linkify=("accounts:end_role", {"pk": tables.A("pk")}),
    )

    class Meta:
        attrs = {"class": "table"}
        empty_text = _("Ролей пока никому не дали")

    @cached_property
    def titles(self) -> Callable[[RoleHolding], str]:
        return role_titles()

    def render_role(self, record: RoleHolding) -> str:
        return self.titles(record)

    value_role = render_role

    def render_start(self, value: Any) -> str:
        return date_words(value)

    render_last_day = render_start

    def render_end_it(self) -> str:
        return str(_("Завершить"))
