"""Rows by the names that people type."""

from rostok.kernel.errors import RuleViolation
from rostok.orgs.models import OrgUnit, System


def system_by_key(key: str) -> System:
    """Refused with the keys that exist."""
    systems = System.objects.with_versions()
    found: System | None = systems.filter(key=key).first()
    if found is None:
        known = ", ".join(systems.values_list("key", flat=True)) or "пока ни одной"
        raise RuleViolation(f"Нет системы «{key}». Есть: {known}.")
    return found


def unit_by_code(code: str) -> OrgUnit:
    found: OrgUnit | None = OrgUnit.objects.filter(code=code).first()
    if found is None:
        raise RuleViolation(f"Нет территории или организации с кодом «{code}».")
    return found
