from rostok.staff.services.absences import end_absence, record_absence
from rostok.staff.services.cards import set_category, set_sensitive, set_staff_card
from rostok.staff.services.employments import edit_employment, end_employment, start_employment
from rostok.staff.services.merging import merge_people, set_apart, undo_merge
from rostok.staff.services.people import add_person, edit_person
from rostok.staff.services.reference import load_reference
from rostok.staff.services.transfers import (
    accept_transfer,
    agree_transfer,
    ask_transfer,
    offer_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from rostok.staff.services.vacancies import close_vacancy, open_vacancy

__all__ = [
    "accept_transfer",
    "add_person",
    "agree_transfer",
    "ask_transfer",
    "close_vacancy",
    "edit_employment",
    "edit_person",
    "end_absence",
    "end_employment",
    "load_reference",
    "merge_people",
    "offer_transfer",
    "open_vacancy",
    "record_absence",
    "refuse_transfer",
    "set_apart",
    "set_category",
    "set_sensitive",
    "set_staff_card",
    "start_employment",
    "undo_merge",
    "withdraw_transfer",
]
