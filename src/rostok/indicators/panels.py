"""Figures of a territory or an organisation on its page."""

from datetime import date
from typing import Any

from django.urls import reverse

from rostok.indicators import permissions
from rostok.indicators.catalogue import years_of
from rostok.indicators.queries import with_values
from rostok.kernel.access import Actor, holds
from rostok.orgs.models import OrgUnit
from rostok.orgs.panels import Panel, unit_panels
from rostok.orgs.queries import systems_over

FIGURES = 6


def figures_panel(actor: Actor, unit: OrgUnit, day: date) -> dict[str, Any] | None:
    """The first figures with a value, of the nearest system over the unit."""
    system = systems_over(unit, day).first()
    if system is None or not holds(actor, permissions.VIEW, unit):
        return None
    year = min(day.year, years_of(system)[-1])
    rows = with_values(actor, system, unit, year)[:FIGURES]
    if not rows:
        return None
    query = f"?year={year}&unit={unit.pk}"
    return {
        "rows": [
            (row, reverse("indicators:indicator", args=[system.key, row.indicator.code]) + query)
            for row in rows
        ],
        "year": year,
        "url": reverse("indicators:dashboard", args=[system.key]) + query,
        "link": "Все показатели",
    }


unit_panels.add(
    "indicators",
    Panel("Показатели", "indicators/unit_panel.html", figures_panel, 20),
    origin="indicators",
)
