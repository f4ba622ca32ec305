"""The lists of organisations and of systems: page and export share them."""

from datetime import date
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.periods import DAY
from rostok.kernel.text import norm
from rostok.orgs.kinds import kind_words, kinds_of_value
from rostok.orgs.models import TERRITORIES, FlagKind, OrgFlag, OrgKind, OrgUnit, System, UnitKind
from rostok.orgs.models.units import OrgUnitQuerySet
from rostok.packs.fields import LEVEL_TITLES

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}
KIND_CHOICES = [
    *((kind, UnitKind(kind).label) for kind in (*TERRITORIES, UnitKind.UNIT)),
    *OrgKind.choices,
]
OPEN, CLOSED, ANY = "open", "closed", "any"


class UnitTable(tables.Table):
    short_title = tables.Column(_("Название"), linkify=True, order_by=("sort_key", "pk"))
    title = tables.Column(_("Полное название"), order_by=("sort_key", "pk"))
    kind = tables.Column(_("Вид"), order_by=("kind", "org_kind", "sort_key"))
    parent = tables.Column(_("Входит в"), order_by=("parent__sort_key", "sort_key"))
    code = tables.Column(_("Код"), attrs={"td": {"class": "nowrap"}})
    flags = tables.Column(_("Признаки"), accessor="flags_now", orderable=False)
    closed_on = tables.Column(_("Закрыта, последний день"))

    def render_short_title(self, record: OrgUnit) -> str:
        return record.short_title_then

    def render_title(self, record: OrgUnit) -> str:
        return record.title_then

    def render_parent(self, record: OrgUnit) -> str:
        above = record.parent_then
        return above.short_title_then if above else "—"

    def render_kind(self, record: OrgUnit) -> str:
        return kind_words(record)

    def render_flags(self, value: list[OrgFlag]) -> str:
        return ", ".join(flag.get_flag_display() for flag in value)

    def render_closed_on(self, value: date) -> str:
        return f"{value - DAY:%d.%m.%Y}"

    def value_closed_on(self, record: OrgUnit) -> date | None:
        return record.closed_on - DAY if record.closed_on else None

    class Meta:
        empty_text = _("Под условия отбора ничего не подходит")


class ChildTable(tables.Table):
    short_title = tables.Column(_("Название"), linkify=True, order_by=("sort_key", "pk"))
    kind = tables.Column(_("Вид"), order_by=("kind", "org_kind", "sort_key"))
    organisations = tables.Column(_("Организаций"), attrs=NUMBER)

    def render_short_title(self, record: OrgUnit) -> str:
        return record.short_title_then

    def render_kind(self, record: OrgUnit) -> str:
        return kind_words(record)

    class Meta:
        empty_text = _("Внутри никого нет")


class SystemTable(tables.Table):
    root = tables.Column(
        _("Система"), linkify=lambda record: record.get_absolute_url(), order_by="root__sort_key"
    )
    level = tables.Column(_("Уровень"), empty_values=(), orderable=False)
    regulation = tables.Column(_("Положение"), empty_values=(), orderable=False)
    version = tables.Column(_("Редакция"), empty_values=(), orderable=False)
    start = tables.DateColumn(verbose_name=_("Действует с"), format="d.m.Y")
    end = tables.Column(_("по"))
    key = tables.Column(_("Ключ"))

    def render_level(self, record: System) -> str:
        return LEVEL_TITLES[record.current_version.level]

    def render_regulation(self, record: System) -> str:
        return record.current_version.title

    def render_version(self, record: System) -> str:
        return record.current_version.version

    def render_end(self, value: date) -> str:
        return f"{value - DAY:%d.%m.%Y}"

    def value_end(self, record: System) -> date | None:
        return record.last_day

    class Meta:
        empty_text = _("Систем пока нет. Их включает администратор, когда положение принято.")


class UnitFilter(filters.FilterSet):
    """Without a choice only what is open today is shown."""

    q = filters.CharFilter(label=_("Название или код"), method="search")
    kind = filters.ChoiceFilter(label=_("Вид"), choices=KIND_CHOICES, method="of_kind")
    within = filters.ModelChoiceFilter(
        label=_("Территория"), queryset=OrgUnit.objects.none(), method="below"
    )
    flag = filters.ChoiceFilter(label=_("Признак"), choices=FlagKind.choices, method="flagged")
    state = filters.ChoiceFilter(
        label=_("Состояние"),
        choices=[(OPEN, _("открыты")), (CLOSED, _("закрыты")), (ANY, _("все"))],
        empty_label=None,
        method="nothing",
    )
    on = filters.DateFilter(
        label=_("На дату"),
        method="nothing",
        widget=forms.DateInput,
        help_text=_("Пусто — на сегодня"),
    )

    class Meta:
        model = OrgUnit
        fields: list[str] = []

    def __init__(self, *args: Any, territories: OrgUnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["within"].queryset = territories

    @property
    def day(self) -> date:
        chosen: date | None = self.form.cleaned_data.get("on")
        return chosen or clock.today()

    def filter_queryset(self, queryset: OrgUnitQuerySet) -> OrgUnitQuerySet:
        rows: OrgUnitQuerySet = super().filter_queryset(queryset)
        state = self.form.cleaned_data.get("state") or OPEN
        if state == OPEN:
            rows = rows.open_on(self.day)
        if state == CLOSED:
            rows = rows.closed_by(self.day)
        return rows.with_flags_on(self.day).with_past(self.day)

    def search(self, rows: OrgUnitQuerySet, _name: str, value: str) -> OrgUnitQuerySet:
        return rows.named_like(norm(value))

    def of_kind(self, rows: OrgUnitQuerySet, _name: str, value: str) -> OrgUnitQuerySet:
        kind, org_kind = kinds_of_value(value)
        return rows.filter(kind=kind, **({"org_kind": org_kind} if org_kind else {}))

    def below(self, rows: OrgUnitQuerySet, _name: str, value: OrgUnit) -> OrgUnitQuerySet:
        return rows.below_on(value, self.day)

    def flagged(self, rows: OrgUnitQuerySet, _name: str, value: str) -> OrgUnitQuerySet:
        return rows.flagged_on(self.day, value)

    def nothing(self, rows: OrgUnitQuerySet, _name: str, _value: Any) -> OrgUnitQuerySet:
        return rows
