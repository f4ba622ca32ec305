"""What is done to access. Each service is in the file of what it changes."""

from rostok.accounts.services.basis import confirm_roles, end_roles, mark_bases
from rostok.accounts.services.codes import IssuedCode, choose_password_by_code, issue_codes
from rostok.accounts.services.holdings import end_role, grant_role, prolong_role
from rostok.accounts.services.last import refuse_last_administrators
from rostok.accounts.services.leaving import (
    Departure,
    EndedRole,
    end_roles_of_leavers,
    give_roles_back,
    roles_left,
    still_ended,
)
from rostok.accounts.services.mail import change_email, note_refused_address
from rostok.accounts.services.review import confirm_review, make_coordinators
from rostok.accounts.services.second_step import (
    renew_recovery_codes,
    reset_second_step,
    turn_off_second_step,
    turn_on_second_step,
)
from rostok.accounts.services.sign_ins import end_sign_in, sign_out_elsewhere
from rostok.accounts.services.users import (
    choose_password,
    close_access,
    invite_user,
    open_accounts,
    reopen_access,
)

__all__ = [
    "Departure",
    "EndedRole",
    "IssuedCode",
    "change_email",
    "choose_password",
    "choose_password_by_code",
    "close_access",
    "confirm_review",
    "confirm_roles",
    "end_role",
    "end_roles",
    "end_roles_of_leavers",
    "end_sign_in",
    "give_roles_back",
    "grant_role",
    "invite_user",
    "issue_codes",
    "make_coordinators",
    "mark_bases",
    "note_refused_address",
    "open_accounts",
    "prolong_role",
    "refuse_last_administrators",
    "renew_recovery_codes",
    "reopen_access",
    "reset_second_step",
    "roles_left",
    "sign_out_elsewhere",
    "still_ended",
    "turn_off_second_step",
    "turn_on_second_step",
]
