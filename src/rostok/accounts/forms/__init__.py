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
from rostok.accounts.forms.mail import EmailForm, OwnEmailForm
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
    "EmailForm",
    "EndRoleForm",
    "EnterCodeForm",
    "GrantRoleForm",
    "InviteForm",
    "OwnEmailForm",
    "ProlongRoleForm",
    "ProveAgainForm",
    "ProveForm",
    "RoleFields",
    "SecondStepCodeForm",
    "SecondStepForm",
    "SignInForm",
]
