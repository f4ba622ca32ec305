"""Lists of staff: page and export share them."""

from rostok.staff.lists.staff import NoAccessFilter, NoAccessTable, StaffFilter, StaffTable, day_of
from rostok.staff.lists.transfers import TransferFilter, TransferTable

__all__ = [
    "NoAccessFilter",
    "NoAccessTable",
    "StaffFilter",
    "StaffTable",
    "TransferFilter",
    "TransferTable",
    "day_of",
]
