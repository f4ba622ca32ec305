from rostok.orgs.views.changes import (
    ClosePage,
    CorrectPage,
    CreatePage,
    EndFlagPage,
    FlagPage,
    RenamePage,
    ReopenPage,
)
from rostok.orgs.views.systems import SystemListPage, SystemPage
from rostok.orgs.views.units import UnitListPage, UnitPage

__all__ = [
    "ClosePage",
    "CorrectPage",
    "CreatePage",
    "EndFlagPage",
    "FlagPage",
    "RenamePage",
    "ReopenPage",
    "SystemListPage",
    "SystemPage",
    "UnitListPage",
    "UnitPage",
]
