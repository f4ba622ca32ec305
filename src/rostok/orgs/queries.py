"""Reads of the tree and of the systems on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import Http404

from rostok.kernel.access import Actor
from rostok.kernel.registry import Registry
from rostok.orgs import permissions
from rostok.orgs.kinds import SEVERAL
from rostok.orgs.models import (
    TERRITORIES,
    OrgUnit,
    SettingKind,
    System,
    SystemSetting,
    UnitKind,
)
from rostok.orgs.models.systems import SystemQuerySet, zones_above
from rostok.orgs.models.units import OrgUnitQuerySet
from rostok.orgs.pack import Parties, parts_by_level
from rostok.packs.models import PackVersion
from rostok.packs.pack import BasePack, Clauses, Pack
from rostok.packs.queries import shared_content
from rostok.packs.sections import Part

FEW_TERRITORIES = 300
VersionEffect = Callable[[System, PackVersion, date], "EffectTable"]

UNIT_KINDS_OF_LEVEL = {
    "federal": UnitKind.COUNTRY,
    "region": UnitKind.REGION,
    "municipality": UnitKind.MUNICIPALITY,
    "organisation": UnitKind.ORGANISATION,
}


@dataclass(frozen=True)
class EffectTable:
    """What another version would change in one respect, as a table of texts."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Cells with the heads of their columns, as a phone shows them."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


version_effects: Registry[VersionEffect] = Registry(
    "version_effects", "Что изменит новая редакция положения"
)


@dataclass(frozen=True)
class Setting:
    """A limit or a name: as the regulation has it, and as the territory settled it."""

    kind: str
    name: str
    title: str
    printed: Any
    rows: Sequence[SystemSetting]
    today: date

    @property
    def own(self) -> SystemSetting | None:
        """The territory's own value without an end, in force now or later."""
        return next((row for row in self.rows if row.end is None), None)

    @property
    def value(self) -> Any:
        return self.value_on(self.today)

    def value_on(self, day: date) -> Any:
        held = next((row for row in self.rows if day in row.period), None)
        return held.value if held else self.printed


def settings_of(system: System) -> list[Setting]:
    """Every limit of the regulation and every party it names, in the regulation's order."""
    content, shared = system.current_version.read, shared_content()
    pack, titles = content.of(Pack), shared.of(BasePack).limit_titles
    parties = content.find(Parties)
    rows = list(system.settings.all())

    def setting(kind: str, name: str, title: str, printed: Any) -> Setting:
        held = [row for row in rows if (row.kind, row.name) == (kind, name)]
        return Setting(kind, name, title, printed, held, system.today)

    limits = [
        setting(SettingKind.LIMIT, name, titles.get(name, name), value)
        for name, value in pack.limits.items()
    ]
    labels = [
        setting(
            SettingKind.LABEL, party.code, party.title, pack.labels.get(party.code, party.short)
        )
        for party in (parties.parties if parties else [])
    ]
    return [*limits, *labels]


def setting_of(system: System, kind: str, name: str) -> Setting:
    """One of them, else 404."""
    for setting in settings_of(system):
        if (setting.kind, setting.name) == (kind, name):
            return setting
    raise Http404(f"Нет такой настройки: {name}")


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
    labels = system.labels_on(system.today)
    return (
        parts_by_level(content, labels) if content.find(Parties) and content.find(Clauses) else []
    )
