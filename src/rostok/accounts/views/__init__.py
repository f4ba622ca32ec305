"""Pages of access."""

from rostok.accounts.views.entrance import (
    ChoosePasswordPage,
    EnterByCodePage,
    EnterPersonaPage,
    PasswordByCodePage,
    SignInPage,
    locked_out,
)
from rostok.accounts.views.kept import KeptPage, csrf_failure
from rostok.accounts.views.mail import OwnEmailPage, UserEmailPage
from rostok.accounts.views.own import EndSignInPage, MyPage, SignOutElsewherePage
from rostok.accounts.views.review import CoordinatorsPage, ReviewPage
from rostok.accounts.views.roles import (
    EndRolePage,
    GrantRolePage,
    HoldingListPage,
    ProlongRolePage,
    UnfoundedPage,
)
from rostok.accounts.views.second_step import (
    ProveAgainPage,
    ResetSecondStepPage,
    SecondStepPage,
    TurnOffSecondStepPage,
    TurnOnSecondStepPage,
)
from rostok.accounts.views.users import (
    CloseAccessPage,
    CodesPage,
    InvitePage,
    IssueCodePage,
    ReopenAccessPage,
    UserListPage,
    UserPage,
)

__all__ = [
    "ChoosePasswordPage",
    "CloseAccessPage",
    "CodesPage",
    "CoordinatorsPage",
    "EndRolePage",
    "EndSignInPage",
    "EnterByCodePage",
    "EnterPersonaPage",
    "GrantRolePage",
    "HoldingListPage",
    "InvitePage",
    "IssueCodePage",
    "KeptPage",
    "MyPage",
    "OwnEmailPage",
    "PasswordByCodePage",
    "ProlongRolePage",
    "ProveAgainPage",
    "ReopenAccessPage",
    "ResetSecondStepPage",
    "ReviewPage",
    "SecondStepPage",
    "SignInPage",
    "SignOutElsewherePage",
    "TurnOffSecondStepPage",
    "TurnOnSecondStepPage",
    "UnfoundedPage",
    "UserEmailPage",
    "UserListPage",
    "UserPage",
    "csrf_failure",
    "locked_out",
]
