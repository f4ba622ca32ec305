"""Lists of staff: page and export share them."""

from rostok.staff.lists.alike import AlikeTable, alike_rows
from rostok.staff.lists.leavers import LeaversTable
from rostok.staff.lists.staff import NoAccessFilter, NoAccessTable, StaffFilter, StaffTable, day_of
from rostok.staff.lists.transfers import TransferFilter, TransferTable

__all__ = [
    "AlikeTable",
    "LeaversTable",
    "NoAccessFilter",
    "NoAccessTable",
    "StaffFilter",
    "StaffTable",
    "TransferFilter",
    "TransferTable",
    "alike_rows",
    "day_of",
]
