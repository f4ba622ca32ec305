"""What the console does with users, as rows: the first administrator of an installation."""

from typing import Any

from rostok.accounts.roles import base_definitions
from rostok.accounts.services import invite_user
from rostok.kernel.access import installation
from rostok.kernel.errors import RuleViolation
from rostok.orgs.models import OrgUnit, System


def invite(
    name: str, *, role: str, unit: str, title: str = "", email: str = "", system: str = ""
) -> list[dict[str, Any]]:
    """Make a user with a role and print the code they first sign in by.

    `unit` and `system` are codes. Refused: an unknown code, a name that is taken, an unknown role.
    """
    refuse_unknown_role(role, system)
    user, issued = invite_user(
        installation(),
        username=name,
        title=title,
        email=email,
        role=role,
        unit=unit_by_code(unit),
        system=system_by_key(system) if system else None,
    )
    return [
        {
            "username": user.username,
            "title": str(user),
            "role": role,
            "unit": unit,
            "code": issued.code,
            "expires_at": issued.expires_at,
        }
    ]


def roles() -> list[dict[str, Any]]:
    """Roles that can be given outside any system."""
    known = sorted(base_definitions().values(), key=lambda role: (role.rank, role.code))
    return [{"role": role.code, "title": role.title, "level": role.level} for role in known]


def refuse_unknown_role(role: str, system: str) -> None:
    """A system may name roles of its own, which its regulation knows."""
    if not system and role not in base_definitions():
        known = ", ".join(row["role"] for row in roles())
        raise RuleViolation(f"Роли «{role}» нет. Есть: {known}.")


def unit_by_code(code: str) -> OrgUnit:
    found: OrgUnit | None = OrgUnit.objects.filter(code=code).first()
    if found is None:
        raise RuleViolation(f"Нет организации с кодом «{code}».")
    return found


def system_by_key(key: str) -> System:
    found: System | None = System.objects.filter(key=key).first()
    if found is None:
        raise RuleViolation(f"Нет системы «{key}».")
    return found
