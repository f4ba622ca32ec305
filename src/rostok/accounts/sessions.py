"""Sessions: a foreign computer forgets its user, and who may choose a password now."""

import time
from datetime import timedelta
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest

from rostok.accounts.models import OneTimeCode, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
IDLE = timedelta(minutes=20).total_seconds()
REMEMBER_SEEN = 60
SHARED = "shared_seen"
ENTERED = "entered_code"
ENTERED_LIVES = timedelta(minutes=30).total_seconds()


def signed_in(request: HttpRequest) -> User:
    """The user of a page that only the signed-in may open."""
    user: Any = request.user
    found: User = user
    return found


def sign_in(request: HttpRequest, user: User, *, shared: bool) -> None:
    """A new session key, so that nobody's older session becomes the user's."""
    login(request, user, backend=BACKEND)
    begin(request, shared=shared)


def begin(request: HttpRequest, *, shared: bool) -> None:
    """On a foreign computer the session ends with the browser, or after a while without work."""
    if shared:
        request.session.set_expiry(0)
        request.session[SHARED] = int(time.time())


def is_shared(request: HttpRequest) -> bool:
    return SHARED in request.session


def was_left_idle(request: HttpRequest) -> bool:
    """Whether nobody worked here for twenty minutes; a request counts as work, noted by minutes."""
    seen, now = request.session.get(SHARED, 0), int(time.time())
    if now - seen > IDLE:
        return True
    if now - seen > REMEMBER_SEEN:
        request.session[SHARED] = now
    return False


def remember_code(request: HttpRequest, user: Any) -> None:
    """The user's code was entered: for half an hour this browser may choose their password."""
    code = OneTimeCode.objects.live().get(user=user)
    request.session.cycle_key()
    request.session[ENTERED] = {"code": code.pk, "at": int(time.time())}


def entered_code(request: HttpRequest) -> OneTimeCode | None:
    """The code entered in this browser, while it lives."""
    kept = request.session.get(ENTERED)
    if not kept or int(time.time()) - kept["at"] > ENTERED_LIVES:
        return None
    return OneTimeCode.objects.live().filter(pk=kept["code"]).select_related("user__person").first()


def forget_code(request: HttpRequest) -> None:
    request.session.pop(ENTERED, None)
