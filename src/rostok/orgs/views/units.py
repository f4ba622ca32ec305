"""The list of territories and organisations, and the page of one."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from django_tables2 import Table

from rostok.kernel import clock
from rostok.kernel.access import holds
from rostok.kernel.pages import PAGE_SIZE, Crumbs, DetailPage, ListPage, PageAction, Text
from rostok.kernel.ui.rows import in_pages
from rostok.orgs import permissions, queries
from rostok.orgs.forms import DayForm
from rostok.orgs.kinds import kind_words, kinds_under
from rostok.orgs.lists import OPEN, ChildTable, UnitFilter, UnitTable
from rostok.orgs.models import TERRITORIES, OrgUnit, Succession, UnitKind
from rostok.orgs.panels import filled_panels
from rostok.orgs.zones import zone_title

ADD_TITLES = {
    UnitKind.COUNTRY: _("Добавить регион"),
    UnitKind.REGION: _("Добавить территорию или организацию"),
    UnitKind.MUNICIPALITY: _("Добавить организацию"),
    UnitKind.ORGANISATION: _("Добавить подразделение"),
}


@dataclass(frozen=True)
class SuccessionRow:
    row: Succession
    may_undo: bool


class UnitListPage(ListPage):
    permission = permissions.VIEW
    heading = _("Территории и организации")
    table_class = UnitTable
    filterset_class = UnitFilter
    export_name = "Территории и организации"

    def get_table_options(self) -> dict[str, Any]:
        """The page has no room for full titles; the file has all."""
        if "export" in self.request.GET:
            return {}
        is_open = self.request.GET.get("state", OPEN) == OPEN
        return {"exclude": ("title", "closed_on") if is_open else ("title",)}

    def get_queryset(self) -> Any:
        return queries.units_for_list(self.actor)

    def filterset(self) -> FilterSet:
        """Always bound: without a choice closed units stay hidden."""
        return UnitFilter(
            self.request.GET,
            queryset=self.get_queryset(),
            request=self.request,
            territories=queries.territories_for_filter(self.actor),
        )

    def export_urls(self) -> list[tuple[str, str]]:
        return [*super().export_urls(), *self.import_columns("orgs:export")]

    def get_actions(self) -> list[PageAction]:
        if not self.actor.may(permissions.IMPORT):
            return []
        url = reverse("kernel:import_upload", args=["orgs.units"])
        return [PageAction(_("Загрузить из таблицы"), url)]


class UnitPage(DetailPage):
    """Names, place in the tree, what is inside, which systems cover it, what has happened."""

    permission = permissions.VIEW
    model = OrgUnit
    template_name = "orgs/unit.html"

    @cached_property
    def zone(self) -> str | None:
        return queries.zone_of(self.object)

    @cached_property
    def today(self) -> date:
        return clock.today(self.zone)

    @cached_property
    def day_form(self) -> DayForm:
        return DayForm(self.request.GET if "on" in self.request.GET else None)

    @cached_property
    def day(self) -> date:
        """The day asked for, else today; what cannot be read is today, and the form says so."""
        asked = self.day_form.cleaned_data.get("on") if self.day_form.is_valid() else None
        return asked or self.today

    @cached_property
    def unit_then(self) -> OrgUnit:
        return queries.then(self.object, self.day)

    def get_heading(self) -> Text:
        return self.unit_then.short_title_then

    def get_lead(self) -> Text:
        full = self.unit_then.title_then
        return full if full != self.unit_then.short_title_then else ""

    def get_crumbs(self) -> Crumbs:
        above = queries.path_on(self.object, self.day)
        seen = OrgUnit.objects.filter(pk__in=[unit.pk for unit in above])
        visible = set(seen.visible_to(self.actor, self.permission).values_list("pk", flat=True))
        links = [
            (unit.short_title_then, self.link_to(unit)) for unit in above if unit.pk in visible
        ]
        return [(_("Организации"), reverse("orgs:list")), *links]

    def link_to(self, unit: OrgUnit) -> str:
        """The same day on the page of another unit."""
        suffix = f"?on={self.day:%Y-%m-%d}" if self.day != self.today else ""
        return unit.get_absolute_url() + suffix

    def get_actions(self) -> list[PageAction]:
        """What may be changed, and only on the present picture."""
        unit, actions = self.object, []
        if self.day != self.today:
            return []
        is_open = self.is_open
        if is_open and kinds_under(unit) and holds(self.actor, permissions.EDIT, unit):
            actions.append(self.action(ADD_TITLES[unit.kind], "orgs:create"))
        if self.may_edit:
            actions.append(self.action(_("Переименовать"), "orgs:rename"))
            actions.append(self.action(_("Исправить"), "orgs:correct"))
            closing = ("orgs:close", _("Закрыть")) if unit.closed_on is None else None
            name, title = closing or ("orgs:reopen", _("Открыть снова"))
            actions.append(self.action(title, name))
            if unit.parent_id and unit.closed_on is None:
                actions.append(self.action(_("Передать"), "orgs:move"))
        if self.may_reorganise:
            actions.append(self.action(_("Реорганизовать"), "orgs:reorganise"))
        return actions

    @cached_property
    def is_open(self) -> bool:
        return bool(OrgUnit.objects.filter(pk=self.object.pk).open_on(self.day).exists())

    @cached_property
    def may_reorganise(self) -> bool:
        unit = self.object
        if unit.kind != UnitKind.ORGANISATION or unit.closed_on is not None:
            return False
        return queries.units_to_reorganise(self.actor).filter(pk=unit.pk).exists()

    @cached_property
    def may_edit(self) -> bool:
        return queries.units_to_edit(self.actor).filter(pk=self.object.pk).exists()

    @property
    def is_territory(self) -> bool:
        return self.object.kind in TERRITORIES

    def action(self, title: Text, name: str, kind: str = "secondary") -> PageAction:
        return PageAction(title, reverse(name, args=[self.object.pk]), kind)

    def successions(self) -> list[SuccessionRow]:
        """Links to predecessors and successors; the act of today's may be taken back."""
        rows = queries.successions_of(self.object)
        mine = set(queries.units_to_reorganise(self.actor).values_list("pk", flat=True))
        return [
            SuccessionRow(row, bool({row.predecessor_id, row.successor_id} <= mine)) for row in rows
        ]

    def children(self) -> Table:
        visible = OrgUnit.objects.visible_to(self.actor, self.permission)
        inside = visible.directly_below_on(self.object, self.day)
        rows = inside.open_on(self.day).with_names_on(self.day).order_by("sort_key", "pk")
        options = {} if self.is_territory else {"exclude": ("organisations",)}
        table = ChildTable(rows.with_organisations_on(self.day), **options)
        table.caption = str(_("Что внутри"))
        return in_pages(table, self.request, PAGE_SIZE)

    def context(self) -> dict[str, Any]:
        unit = self.object
        return {
            **super().context(),
            "day": self.day,
            "is_open": self.is_open,
            "is_present": self.day == self.today,
            "day_form": self.day_form,
            "then": self.unit_then,
            "kind_words": kind_words(unit),
            "zone": zone_title(self.zone) if self.zone else "",
            "is_territory": self.is_territory,
            "counts": queries.counts_below(unit, self.day) if self.is_territory else [],
            "children": self.children() if kinds_under(unit) else None,
            "flags": unit.flags.all(),
            "names": unit.names.all(),
            "places": unit.places.select_related("parent"),
            "pauses": unit.pauses.all(),
            "successions": self.successions(),
            "systems": queries.systems_over(unit, self.day).visible_to(
                self.actor, permissions.VIEW_SYSTEMS
            ),
            "may_edit": self.may_edit and self.day == self.today,
            "panels": filled_panels(self.request, self.actor, unit, self.day),
        }
