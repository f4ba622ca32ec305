"""The two reaches that follow the org tree, given to the kernel."""

from typing import Any

from django.db import models
from django.db.models import Q

from rostok.kernel.access import LINE, NOBODY, SUBTREE, Actor, reaches, within_units
from rostok.kernel.timeline.places import lines_above
from rostok.orgs.models import OrgClosure, OrgUnit


def subtree(model: type[models.Model], _actor: Actor, units: list[int]) -> Q:
    """Rows of the units and of everything below them."""
    if getattr(model, "scope_holds_line", False):
        return within_units(model, OrgUnit.objects.filter(pk__in=units).values("pk"))
    below = OrgClosure.objects.filter(ancestor__in=units).values("descendant")
    return within_units(model, below)


def line(model: type[models.Model], _actor: Actor, units: list[int]) -> Q:
    """Published rows of the units and of those above them: a teacher sees the region's events."""
    published: Any = getattr(model, "scope_published", None)
    if published is None:
        return NOBODY
    above = OrgClosure.objects.filter(descendant__in=units).values("ancestor")
    return Q(published, within_units(model, above))


def with_all_above(units: set[int]) -> set[int]:
    """The units and those above them."""
    above = OrgClosure.objects.filter(descendant__in=units).order_by()
    return set(above.values_list("ancestor", flat=True).distinct())


lines_above.add("tree", with_all_above, origin="orgs")
reaches.add(SUBTREE, subtree, origin="orgs")
reaches.add(LINE, line, origin="orgs")
