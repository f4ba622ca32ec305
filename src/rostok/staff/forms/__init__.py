"""Forms of staff. Last days are asked as people say them, inclusive."""

from rostok.staff.forms.merging import MergeForm
from rostok.staff.forms.staff import (
    AbsenceForm,
    AddPersonForm,
    CardForm,
    CategoryForm,
    EditEmploymentForm,
    EditPersonForm,
    EndEmploymentForm,
    LastDayForm,
    SensitiveForm,
    StartForm,
    VacancyForm,
)
from rostok.staff.forms.transfers import (
    AgreeTransferForm,
    AskTransferForm,
    OfferTransferForm,
    PlaceForm,
    ReasonForm,
)

__all__ = [
    "AbsenceForm",
    "AddPersonForm",
    "AgreeTransferForm",
    "AskTransferForm",
    "CardForm",
    "CategoryForm",
    "EditEmploymentForm",
    "EditPersonForm",
    "EndEmploymentForm",
    "LastDayForm",
    "MergeForm",
    "OfferTransferForm",
    "PlaceForm",
    "ReasonForm",
    "SensitiveForm",
    "StartForm",
    "VacancyForm",
]
