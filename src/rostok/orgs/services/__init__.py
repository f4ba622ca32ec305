from rostok.orgs.services.bulk import NewUnit, create_units
from rostok.orgs.services.flags import end_flag, set_flag
from rostok.orgs.services.systems import activate_system, change_version, end_system
from rostok.orgs.services.tree import move_unit, rebuild_closure
from rostok.orgs.services.units import (
    close_unit,
    correct_unit,
    create_unit,
    rename_unit,
    reopen_unit,
)

__all__ = [
    "NewUnit",
    "activate_system",
    "change_version",
    "close_unit",
    "correct_unit",
    "create_unit",
    "create_units",
    "end_flag",
    "end_system",
    "move_unit",
    "rebuild_closure",
    "rename_unit",
    "reopen_unit",
    "set_flag",
]
