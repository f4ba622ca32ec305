"""Transfers to and from the actor's organisations."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rostok.kernel.ui.formats import date_words
from rostok.staff.models import OPEN_TRANSFERS, TransferRequest
from rostok.staff.transfers import name_in, source_in

IN, OUT = "in", "out"
DIRECTIONS = [(IN, _("к нам")), (OUT, _("от нас"))]
MINE, OPEN, DECIDED = "mine", "open", "decided"
STATES = [(MINE, _("ждут нашего решения")), (OPEN, _("ждут ответа")), (DECIDED, _("решены"))]


class TransferTable(tables.Table):
    name = tables.Column(_("Кто"), accessor="asked_as", linkify=True)
    source = tables.Column(_("Откуда"), accessor="from_organisation", orderable=False)
    to_organisation = tables.Column(_("Куда"), order_by=("to_organisation__sort_key", "pk"))
    state = tables.Column(_("Состояние"))
    asked_on = tables.Column(_("Открыт"), order_by=("asked_on", "pk"))

    class Meta:
        attrs = {"class": "table"}
        empty_text = _("Переводов нет")

    def render_name(self, record: Any) -> str:
        return name_in(record)

    value_name = render_name

    def render_source(self, record: Any) -> str:
        return source_in(record)

    value_source = render_source

    def render_asked_on(self, value: Any) -> str:
        return date_words(value)

    value_asked_on = render_asked_on


class TransferFilter(filters.FilterSet):
    direction = filters.ChoiceFilter(
        label=_("Направление"), choices=DIRECTIONS, empty_label=_("все"), method="by_direction"
    )
    state = filters.ChoiceFilter(
        label=_("Состояние"), choices=STATES, empty_label=_("все"), method="by_state"
    )

    class Meta:
        model = TransferRequest
        fields: list[str] = []

    def __init__(self, *args: Any, mine: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = mine

    def by_direction(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(leaves_us=True) if value == OUT else rows.filter(comes_to_us=True)

    def by_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        if value == MINE:
            return rows.filter(pk__in=self.mine.values("pk"))
        is_open = Q(state__in=OPEN_TRANSFERS)
        return rows.filter(is_open if value == OPEN else ~is_open)
