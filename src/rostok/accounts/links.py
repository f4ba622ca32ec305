"""Links for a new password whose letters stayed here: sent when the mail server takes letters.

The link is made anew as it leaves, so nothing that opens an account is kept. Whoever has waited too
long, has signed in since or has a code or a password by now is sent nothing.
"""

from datetime import timedelta
from typing import Any

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from rostok.accounts.adapter import LINK_LETTER, AccountAdapter
from rostok.accounts.asked import forget_asked
from rostok.accounts.models import AskedLink, OneTimeCode, User
from rostok.accounts.services import note_refused_address
from rostok.kernel import clock
from rostok.kernel.access import installation
from rostok.kernel.mail import Fate, post

AWAITED = timedelta(days=1)  # later a letter would come as a surprise: they have asked for a code
GIVEN_UP = 3


def links_wait() -> bool:
    return AskedLink.objects.exists()


def waiting() -> Any:
    """Requests that a letter still makes sense for, the earliest first."""
    signed_in_since = Q(user__last_login__gt=F("asked_at"))
    given_since = OneTimeCode.objects.filter(
        user=OuterRef("user"), created_at__gt=OuterRef("asked_at")
    )
    fresh = AskedLink.objects.filter(
        asked_at__gt=clock.now() - AWAITED, user__is_active=True, user__email_refused_at=None
    )
    kept = fresh.exclude(signed_in_since).exclude(user__email="").exclude(Exists(given_since))
    return kept.select_related("user").order_by("asked_at", "pk")


def send_waiting_links() -> int:
    """How many left. A server that is down is left be; what may have left is not repeated."""
    AskedLink.objects.exclude(pk__in=waiting().order_by().values("pk")).delete()
    sent = stayed = 0
    for asked in waiting():
        if stayed == GIVEN_UP:
            break
        done = post(link_letter(asked.user))
        if done.fate is Fate.STAYED:
            stayed += 1
            continue
        if done.fate is Fate.REFUSED:
            note_refused_address(installation("Почта"), user=asked.user, words=done.words)
        forget_asked(asked.user)
        sent += done.left
    return sent


def link_letter(user: User) -> EmailMessage:
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    parts = {"uidb36": user_pk_to_url_str(user), "key": token}
    where = f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=parts)}"
    context = {"user": user, "password_reset_url": where}
    letter: EmailMessage = AccountAdapter().render_mail(LINK_LETTER, user.email, context)
    return letter
