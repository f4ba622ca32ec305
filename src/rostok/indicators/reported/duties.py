"""Whose turn it is: forms as the work of those who stand nearest to them.

Many may fill in or approve a form, down from the region; it is the work of the nearest of them, so
that a form is on one home page and not on five.
"""

from typing import Any

from django.db.models import F, Q, QuerySet

from rostok.accounts.models import RoleHolding
from rostok.accounts.queries import gives, kept_nearer
from rostok.indicators import permissions
from rostok.indicators.models import DataForm, FormState
from rostok.indicators.models.reported import OPEN_STATES
from rostok.kernel.access import SUBTREE, Actor
from rostok.orgs.models import OrgClosure, OrgUnit

Forms = QuerySet[DataForm]


def asked_of(actor: Actor, right: str) -> Any:
    """Forms that units were asked for and the actor holds the right over."""
    rows: Any = DataForm.objects.visible_to(actor, right)
    return rows.filter(obliged=True).with_places()


def at_hand(actor: Actor) -> Q:
    """Of the actor's own places, and of those right below them where nobody fills forms in."""
    own = actor.reaches_of(permissions.REPORT).get(SUBTREE, [])
    kept = RoleHolding.objects.filter(gives(permissions.REPORT, actor=actor)).values("unit")
    near = Q(pk__in=own) | Q(parent__in=own) & ~Q(pk__in=kept)
    return Q(unit__in=OrgUnit.objects.filter(near).order_by().values("pk"))


def forms_to_send(actor: Actor) -> Forms | None:
    """Not sent yet, and nobody nearer would send them."""
    if not actor.may(permissions.REPORT):
        return None
    rows: Forms = asked_of(actor, permissions.REPORT).filter(at_hand(actor))
    return rows.filter(state__in=OPEN_STATES)


def forms_to_approve(actor: Actor) -> Forms | None:
    """Sent by somebody else, where nobody nearer but the sender may approve."""
    if not actor.may(permissions.APPROVE_REPORTS):
        return None
    rows = asked_of(actor, permissions.APPROVE_REPORTS).filter(state=FormState.COMPLETE)
    nearer = kept_nearer(actor, permissions.APPROVE_REPORTS, but="sender_id")
    found: Forms = rows.filter(~nearer).exclude(sender_id=actor.user_id or 0)
    return found.order_by("sent_at", "pk")


def forms_to_accept(actor: Actor) -> Forms | None:
    """Approved, and gathered by the actor at the unit above, at the top on itself."""
    if not actor.may(permissions.COLLECT):
        return None
    own = actor.reaches_of(permissions.COLLECT).get(SUBTREE, [])
    below = OrgClosure.objects.filter(ancestor__in=own).values("descendant")
    above = Q(unit__parent__in=below) & ~kept_nearer(actor, permissions.COLLECT, "unit__parent")
    is_top = Q(unit=F("system__root"))
    rows = asked_of(actor, permissions.COLLECT).filter(state=FormState.APPROVED)
    found: Forms = rows.filter(~is_top & above | is_top & ~kept_nearer(actor, permissions.COLLECT))
    return found.order_by("sent_at", "pk")


def forms_expected(actor: Actor) -> Forms | None:
    """Not sent by those below whom the actor approves: somebody else's work the actor waits for."""
    if not actor.may(permissions.APPROVE_REPORTS):
        return None
    rows: Forms = asked_of(actor, permissions.APPROVE_REPORTS).filter(state__in=OPEN_STATES)
    if actor.may(permissions.REPORT):
        rows = rows.exclude(at_hand(actor))
    return rows.filter(~kept_nearer(actor, permissions.APPROVE_REPORTS))


def forms_under_way(actor: Actor) -> Forms | None:
    """Of the actor's own places, sent and not yet accepted."""
    if not actor.may(permissions.REPORT):
        return None
    own = actor.reaches_of(permissions.REPORT).get(SUBTREE, [])
    rows: Forms = asked_of(actor, permissions.REPORT).filter(unit__in=own)
    return rows.filter(state__in=[FormState.COMPLETE, FormState.APPROVED]).order_by("sent_at", "pk")
