"""The list of territories and organisations, and the page of one."""

from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from django_tables2 import RequestConfig, Table

from rostok.kernel import clock
from rostok.kernel.access import holds
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.pages import PAGE_SIZE, Crumbs, DetailPage, ListPage, PageAction, Text
from rostok.orgs import permissions, queries
from rostok.orgs.kinds import kind_words, kinds_under
from rostok.orgs.lists import OPEN, ChildTable, UnitFilter, UnitTable
from rostok.orgs.models import TERRITORIES, OrgUnit, UnitKind
from rostok.orgs.panels import filled_panels
from rostok.orgs.zones import zone_title

LATEST = 10
ADD_TITLES = {
    UnitKind.COUNTRY: _("Добавить регион"),
    UnitKind.REGION: _("Добавить территорию или организацию"),
    UnitKind.MUNICIPALITY: _("Добавить организацию"),
    UnitKind.ORGANISATION: _("Добавить подразделение"),
}


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
    def day(self) -> date:
        return clock.today(self.zone)

    def get_lead(self) -> Text:
        return self.object.title if self.object.title != self.object.short_title else ""

    def get_crumbs(self) -> Crumbs:
        above = queries.path_to(self.object).visible_to(self.actor, self.permission)
        links = [(str(unit), unit.get_absolute_url()) for unit in above if unit != self.object]
        return [(_("Организации"), reverse("orgs:list")), *links]

    def get_actions(self) -> list[PageAction]:
        unit, actions = self.object, []
        is_open = unit.is_open_on(self.day)
        if is_open and kinds_under(unit) and holds(self.actor, permissions.EDIT, unit):
            actions.append(self.action(ADD_TITLES[unit.kind], "orgs:create"))
        if self.may_edit:
            actions.append(self.action(_("Переименовать"), "orgs:rename"))
            actions.append(self.action(_("Исправить"), "orgs:correct"))
            closing = ("orgs:close", _("Закрыть")) if unit.closed_on is None else None
            name, title = closing or ("orgs:reopen", _("Отменить закрытие"))
            actions.append(self.action(title, name))
        return actions

    @cached_property
    def may_edit(self) -> bool:
        return queries.units_to_edit(self.actor).filter(pk=self.object.pk).exists()

    @property
    def is_territory(self) -> bool:
        return self.object.kind in TERRITORIES

    def action(self, title: Text, name: str, kind: str = "secondary") -> PageAction:
        return PageAction(title, reverse(name, args=[self.object.pk]), kind)

    def children(self) -> Table:
        visible = OrgUnit.objects.visible_to(self.actor, self.permission)
        rows = visible.filter(parent=self.object).open_on(self.day).order_by("sort_key", "pk")
        options = {} if self.is_territory else {"exclude": ("organisations",)}
        table = ChildTable(rows.with_organisations_on(self.day), **options)
        table.caption = str(_("Что внутри"))
        RequestConfig(self.request, paginate={"per_page": PAGE_SIZE}).configure(table)
        return table

    def context(self) -> dict[str, Any]:
        unit = self.object
        entries = timeline_of(unit)[:LATEST]
        return {
            **super().context(),
            "day": self.day,
            "is_open": unit.is_open_on(self.day),
            "kind_words": kind_words(unit),
            "zone": zone_title(self.zone) if self.zone else "",
            "is_territory": self.is_territory,
            "counts": queries.counts_below(unit, self.day) if self.is_territory else [],
            "children": self.children() if kinds_under(unit) else None,
            "flags": unit.flags.all(),
            "names": unit.names.all(),
            "systems": queries.systems_over(unit, self.day).visible_to(
                self.actor, permissions.VIEW_SYSTEMS
            ),
            "may_edit": self.may_edit,
            "timeline": [(entry, sentence_of(entry)) for entry in entries],
            "panels": filled_panels(self.request, self.actor, unit, self.day),
        }
