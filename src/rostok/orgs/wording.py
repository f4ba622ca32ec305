"""Values of settings in words."""

from typing import Any

from rostok.orgs.models import OrgKind


def setting_words(value: Any) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, list):
        return ", ".join(str(OrgKind(kind).label) for kind in value)
    return str(value)
