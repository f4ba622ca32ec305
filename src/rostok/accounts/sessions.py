"""Sessions: a foreign computer forgets its user, and who may choose a password now."""

import time
from datetime import timedelta
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest
from django.utils import timezone

from rostok.accounts.devices import device_words
from rostok.accounts.models import OneTimeCode, SignIn, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Left alone for so long, a session ends; on one's own computer it lasts a working day.
SHARED_IDLE = timedelta(minutes=20)
OWN_IDLE = timedelta(hours=12)
# Work is noted so often, not with every request.
NOTED_SHARED, NOTED_OWN = timedelta(minutes=1), timedelta(minutes=10)
SHARED = "shared"
SEEN = "seen"
KEPT = "kept_form"
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
    request.session[SEEN] = int(time.time())
    if shared:
        request.session.set_expiry(0)
        request.session[SHARED] = True
    if request.user.is_authenticated:
        remember_device(request)


def is_shared(request: HttpRequest) -> bool:
    return SHARED in request.session


def was_left_idle(request: HttpRequest) -> bool:
    """Whether nobody worked here too long; a request counts as work, noted now and then."""
    shared, now = is_shared(request), int(time.time())
    idle, noted = (SHARED_IDLE, NOTED_SHARED) if shared else (OWN_IDLE, NOTED_OWN)
    seen = request.session.get(SEEN, 0 if shared else now - int(idle.total_seconds()))
    if now - seen > idle.total_seconds():
        return True
    if now - seen > noted.total_seconds():
        request.session[SEEN] = now
        request.session.pop(KEPT, None)
        remember_device(request)
    return False


def remember_device(request: HttpRequest) -> None:
    """The list of one's own sign-ins knows this browser, whatever key its session has now."""
    if request.session.session_key is None:
        request.session.save()
    SignIn.objects.update_or_create(
        key=request.session.session_key,
        defaults={"seen_at": timezone.now()},
        create_defaults={
            "user": signed_in(request),
            "device": device_words(request.headers.get("User-Agent", "")),
            "shared": is_shared(request),
        },
    )


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
