"""Pages of staff."""

from rostok.staff.views.access import NoAccessPage
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
from rostok.staff.views.work import (
    AbsencePage,
    EditEmploymentPage,
    EndAbsencePage,
    EndEmploymentPage,
)

__all__ = [
    "AbsencePage",
    "AddPersonPage",
    "CardPage",
    "CategoryPage",
    "CloseVacancyPage",
    "EditEmploymentPage",
    "EditPersonPage",
    "EndAbsencePage",
    "EndEmploymentPage",
    "NoAccessPage",
    "OpenVacancyPage",
    "PersonPage",
    "SensitivePage",
    "StaffListPage",
    "StartEmploymentPage",
]
