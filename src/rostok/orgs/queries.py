"""Reads of the tree and of the systems on it."""

from datetime import date

from django.db.models import Count, Q
from django.http import Http404

from rostok.kernel.access import Actor
from rostok.orgs import permissions
from rostok.orgs.kinds import SEVERAL
from rostok.orgs.models import TERRITORIES, OrgUnit, System, UnitKind
from rostok.orgs.models.systems import SystemQuerySet, zones_above
from rostok.orgs.models.units import OrgUnitQuerySet
from rostok.orgs.pack import Parties, parts_by_level
from rostok.packs.pack import Clauses
from rostok.packs.sections import Part

FEW_TERRITORIES = 300

UNIT_KINDS_OF_LEVEL = {
    "federal": UnitKind.COUNTRY,
    "region": UnitKind.REGION,
    "municipality": UnitKind.MUNICIPALITY,
    "organisation": UnitKind.ORGANISATION,
}


def systems_for_list(actor: Actor) -> SystemQuerySet:
    """Systems with their roots and versions, in three queries."""
    rows: SystemQuerySet = System.objects.visible_to(actor, permissions.VIEW_SYSTEMS)
    return rows.with_versions().order_by("root__sort_key", "pk")


def system_for(actor: Actor, key: str) -> System:
    """The system of a key, or 404 when there is none that the actor may see."""
    system: System | None = systems_for_list(actor).filter(key=key).first()
    if system is None:
        raise Http404
    return system


def units_for_list(actor: Actor) -> OrgUnitQuerySet:
    rows: OrgUnitQuerySet = OrgUnit.objects.visible_to(actor, permissions.VIEW)
    return rows.select_related("parent")


def units_of(system: System) -> OrgUnitQuerySet:
    """The territory of a system: its root and everything below."""
    rows: OrgUnitQuerySet = OrgUnit.objects.all()
    return rows.below(system.root_id)


def system_units(actor: Actor, system: System) -> OrgUnitQuerySet:
    """Of a system's territory, what the actor may see."""
    return units_of(system).visible_to(actor, permissions.VIEW)


def level_units(system: System, level: str, day: date) -> OrgUnitQuerySet:
    """Units of one level of a system (region, municipality, organisation) open on a day."""
    return units_of(system).filter(kind=UNIT_KINDS_OF_LEVEL[level]).open_on(day)


def zone_of(unit: OrgUnit | int) -> str | None:
    """The unit's time zone or the nearest one above it; `None` means the installation's."""
    zone: str | None = zones_above(unit).values_list("ancestor__time_zone", flat=True).first()
    return zone


def path_to(unit: OrgUnit) -> OrgUnitQuerySet:
    """From the top of the tree down to the unit, itself included."""
    rows: OrgUnitQuerySet = OrgUnit.objects.all()
    return rows.above(unit)


def systems_over(unit: OrgUnit, day: date) -> SystemQuerySet:
    """Systems whose territory holds the unit on a day, the nearest first."""
    rows: SystemQuerySet = System.objects.filter(root__below_rows__descendant=unit)
    return rows.active_on(day).with_versions().order_by("root__below_rows__depth", "key")


def units_to_edit(actor: Actor) -> OrgUnitQuerySet:
    """Units the actor may change: the right is held at the parent, at the top on itself."""
    allowed = OrgUnit.objects.visible_to(actor, permissions.EDIT)
    rows: OrgUnitQuerySet = OrgUnit.objects.filter(
        Q(parent__in=allowed) | Q(parent__isnull=True, pk__in=allowed)
    )
    return rows.select_related("parent")


def territories_for_filter(actor: Actor) -> OrgUnitQuerySet:
    """Territories to choose from: where there are too many for one list, regions only."""
    rows: OrgUnitQuerySet = OrgUnit.objects.visible_to(actor, permissions.VIEW)
    territories = rows.filter(kind__in=TERRITORIES)
    if territories[FEW_TERRITORIES:].exists():
        return territories.exclude(kind=UnitKind.MUNICIPALITY)
    return territories


def counts_below(unit: OrgUnit, day: date) -> list[tuple[str, int]]:
    """How many open organisations of each kind stand below the unit."""
    rows: OrgUnitQuerySet = OrgUnit.objects.below(unit)
    found = rows.organisations().open_on(day).order_by().values_list("org_kind")
    counts = dict(found.annotate(number=Count("pk")))
    return [(str(title), counts[kind]) for kind, title in SEVERAL.items() if kind in counts]


def parties_of(system: System) -> list[Part]:
    """Parties of the system by level, each with its functions; none where the pack has none."""
    content = system.current_version.read
    return parts_by_level(content) if content.find(Parties) and content.find(Clauses) else []
