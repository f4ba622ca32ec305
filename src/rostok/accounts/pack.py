"""Roles: named bundles of rights, shared in base, renamed or narrowed by a territory."""

from collections.abc import Iterable
from typing import Annotated, Literal

from rostok.kernel.access import permissions, reaches
from rostok.packs.content import PackContent
from rostok.packs.fields import Noted, Slug, Text
from rostok.packs.names import Names
from rostok.packs.problems import Problem
from rostok.packs.sections import Section, add_section

EVERYTHING = "*"


class Role(Noted):
    """Grants by reach: `subtree: [staff.view]`. A star stands for every right."""

    title: Text
    level: Literal["federal", "region", "municipality", "organisation"]
    grants: dict[str, list[str]]

    def names_for(self, reach: str) -> list[str]:
        """The rights granted with a reach, the star opened into all of them."""
        names = self.grants.get(reach, [])
        return sorted(permissions) if EVERYTHING in names else list(names)


class Roles(Noted):
    roles: dict[Annotated[Slug, Names("role")], Role] = {}


def check_roles(content: PackContent) -> Iterable[Problem]:
    """Reaches and rights are registered."""
    section = content.find(Roles)
    for code, role in section.roles.items() if section else ():
        for reach, names in role.grants.items():
            path = ("roles", code, "grants", reach)
            if reach not in reaches:
                there = ", ".join(reaches)
                yield content.problem("roles", path, f"нет охвата «{reach}»; есть: {there}")
            for index, name in enumerate(names):
                if name != EVERYTHING and name not in permissions:
                    yield content.problem("roles", (*path, index), f"нет права «{name}»")


ROLES = add_section(
    Section(
        name="roles",
        file="roles.yaml",
        schema=Roles,
        base=Roles,
        whole=frozenset({"grants"}),
        title="Роли",
        order=100,
        check=check_roles,
        kinds={"role": "роль"},
    ),
    origin="accounts",
)
