"""Whose list a file is: one organisation's or a system's, as far as the actor's right reaches."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.queries import system_for
from rostok.staff import permissions

Context = Mapping[str, Any]
GONE = "Этой организации больше нет в реестре."


def authorise_context(actor: Actor, context: Context) -> None:
    """Refused: an organisation or a system's territory where the actor may edit nothing."""
    if context.get("organisation"):
        unit = default_organisation(context)
        if unit is None:
            raise Forbidden(GONE)
        authorise(actor, permissions.EDIT, unit)
    elif not organisations_of(actor, context).exists():
        raise Forbidden("В этой системе нет организаций, списки которых вы ведёте.")


def organisations_of(actor: Actor, context: Context) -> Any:
    """Organisations that rows of the file may name: of a school's list, also its branches."""
    units: Any = OrgUnit.objects.workplaces().visible_to(actor, permissions.EDIT)
    if context.get("organisation"):
        return units.below(context["organisation"])
    root = System.objects.values_list("root", flat=True).get(key=context["system"])
    return units.below(root)


def default_organisation(context: Context) -> OrgUnit | None:
    """The organisation of a list; it may be gone since, with the file that brought it undone."""
    pk = context.get("organisation")
    found: OrgUnit | None = OrgUnit.objects.filter(pk=pk).first() if pk else None
    return found


def system_context(key: str) -> dict[str, Any]:
    """Refused: no such system."""
    if not System.objects.filter(key=key).exists():
        raise RuleViolation(f"Системы «{key}» нет.")
    return {"system": key}


def context_from_request(request: HttpRequest) -> dict[str, Any]:
    """`?organisation=12` or `?system=key`; nothing or a stranger's is 404."""
    actor: Actor = getattr(request, "actor")  # noqa: B009 - set by the middleware
    pk, key = request.GET.get("organisation", ""), request.GET.get("system", "")
    if pk.isdecimal():
        found: Any = OrgUnit.objects.workplaces().visible_to(actor, permissions.EDIT)
        if not found.filter(pk=pk).exists():
            raise Http404
        return {"organisation": int(pk)}
    if not key:
        raise Http404
    return {"system": system_for(actor, key).key}


def section_column(context: Context) -> str:
    """In a list of a whole system, captions between rows and titles of sheets name places."""
    return "" if context.get("organisation") else "organisation_above"


def context_label(context: Context) -> str:
    unit = default_organisation(context)
    if context.get("organisation") and unit is None:
        return GONE
    if unit is not None:
        return f"{unit}, на {clock.today():%d.%m.%Y}"
    return f"{System.objects.select_related('root').get(key=context['system'])}: все организации"


def back_url(_context: Context) -> str:
    return reverse("staff:list")
