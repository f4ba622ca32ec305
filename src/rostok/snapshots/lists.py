"""Tables of snapshots: the list, territories, members. Pages and exports share them."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from rostok.kernel.ui.cells import CellColumn
from rostok.snapshots.models import Snapshot
from rostok.snapshots.territories import PlaceRow

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}


class SnapshotTable(tables.Table):
    title = tables.Column(_("Срез"), linkify=True, orderable=False)
    year = tables.Column(_("Год"), orderable=False)
    on = tables.DateColumn(format="d.m.Y", verbose_name=_("На дату"), orderable=False)
    unit = tables.Column(_("Территория"), orderable=False)
    state = CellColumn(
        "{% state record.look record.get_state_display %}",
        verbose_name=_("Состояние"),
        orderable=False,
    )
    maker_title = tables.Column(_("Сделал(а)"), orderable=False)
    approver_title = tables.Column(_("Решил(а)"), orderable=False)

    def render_year(self, value: int) -> str:
        return str(value)

    def value_state(self, record: Snapshot) -> str:
        return str(record.get_state_display())

    class Meta:
        empty_text = _("Срезов ещё нет")


class PlaceTable(tables.Table):
    title = tables.Column(_("Территория, организация"), order_by="norm")
    kind = tables.Column(_("Вид"))
    people = tables.Column(_("Работников"), attrs=NUMBER)
    small_rural = tables.Column(_("Малокомплектная сельская"))
    numerator = tables.Column(_("Учтено"), attrs=NUMBER)
    denominator = tables.Column(_("Всего"), attrs=NUMBER)
    value = tables.Column(_("Факт"), attrs=NUMBER, empty_values=())
    target = tables.Column(_("План"), attrs=NUMBER)
    state = CellColumn(
        "{% state record.state record.state_words %}",
        verbose_name=_("Состояние"),
        order_by="state_words",
    )

    def __init__(self, *args: Any, link: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.link = link

    def render_title(self, record: PlaceRow) -> str:
        if self.link is None:
            return record.title
        return format_html('<a href="{}">{}</a>', self.link(record), record.title)

    def value_title(self, record: PlaceRow) -> str:
        return record.title

    def render_value(self, record: PlaceRow) -> str:
        return record.value_words

    def value_value(self, record: PlaceRow) -> Any:
        return record.value_words if record.hidden else record.value

    def render_target(self, record: PlaceRow) -> str:
        return record.target_words

    def value_target(self, record: PlaceRow) -> Any:
        return record.target

    def value_state(self, record: PlaceRow) -> str:
        return record.state_words

    class Meta:
        empty_text = _("На этом уровне значений нет")


class MemberTable(tables.Table):
    title = CellColumn(
        "{% if record.url %}<a href='{{ record.url }}'>{{ record.title }}</a>"
        "{% else %}{{ record.title }}{% endif %}"
        "{% if record.note %}<br><span class='muted'>{{ record.note }}</span>{% endif %}",
        verbose_name=_("Кто"),
        orderable=False,
    )
    unit = tables.Column(_("Организация в срезе"), orderable=False)
    reason = tables.Column(_("Почему"), orderable=False)
    on = tables.DateColumn(format="d.m.Y", verbose_name=_("День факта"), orderable=False)

    def value_title(self, record: Any) -> str:
        return f"{record.title} ({record.note})" if record.note else str(record.title)

    class Meta:
        empty_text = _("В этом списке никого нет")
