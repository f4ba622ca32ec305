"""Pages of staff."""

from rostok.staff.views.access import LeaversPage, NoAccessPage
from rostok.staff.views.alike import AlikePage, ComparePage, SetApartPage, UndoMergePage
from rostok.staff.views.exporting import StaffExportPage
from rostok.staff.views.lists import StaffListPage
from rostok.staff.views.organisations import AddPersonPage, CloseVacancyPage, OpenVacancyPage
from rostok.staff.views.people import (
    CardPage,
    CategoryPage,
    EditPersonPage,
    PersonPage,
    SensitivePage,
    StartEmploymentPage,
)
from rostok.staff.views.transfers import (
    AcceptTransferPage,
    AgreeTransferPage,
    AskTransferPage,
    OfferTransferPage,
    RefuseTransferPage,
    TransferListPage,
    TransferPage,
    WithdrawTransferPage,
)
from rostok.staff.views.work import (
    AbsencePage,
    EditEmploymentPage,
    EndAbsencePage,
    EndEmploymentPage,
)

__all__ = [
    "AbsencePage",
    "AcceptTransferPage",
    "AddPersonPage",
    "AgreeTransferPage",
    "AlikePage",
    "AskTransferPage",
    "CardPage",
    "CategoryPage",
    "CloseVacancyPage",
    "ComparePage",
    "EditEmploymentPage",
    "EditPersonPage",
    "EndAbsencePage",
    "EndEmploymentPage",
    "LeaversPage",
    "NoAccessPage",
    "OfferTransferPage",
    "OpenVacancyPage",
    "PersonPage",
    "RefuseTransferPage",
    "SensitivePage",
    "SetApartPage",
    "StaffExportPage",
    "StaffListPage",
    "StartEmploymentPage",
    "TransferListPage",
    "TransferPage",
    "UndoMergePage",
    "WithdrawTransferPage",
]
