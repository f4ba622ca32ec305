"""How far the roadmap of a territory or an organisation has come, on its page."""

from datetime import date
from typing import Any

from django.urls import reverse

from rostok.kernel.access import Actor
from rostok.orgs.models import OrgUnit
from rostok.orgs.panels import Panel, unit_panels
from rostok.roadmaps.queries import figures_of, nearest_year, occurrences_at, standing_of


def roadmap_panel(actor: Actor, unit: OrgUnit, day: date) -> dict[str, Any] | None:
    """The unit's own terms of the year: at the territory its roadmap, below it what was handed."""
    rows = occurrences_at(actor, unit)
    years = list(rows.order_by("year").values_list("year", flat=True).distinct())
    if not years:
        return None
    year = nearest_year(years, day)
    address = f"{reverse('roadmaps:at', args=[unit.pk])}?year={year}"
    standing = standing_of(rows.filter(year=year), day)
    return {
        "year": year,
        "figures": figures_of(standing, lambda state: f"{address}&state={state}"),
        "url": address,
        "link": "Все мероприятия",
    }


unit_panels.add(
    "roadmaps",
    Panel("Дорожная карта", "roadmaps/unit_panel.html", roadmap_panel, 15),
    origin="roadmaps",
)
