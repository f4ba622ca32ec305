"""The register in the columns of its import."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from rostok.kernel import clock
from rostok.kernel.export import CHUNK, FORMATS
from rostok.kernel.pages import Page
from rostok.kernel.tabular import records_response
from rostok.orgs import permissions, queries
from rostok.orgs.imports.columns import COLUMNS
from rostok.orgs.imports.comparing import values_of
from rostok.orgs.lists import UnitFilter
from rostok.orgs.models import OrgUnit


class UnitExportPage(Page):
    """What the list shows, as of today: a file of the past, sent back, would undo the present."""

    permission = permissions.VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("format", "")
        return records_response(
            COLUMNS,
            self.records(),
            name="Территории и организации",
            format=wanted if wanted in FORMATS else "xlsx",
        )

    def records(self) -> Iterator[dict[str, Any]]:
        filterset = UnitFilter(
            self.request.GET,
            queryset=queries.units_for_list(self.actor),
            request=self.request,
            territories=queries.territories_for_filter(self.actor),
        )
        rows = filterset.qs.prefetch_related(None).select_related("parent")
        for unit in rows.with_flags_on(clock.today()).iterator(CHUNK):
            yield record_of(unit)


def record_of(unit: OrgUnit) -> dict[str, Any]:
    held: Any = getattr(unit, "flags_now", ())
    flags = sorted(flag.flag for flag in held)
    return {"code": unit.code, **values_of(unit), "flags": flags or None}
