"""Pages of access."""

from rostok.accounts.views.entrance import (
    ChoosePasswordPage,
    EnterByCodePage,
    EnterPersonaPage,
    PasswordByCodePage,
    SignInPage,
    locked_out,
)
from rostok.accounts.views.own import MyPage, SignOutElsewherePage
from rostok.accounts.views.roles import EndRolePage, GrantRolePage, HoldingListPage
from rostok.accounts.views.users import (
    CloseAccessPage,
    InvitePage,
    IssueCodePage,
    ReopenAccessPage,
    UserListPage,
    UserPage,
)

__all__ = [
    "ChoosePasswordPage",
    "CloseAccessPage",
    "EndRolePage",
    "EnterByCodePage",
    "EnterPersonaPage",
    "GrantRolePage",
    "HoldingListPage",
    "InvitePage",
    "IssueCodePage",
    "MyPage",
    "PasswordByCodePage",
    "ReopenAccessPage",
    "SignInPage",
    "SignOutElsewherePage",
    "UserListPage",
    "UserPage",
    "locked_out",
]
