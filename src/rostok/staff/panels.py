"""Staff on the page of a territory or an organisation."""

from datetime import date
from typing import Any

from django.urls import reverse

from rostok.kernel import clock
from rostok.kernel.access import Actor, holds
from rostok.orgs.models import WORKPLACES, OrgUnit
from rostok.orgs.panels import Panel, unit_panels
from rostok.orgs.queries import zone_of
from rostok.staff import permissions, queries

SHOWN_VACANCIES = 10


def staff_panel(actor: Actor, unit: OrgUnit, day: date) -> dict[str, Any] | None:
    if not actor.may(permissions.VIEW) or not holds(actor, permissions.VIEW, unit):
        return None
    is_today = day == clock.today(zone_of(unit))
    on = "" if is_today else f"&on={day:%d.%m.%Y}"
    vacancies = queries.vacancies_of(actor, unit, day)
    is_organisation = unit.kind in WORKPLACES
    return {
        "counts": queries.head_count(actor, unit, day),
        "vacancies": vacancies[:SHOWN_VACANCIES] if is_organisation else (),
        "vacancy_count": vacancies.count(),
        "may_edit": is_organisation and is_today and holds(actor, permissions.EDIT, unit),
        "url": f"{reverse('staff:list')}?within={unit.pk}{on}",
        "link": "Список работников",
    }


unit_panels.add(
    "staff",
    Panel("Педагоги и руководители", "staff/unit_panel.html", staff_panel, 10),
    origin="staff",
)
