"""Leavers who can still sign in."""

from datetime import date, datetime

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from rostok.kernel.periods import DAY
from rostok.kernel.ui.formats import date_words


class LeaversTable(tables.Table):
    name = tables.Column(
        _("Фамилия, имя, отчество"),
        accessor="person__full_name",
        order_by=("person__norm", "pk"),
        linkify=True,
    )
    left_on = tables.Column(_("Последний день работы"), order_by=("left_on", "pk"))
    home = tables.Column(_("Откуда уволен(а)"), order_by=("home__sort_key", "pk"))
    has_role = tables.Column(_("Роли"), order_by=("-has_role", "person__norm"))
    last_login = tables.Column(_("Последний вход"), default=_("ещё не было"))

    class Meta:
        attrs = {"class": "table"}
        empty_text = _("Уволенных с открытым доступом нет")

    def render_left_on(self, value: date) -> str:
        return date_words(value - DAY)

    value_left_on = render_left_on

    def render_has_role(self, value: bool) -> str:
        return str(_("есть") if value else _("нет"))

    value_has_role = render_has_role

    def render_last_login(self, value: datetime) -> str:
        return date_words(value)

    value_last_login = render_last_login
