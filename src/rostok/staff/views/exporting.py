"""The staff list in the columns of its import."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from rostok.kernel import clock
from rostok.kernel.export import FORMATS
from rostok.kernel.pages import Page
from rostok.kernel.tabular import records_response
from rostok.people.permissions import VIEW_SENSITIVE
from rostok.privacy.viewing import note_export
from rostok.staff import permissions, queries
from rostok.staff.exporting import columns_for, records_of
from rostok.staff.lists import StaffFilter
from rostok.staff.views.lists import places_for


class StaffExportPage(Page):
    """Those who work today, of the same selection as the list."""

    permission = permissions.VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("format", "")
        people = self.rows().order_by().values_list("person", flat=True).distinct()
        note_export(self.actor, "Список работников", people)
        return records_response(
            columns_for(sensitive=self.actor.may(VIEW_SENSITIVE)),
            self.records(),
            name="Список работников",
            format=wanted if wanted in FORMATS else "xlsx",
        )

    def records(self) -> Iterator[dict[str, Any]]:
        return records_of(self.rows(), clock.today())

    def rows(self) -> Any:
        today = clock.today()
        return StaffFilter(
            self.request.GET,
            queryset=queries.staff_for_export(self.actor, today),
            request=self.request,
            territories=places_for(self.actor, self.request.GET.get("within", "")),
            day=today,
        ).qs
