"""Forms of signing in and of access."""

from rostok.accounts.forms.entrance import (
    ChoosePasswordForm,
    CountedCodeMixin,
    EnterCodeForm,
    ProveAgainForm,
    ProveForm,
    SecondStepCodeForm,
    SecondStepForm,
    SignInForm,
)
from rostok.accounts.forms.roles import (
    EndRoleForm,
    GrantRoleForm,
    InviteForm,
    ProlongRoleForm,
    RoleFields,
)

__all__ = [
    "ChoosePasswordForm",
    "CountedCodeMixin",
    "EndRoleForm",
    "EnterCodeForm",
    "GrantRoleForm",
    "InviteForm",
    "ProlongRoleForm",
    "ProveAgainForm",
    "ProveForm",
    "RoleFields",
    "SecondStepCodeForm",
    "SecondStepForm",
    "SignInForm",
]
