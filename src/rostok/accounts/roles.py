"""What roles may do: named bundles of rights, read from packs once per process."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rostok.accounts.pack import Role, Roles
from rostok.accounts.permissions import MANAGE
from rostok.kernel import clock
from rostok.kernel.access import LINE, SUBTREE, Actor, permissions
from rostok.orgs.models import OrgClosure, OrgUnit, SystemVersion, UnitKind
from rostok.packs.models import PackVersion
from rostok.packs.queries import shared_content

OWN_ROLE = "teacher"
LEVELS = ("federal", "region", "municipality", "organisation")
LEVEL_OF_KIND = {
    UnitKind.COUNTRY: "federal",
    UnitKind.REGION: "region",
    UnitKind.MUNICIPALITY: "municipality",
    UnitKind.ORGANISATION: "organisation",
    UnitKind.UNIT: "organisation",
}


@dataclass(frozen=True)
class RoleDefinition:
    """A role by code; `rights` are pairs of a reach and a permission, the star opened."""

    code: str
    title: str
    level: str
    rights: frozenset[tuple[str, str]]

    @property
    def rank(self) -> int:
        """How high the role stands: 0 is the highest."""
        return LEVELS.index(self.level)

    @property
    def stands_anywhere(self) -> bool:
        """Whether it belongs to no level: it opens everything below its unit, or nothing."""
        below = {name for reach, name in self.rights if reach == SUBTREE}
        return not below or below >= set(permissions)


Held = tuple[int | None, str, str]  # unit, reach, permission
Definitions = Mapping[str, RoleDefinition]
read_versions: dict[str, Definitions] = {}


@cache
def base_definitions() -> Definitions:
    """The roles that packs share; they also stand for holdings without a system."""
    return definitions_in(shared_content().of(Roles))


def definitions_of(digest: str, version_id: int) -> Definitions:
    """The roles of a stored pack version, kept by its digest; without roles, those of base."""
    if digest not in read_versions:
        stored = PackVersion.objects.get(pk=version_id).content.get("roles")
        read_versions[digest] = (
            definitions_in(Roles.stored(stored)) if stored else base_definitions()
        )
    return read_versions[digest]


def definitions_in(section: Roles) -> Definitions:
    return {code: definition_of(code, role) for code, role in section.roles.items()}


def definition_of(code: str, role: Role) -> RoleDefinition:
    rights = frozenset((reach, name) for reach in role.grants for name in role.names_for(reach))
    return RoleDefinition(code, role.title, role.level, rights)


def definitions_by_system(systems: Iterable[int | None]) -> dict[int | None, Definitions]:
    """The roles as today's version of each system's pack defines them; `None` is no system."""
    found: dict[int | None, Definitions] = {None: base_definitions()}
    wanted = {system for system in systems if system is not None}
    if wanted:
        in_force = SystemVersion.objects.filter(system__in=wanted).active_on(clock.today())
        rows = in_force.values_list("system", "pack_version__digest", "pack_version")
        found |= {system: definitions_of(digest, version) for system, digest, version in rows}
    return found


def units_above(units: Iterable[int]) -> dict[int, list[int]]:
    """Each unit with itself and all units above it, the nearest first, in one query."""
    above: dict[int, list[int]] = {}
    pairs = OrgClosure.objects.filter(descendant__in=set(units)).order_by("descendant", "depth")
    for unit, ancestor in pairs.values_list("descendant", "ancestor"):
        above.setdefault(unit, []).append(ancestor)
    return above


def holds_all_of(actor: Actor, role: RoleDefinition, line: Sequence[int]) -> bool:
    """Whether the actor holds every right of the role at the first unit of the line.

    The line leads from that unit to the top (see `units_above`). What everybody has at their work
    is nobody's to withhold.
    """
    if actor.unlimited:
        return True
    held = {(grant.unit_id, grant.reach, grant.permission) for grant in actor.grants}
    return all(is_covered(right, held, line) for right in role.rights - rights_at_work())


def is_of_own_level(role: RoleDefinition, rank: int) -> bool:
    """Whether somebody who manages access from a rank of `managed_rank` down gives such a role."""
    return role.stands_anywhere or role.rank >= rank


def managed_rank(actor: Actor) -> int:
    """How high the highest unit stands whose access the actor manages: 0 is the highest."""
    if actor.unlimited:
        return 0
    units = actor.reaches_of(MANAGE).get(SUBTREE, [])
    kinds = OrgUnit.objects.filter(pk__in=units).values_list("kind", flat=True)
    return min((LEVELS.index(LEVEL_OF_KIND[kind]) for kind in kinds), default=len(LEVELS))


def is_covered(right: tuple[str, str], held: Collection[Held], line: Sequence[int]) -> bool:
    """Whether all rows that the right opens at the first unit are open to the holder already."""
    reach, name = right
    subtree = [unit for unit in line if (unit, SUBTREE, name) in held]
    if reach != LINE:
        return bool(subtree) or any((unit, reach, name) in held for unit in line)
    if line and ((line[0], LINE, name) in held or (line[-1], SUBTREE, name) in held):
        return True
    return any((unit, LINE, name) in held for unit in subtree)


def rights_at_work() -> frozenset[tuple[str, str]]:
    """What everybody who works somewhere has there, whatever their roles."""
    role = base_definitions().get(OWN_ROLE)
    return role.rights if role else frozenset()
