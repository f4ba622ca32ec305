"""Addresses of the whole site: each package adds its own under a first word."""

from importlib.util import find_spec

from allauth.account import views as allauth
from django.urls import URLPattern, URLResolver, include, path, re_path

from rostok.accounts.views import ProveAgainPage, SecondStepPage, SignInPage
from rostok.config.views import BackupsPage, MailPage

# Signing up, mail addresses and codes by mail are left out on purpose: access is given by people.
SIGN_IN: list[URLPattern | URLResolver] = [
    path("login/", SignInPage.as_view(), name="account_login"),
    path("second-step/", SecondStepPage.as_view(), name="mfa_authenticate"),
    path("second-step/again/", ProveAgainPage.as_view(), name="mfa_reauthenticate"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/set/", allauth.password_set, name="account_set_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]


def optional(prefix: str, module: str) -> list[URLPattern | URLResolver]:
    """The addresses of a package that has some."""
    return [path(prefix, include(module))] if find_spec(module) else []


urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include(SIGN_IN)),
    path("accounts/", include("rostok.accounts.urls")),
    path("mail/", MailPage.as_view(), name="mail"),
    path("backups/", BackupsPage.as_view(), name="backups"),
    path("", include("rostok.kernel.urls")),
    *optional("packs/", "rostok.packs.urls"),
    *optional("orgs/", "rostok.orgs.urls"),
    *optional("people/", "rostok.people.urls"),
    *optional("privacy/", "rostok.privacy.urls"),
    *optional("staff/", "rostok.staff.urls"),
    *optional("indicators/", "rostok.indicators.urls"),
    *optional("", "rostok.snapshots.urls"),
    *optional("notices/", "rostok.notifications.urls"),
    *optional("documents/", "rostok.documents.urls"),
    *optional("roadmaps/", "rostok.roadmaps.urls"),
    *optional("parties/", "rostok.parties.urls"),
    *optional("", "rostok.web.urls"),
]
