"""Tables of forms: mine to fill, and those gathered from a territory."""

from datetime import date
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from rostok.indicators.models import DataForm, FormState
from rostok.indicators.models.reported import OPEN_STATES
from rostok.indicators.reported.words import state_kind, state_words
from rostok.kernel import clock
from rostok.kernel.templatetags.ui import state as state_tag
from rostok.kernel.text import norm

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}


class FormTable(tables.Table):
    """`above`: states are told to the one who gathers."""

    unit = tables.Column(
        _("Организация, территория"),
        linkify=lambda record: record.get_absolute_url(),
        order_by="unit__sort_key",
    )
    parent = tables.Column(
        _("Входит в"),
        accessor="unit__parent",
        order_by=("unit__parent__sort_key", "unit__sort_key"),
    )
    year = tables.Column(_("Год"))
    due = tables.DateColumn(verbose_name=_("Срок"), format="d.m.Y")
    filled = tables.Column(_("Внесено"), attrs=NUMBER, orderable=False)
    state = tables.Column(_("Состояние"))
    sent_at = tables.DateTimeColumn(verbose_name=_("Сдана"), format="d.m.Y")
    sender_title = tables.Column(_("Кто сдал"))

    def __init__(self, *args: Any, above: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.above = above
        self.today = clock.today()

    def render_state(self, record: DataForm) -> str:
        words = state_words(record, above=self.above)
        if record.is_late_on(self.today):
            late = state_tag("overdue", f"срок прошёл {record.due:%d.%m}")
            return format_html("{} {}", state_tag(state_kind(record), words), late)
        return state_tag(state_kind(record), words)

    def render_year(self, value: int) -> str:
        return str(value)

    def value_state(self, record: DataForm) -> str:
        return state_words(record, above=self.above)

    def value_due(self, record: DataForm) -> date | None:
        return record.due

    class Meta:
        empty_text = _("Форм здесь нет")


class FormFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Название"), method="by_name")
    year = filters.NumberFilter(label=_("Год"), method="by_year")
    state = filters.ChoiceFilter(label=_("Состояние"), choices=FormState.choices)
    open = filters.BooleanFilter(
        label=_("Только не сданные"), method="by_open", widget=forms.CheckboxInput
    )

    def by_open(self, rows: Any, _name: str, value: bool | None) -> Any:
        return rows.filter(state__in=OPEN_STATES) if value else rows

    def by_name(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(unit__norm__contains=norm(value))

    def by_year(self, rows: Any, _name: str, value: Any) -> Any:
        fits = value == int(value) and FIRST_YEAR <= value <= LAST_YEAR
        return rows.filter(year=int(value)) if fits else rows.none()

    class Meta:
        model = DataForm
        fields = ["q", "year", "state", "open"]


FIRST_YEAR, LAST_YEAR = 1990, 2100
