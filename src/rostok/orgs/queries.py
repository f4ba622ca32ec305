"""Reads of the tree and of the systems on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from rostok.kernel.access import Actor
from rostok.kernel.registry import Registry
from rostok.orgs import permissions
from rostok.orgs.followers import followers
from rostok.orgs.kinds import SEVERAL
from rostok.orgs.models import (
    PARENT_KINDS,
    TERRITORIES,
    OrgUnit,
    SettingKind,
    Succession,
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
    return rows


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


def path_on(unit: OrgUnit, day: date) -> list[OrgUnit]:
    """Units above, the topmost first, as they were called and stood on a day."""
    found: list[OrgUnit] = []
    above = then(unit, day).parent_then
    while above is not None:
        found.insert(0, above)
        above = then(above, day).parent_then
    return found


def then(unit: OrgUnit, day: date) -> OrgUnit:
    """The unit with its names and its place of a day."""
    found: OrgUnit = OrgUnit.objects.with_past(day).get(pk=unit.pk)
    return found


def successions_of(unit: OrgUnit) -> QuerySet[Succession]:
    """Acts that the unit came out of or ended by, the latest first."""
    rows = Succession.objects.filter(Q(predecessor=unit) | Q(successor=unit))
    return rows.select_related("predecessor", "successor")


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


def units_to_reorganise(actor: Actor) -> OrgUnitQuerySet:
    """Organisations and branches that the actor may reorganise: by the right at the parent."""
    allowed = OrgUnit.objects.visible_to(actor, permissions.REORGANISE)
    rows: OrgUnitQuerySet = OrgUnit.objects.workplaces().filter(parent__in=allowed)
    return rows.select_related("parent")


def unit_to_reorganise(actor: Actor, pk: int) -> OrgUnit:
    """An open organisation or branch, or 404."""
    unit: OrgUnit | None = (
        units_to_reorganise(actor).filter(pk=pk, kind=UnitKind.ORGANISATION).first()
    )
    if unit is None:
        raise Http404
    return unit


def beside(actor: Actor, unit: OrgUnit) -> OrgUnitQuerySet:
    """Open organisations that stand where the unit stands, and their branches."""
    siblings = Q(parent=unit.parent_id) | Q(parent__parent=unit.parent_id)
    rows = units_to_reorganise(actor).filter(siblings, closed_on__isnull=True)
    return rows.exclude(pk=unit.pk).exclude(parent=unit)


def successions_to_undo(actor: Actor) -> QuerySet[Succession]:
    """Successions between organisations that the actor may reorganise."""
    mine = units_to_reorganise(actor).values("pk")
    rows = Succession.objects.filter(predecessor__in=mine, successor__in=mine)
    return rows.select_related("predecessor", "successor")


def parents_to_move_to(actor: Actor, unit: OrgUnit) -> OrgUnitQuerySet:
    """Where a unit may be handed over: of a kind that can hold it, the actor's, open."""
    rows: OrgUnitQuerySet = OrgUnit.objects.visible_to(actor, permissions.EDIT)
    fitting = rows.filter(kind__in=PARENT_KINDS[unit.kind], closed_on__isnull=True)
    if unit.kind == UnitKind.UNIT and unit.parent is not None:
        fitting = fitting.filter(parent=unit.parent.parent_id)
    return fitting.exclude(pk__in=[unit.parent_id, unit.pk])


def what_stands_below(unit: OrgUnit, day: date) -> list[tuple[str, int]]:
    """How much stands at a unit and below it: units, people, roles and the like."""
    ids = list(OrgUnit.objects.below(unit).values_list("pk", flat=True))
    units = [("Организации и подразделения внутри", len(ids) - 1)]
    rows = [(one.title, sum(one.standing(ids, day).values())) for one in followers.values()]
    return [(title, number) for title, number in [*units, *rows] if number]


def territories_for_filter(actor: Actor) -> OrgUnitQuerySet:
    """Territories to choose from: where there are too many for one list, regions only."""
    rows: OrgUnitQuerySet = OrgUnit.objects.visible_to(actor, permissions.VIEW)
    territories = rows.filter(kind__in=TERRITORIES)
    if territories[FEW_TERRITORIES:].exists():
        return territories.exclude(kind=UnitKind.MUNICIPALITY)
    return territories


def counts_below(unit: OrgUnit, day: date) -> list[tuple[str, int]]:
    """How many open organisations of each kind stand below the unit."""
    rows: OrgUnitQuerySet = OrgUnit.objects.below_on(unit, day)
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
