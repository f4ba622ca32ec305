"""The snapshots of a system, and making one."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.indicators.queries import default_year, nearest_system, years_of
from rostok.kernel.jobs import start_job
from rostok.kernel.pages import Crumbs, FormPage, ListPage, Page, PageAction, Text
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.queries import system_for
from rostok.snapshots import permissions
from rostok.snapshots.forms import MakeForm
from rostok.snapshots.lists import SnapshotTable
from rostok.snapshots.queries import places_to_freeze, snapshots_for_list
from rostok.snapshots.services import refuse_impossible, refuse_second
from rostok.snapshots.tasks import FREEZE


class StartPage(Page):
    """The menu's «Срезы»: those of the nearest system, else the list of systems."""

    permission = permissions.VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        system = nearest_system(self.actor)
        return redirect("snapshots:list", system.key) if system else redirect("orgs:systems")


class SystemPage(Page):
    @cached_property
    def system(self) -> System:
        return system_for(self.actor, self.kwargs["key"])

    @cached_property
    def units(self) -> Any:
        """Territories of the system that the actor may freeze."""
        return places_to_freeze(self.actor, self.system)

    def get_lead(self) -> Text:
        return f"{self.system}: показатели, замороженные на дату вместе с людьми за ними."


class SnapshotListPage(SystemPage, ListPage):
    permission = permissions.VIEW
    heading = _("Срезы показателей")
    table_class = SnapshotTable
    template_name = "snapshots/list.html"

    @property
    def export_name(self) -> str:  # type: ignore[override]
        return f"Срезы {self.system}"

    def get_queryset(self) -> Any:
        rows = snapshots_for_list(self.actor, self.system)
        if not rows.exists() and not self.reaches():
            raise Http404
        return rows

    def reaches(self) -> bool:
        """Whether the actor sees any of the system's territory; else the page does not exist."""
        units: Any = OrgUnit.objects.below(self.system.root_id)
        return bool(units.visible_to(self.actor, self.permission).exists())

    def get_crumbs(self) -> Crumbs:
        return [
            (_("Системы"), reverse("orgs:systems")),
            (str(self.system), self.system.get_absolute_url()),
        ]

    def get_actions(self) -> list[PageAction]:
        if not self.units.exists():
            return []
        url = reverse("snapshots:make", args=[self.system.key])
        return [PageAction(_("Сделать срез"), url, "primary")]


class MakePage(SystemPage, FormPage):
    """Ask what to freeze and start the work."""

    permission = permissions.MAKE
    heading = _("Сделать срез показателей")
    form_class = MakeForm
    submit_title = _("Сделать срез")

    def form_options(self) -> dict[str, Any]:
        if not self.units.exists():
            raise Http404
        years = [year for year in years_of(self.system) if year <= self.system.today.year]
        return {**super().form_options(), "units": self.units, "years": years}

    def get_initial(self) -> dict[str, Any]:
        root = self.units.filter(pk=self.system.root_id).first() or self.units.first()
        return {"year": default_year(self.system), "unit": root}

    def get_crumbs(self) -> Crumbs:
        return [(_("Срезы"), reverse("snapshots:list", args=[self.system.key]))]

    def save(self, form: Any) -> Any:
        given = form.cleaned_data
        unit, year, on = given["unit"], given["year"], given["on"]
        refuse_impossible(self.system, unit, year, on)
        refuse_second(self.system, unit, year, on)
        return start_job(
            self.actor,
            FREEZE,
            f"Срез показателей: {unit}, {year} год",
            system=self.system.key,
            unit=unit.pk,
            year=year,
            on=on.isoformat() if on else "",
            called=given["title"],
            url=reverse("snapshots:make", args=[self.system.key]),
        )
