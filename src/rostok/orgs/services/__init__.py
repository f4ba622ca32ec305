from rostok.orgs.services.bulk import NewUnit, create_units
from rostok.orgs.services.closing import (
    Reopening,
    close_unit,
    reopen_unit,
    resume_unit,
)
from rostok.orgs.services.flags import end_flag, set_flag
from rostok.orgs.services.reorganising import (
    Part,
    Reorganisation,
    join_unit,
    merge_units,
    separate_unit,
    split_unit,
    undo_reorganisation,
)
from rostok.orgs.services.settings import return_to_pack, settle
from rostok.orgs.services.systems import (
    activate_pack,
    activate_system,
    change_version,
    end_system,
)
from rostok.orgs.services.tree import move_unit, rebuild_closure
from rostok.orgs.services.units import correct_unit, create_unit, rename_unit

__all__ = [
    "NewUnit",
    "Part",
    "Reopening",
    "Reorganisation",
    "activate_pack",
    "activate_system",
    "change_version",
    "close_unit",
    "correct_unit",
    "create_unit",
    "create_units",
    "end_flag",
    "end_system",
    "join_unit",
    "merge_units",
    "move_unit",
    "rebuild_closure",
    "rename_unit",
    "reopen_unit",
    "resume_unit",
    "return_to_pack",
    "separate_unit",
    "set_flag",
    "settle",
    "split_unit",
    "undo_reorganisation",
]
