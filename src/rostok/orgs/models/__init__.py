"""The tree of territories and organisations in time, and the systems that run on it."""

from rostok.orgs.models.closure import OrgClosure
from rostok.orgs.models.history import OrgClosing, OrgPause, OrgPlace, Succession, SuccessionKind
from rostok.orgs.models.systems import SettingKind, System, SystemSetting, SystemVersion
from rostok.orgs.models.units import (
    LONG_AGO,
    PARENT_KINDS,
    TERRITORIES,
    WORKPLACES,
    FlagKind,
    OrgFlag,
    OrgKind,
    OrgName,
    OrgUnit,
    UnitKind,
)

__all__ = [
    "LONG_AGO",
    "PARENT_KINDS",
    "TERRITORIES",
    "WORKPLACES",
    "FlagKind",
    "OrgClosing",
    "OrgClosure",
    "OrgFlag",
    "OrgKind",
    "OrgName",
    "OrgPause",
    "OrgPlace",
    "OrgUnit",
    "SettingKind",
    "Succession",
    "SuccessionKind",
    "System",
    "SystemSetting",
    "SystemVersion",
    "UnitKind",
]
