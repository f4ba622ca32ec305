"""The second step of signing in: a code of an application on the phone, or a printed one."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import DateField, Exists, OuterRef, QuerySet, Value
from django.http import HttpRequest

from rostok.accounts.models import User
from rostok.kernel import clock
from rostok.kernel.access import SUBTREE, Actor
from rostok.orgs.models import TERRITORIES, OrgUnit

KEY = "second_step_key"
PROVED = "second_step"


def has_second_step(user: Any) -> bool:
    return bool(authenticators_of(user).filter(type=Authenticator.Type.TOTP).exists())


def reaches_wide(actor: Actor) -> bool:
    """Whether some right reaches over a whole municipality or more."""
    return bool(wide_units(actor).exists())


def wide_units(actor: Actor) -> Any:
    units = {grant.unit_id or 0 for grant in actor.grants if grant.reach == SUBTREE}
    return OrgUnit.objects.filter(pk__in=units, kind__in=TERRITORIES).order_by()


def must_turn_on(request: HttpRequest, actor: Actor) -> bool:
    """Whether the actor may do nothing before the second step is on: a wide reach, the day come."""
    since = settings.SECOND_STEP_FROM
    if since is None or clock.today() < since or request.session.get(PROVED):
        return False
    if has_second_step(request.user):
        request.session[PROVED] = True
        return False
    return reaches_wide(actor)


def without_second_step(actor: Actor) -> QuerySet[User]:
    """The actor's own account, while it opens a territory by a password alone.

    `asked_from` is the day from which nothing else is possible, when there is one.
    """
    totp = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    plain = User.objects.filter(Exists(wide_units(actor)), ~Exists(totp), pk=actor.user_id or 0)
    since = Value(settings.SECOND_STEP_FROM, output_field=DateField(null=True))
    found: QuerySet[User] = plain.annotate(asked_from=since)
    return found


def secret_of(request: HttpRequest) -> str:
    """The key that this browser is about to put into the phone; the same until it is used."""
    if KEY not in request.session:
        request.session[KEY] = generate_totp_secret()
    return str(request.session[KEY])


def address_of(user: User, secret: str) -> str:
    """What the QR picture says to the application."""
    return str(get_adapter().build_totp_url(user, secret))


def picture_of(text: str) -> str:
    """A QR picture as SVG."""
    return str(get_adapter().build_totp_svg(text))


def fits(secret: str, code: str) -> bool:
    return bool(validate_totp_code(secret, code.replace(" ", "")))


def activate(user: User, secret: str) -> list[str]:
    """Keep the key; the codes to print come back."""
    TOTP.activate(user, secret)
    return new_recovery_codes(user)


def new_recovery_codes(user: User) -> list[str]:
    """Ten fresh codes; those printed before stop working."""
    authenticators_of(user).filter(type=Authenticator.Type.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(user).generate_codes())


def recovery_codes_left(user: User) -> int:
    kept = authenticators_of(user).filter(type=Authenticator.Type.RECOVERY_CODES).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


def authenticators_of(user: User) -> Any:
    return Authenticator.objects.filter(user=user.pk)


def is_shut(request: HttpRequest, user: User) -> bool:
    """Whether too many codes of the user failed from this address: the count of passwords."""
    return not AxesProxyHandler.is_allowed(request, credentials_of(user))


def count_failure(request: HttpRequest, user: User) -> None:
    user_login_failed.send(__name__, credentials=credentials_of(user), request=request)


def credentials_of(user: User) -> Mapping[str, str]:
    return {"username": user.username}


def proves(request: HttpRequest, user: User, code: str) -> bool:
    """Whether it is a code of the user's phone or paper; a failure counts, a used one is gone."""
    typed = code.replace(" ", "").replace("-", "")
    if is_shut(request, user):
        return False
    if any(kept.wrap().validate_code(typed) for kept in authenticators_of(user)):
        return True
    count_failure(request, user)
    return False
