"""How allauth and axes behave here: no signing up, no telling which names exist."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rostok.accounts.asked import forget_asked, keep_asked
from rostok.accounts.models import User
from rostok.accounts.services import choose_password, note_refused_address
from rostok.kernel.access import Actor, installation
from rostok.kernel.mail import Fate, post

LONGEST_NAME = 150
LINK_LETTER = "account/email/password_reset_key"
MISMATCH = _("Имя для входа или пароль не подходят. Проверьте раскладку клавиатуры и Caps Lock.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "account_inactive": _("Доступ закрыт. Спросите координатора вашей организации."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """Whichever form it came from, a new password goes through the one service."""
        changed = choose_password(own_hand(user), user=user, password=password)
        user.password, user.must_change_password = changed.password, changed.must_change_password

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A letter that does not leave is noted, not shown: the page tells nothing of accounts.

        One that surely stayed is sent later, see `links`.
        """
        site = get_current_site(self.request)
        where = {"request": self.request, "email": email, "current_site": site}
        done = post(self.render_mail(template_prefix, email, {**where, **context}))
        user = context.get("user")
        if done.fate is Fate.REFUSED and isinstance(user, User):
            note_refused_address(installation("Почта"), user=user, words=done.words)
        if template_prefix == LINK_LETTER and isinstance(user, User):
            keep_asked(user) if done.fate is Fate.STAYED else forget_asked(user)

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        return reverse("accounts:me")


def own_hand(user: User) -> Actor:
    """The user acting on themselves, once a password or a code has proved who they are."""
    return Actor(title=user.get_full_name(), user_id=user.pk, person_id=user.person_id)


def client_address(request: HttpRequest) -> str | None:
    """The address that failures are counted by; believed from our own proxies only."""
    address: str | None = get_client_ip(request)
    return address


def counted_name(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """The one name that failures are counted under, whichever case, spaces or address is typed."""
    given = credentials or {}
    names = (given.get(key) for key in ("username", "email", "login"))
    typed = next(filter(None, names), None) or request.POST.get("login", "")
    name = str(typed).strip().lower()
    if "@" in name:
        by_email = User.objects.filter(email=name).order_by("pk").values_list("username", flat=True)
        name = by_email.first() or name
    return name[:LONGEST_NAME]
