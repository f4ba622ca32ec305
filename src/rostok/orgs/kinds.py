"""Kinds as people name them: one word for what a territory is or what an organisation does."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rostok.orgs.models import PARENT_KINDS, OrgKind, OrgUnit, UnitKind

SEVERAL = {
    OrgKind.SCHOOL: _("Общеобразовательные организации"),
    OrgKind.KINDERGARTEN: _("Дошкольные организации"),
    OrgKind.ADDITIONAL: _("Организации дополнительного образования"),
    OrgKind.VOCATIONAL: _("Профессиональные образовательные организации"),
    OrgKind.INSTITUTE: _("Организации ДПО"),
    OrgKind.SERVICE: _("Методические службы"),
    OrgKind.AUTHORITY: _("Органы управления образованием"),
}


BRANCH = f"{UnitKind.UNIT}:"
BRANCHES: dict[str, Any] = {
    BRANCH + kind: f"{UnitKind.UNIT.label}: {kind.label}" for kind in OrgKind
}


def kind_value(unit: OrgUnit) -> str:
    """The kind in one word: a territory's, what the organisation does, `unit:` for a branch."""
    if unit.kind == UnitKind.UNIT:
        return BRANCH + unit.org_kind
    return str(unit.org_kind if unit.kind == UnitKind.ORGANISATION else unit.kind)


def kinds_of_value(value: str) -> tuple[str, str]:
    """The kind of unit and the kind of organisation that one word means.

    A branch of no kind of its own (`unit`) is of the kind of its organisation.
    """
    if value.startswith(BRANCH):
        return UnitKind.UNIT, value.removeprefix(BRANCH)
    return (UnitKind.ORGANISATION, value) if value in OrgKind.values else (value, "")


def kind_words(unit: OrgUnit) -> str:
    if unit.kind == UnitKind.UNIT:
        return str(BRANCHES.get(kind_value(unit), UnitKind.UNIT.label))
    words = unit.get_org_kind_display() if unit.org_kind else unit.get_kind_display()
    return str(words)


def kinds_under(parent: OrgUnit) -> list[str]:
    """Kinds of units that may stand under the parent."""
    return [kind for kind, parents in PARENT_KINDS.items() if parent.kind in parents]


def choices_under(parent: OrgUnit) -> list[tuple[str, Any]]:
    """The same in one word each, for a form."""
    found: list[tuple[str, Any]] = []
    for kind in kinds_under(parent):
        if kind == UnitKind.UNIT:
            found += BRANCHES.items()
        elif kind == UnitKind.ORGANISATION:
            found += OrgKind.choices
        else:
            found.append((kind, UnitKind(kind).label))
    return found
