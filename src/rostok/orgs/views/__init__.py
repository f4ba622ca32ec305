from rostok.orgs.views.changes import (
    ClosePage,
    CorrectPage,
    CreatePage,
    EndFlagPage,
    FlagPage,
    RenamePage,
)
from rostok.orgs.views.exporting import UnitExportPage
from rostok.orgs.views.governing import (
    ActivatePage,
    EndSystemPage,
    ReturnPage,
    SettingPage,
    SettingsPage,
    VersionPage,
)
from rostok.orgs.views.reopening import ReopenPage
from rostok.orgs.views.reorganising import (
    JoinPage,
    MergePage,
    MovePage,
    ReorganisePage,
    SeparatePage,
    SplitPage,
    UndoReorganisationPage,
)
from rostok.orgs.views.systems import SystemListPage, SystemPage
from rostok.orgs.views.units import UnitListPage, UnitPage

__all__ = [
    "ActivatePage",
    "ClosePage",
    "CorrectPage",
    "CreatePage",
    "EndFlagPage",
    "EndSystemPage",
    "FlagPage",
    "JoinPage",
    "MergePage",
    "MovePage",
    "RenamePage",
    "ReopenPage",
    "ReorganisePage",
    "ReturnPage",
    "SeparatePage",
    "SettingPage",
    "SettingsPage",
    "SplitPage",
    "SystemListPage",
    "SystemPage",
    "UndoReorganisationPage",
    "UnitExportPage",
    "UnitListPage",
    "UnitPage",
    "VersionPage",
]
