"""Reads of transfers: what each side may know, and whose word is waited for."""

from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from rostok.kernel import clock
from rostok.kernel.access import SUBTREE, Actor
from rostok.kernel.periods import DAY
from rostok.orgs.models import OrgClosure, OrgUnit
from rostok.orgs.models.units import WORKPLACES
from rostok.staff import permissions
from rostok.staff.kept import reached
from rostok.staff.models import OPEN_TRANSFERS, TransferRequest, TransferState

HIDDEN_PLACE = "другая организация"


def transfers_for(actor: Actor) -> QuerySet[Any]:
    """Transfers from and to the actor's organisations, newest first.

    `leaves_us` says that the actor keeps the old place, `comes_to_us` the new one.
    """
    rows: Any = TransferRequest.objects.visible_to(actor, permissions.EDIT)
    ours = reached(actor, permissions.EDIT)
    found: QuerySet[Any] = (
        rows.select_related("person", "from_organisation", "to_organisation", "post")
        .annotate(
            leaves_us=Exists(ours.filter(pk=OuterRef("from_organisation"))),
            comes_to_us=Exists(ours.filter(pk=OuterRef("to_organisation"))),
        )
        .order_by("-asked_on", "-pk")
    )
    return found


def name_in(transfer: Any) -> str:
    """Who it is, as the actor of `transfers_for` may know: the new place only what it typed."""
    known = transfer.leaves_us or transfer.is_disclosed
    return str(transfer.person if known else transfer.asked_as)


def source_in(transfer: Any) -> str:
    known = transfer.leaves_us or transfer.is_disclosed
    return str(transfer.from_organisation) if known else HIDDEN_PLACE


def awaiting(actor: Actor) -> QuerySet[Any]:
    """Open transfers whose decision is the actor's today."""
    rows = transfers_for(actor).filter(state__in=OPEN_TRANSFERS)
    asked = decided_at(actor, "from_organisation") & Q(is_offer=False)
    offered = decided_at(actor, "to_organisation") & Q(is_offer=True)
    return rows.filter(asked | offered)


def decided_at(actor: Actor, name: str) -> Q:
    """At the organisation itself; after the days of grace by the level above as well."""
    ours = Q(**{f"{name}__in": reached(actor, permissions.EDIT).values("pk")})
    if actor.unlimited:
        return ours
    here = Q(**{f"{name}__in": own_workplaces(actor)})
    return ours & (here | Q(above_from__lte=clock.today()))


def own_workplaces(actor: Actor) -> QuerySet[Any]:
    """Organisations, with their branches, where the actor's own role stands."""
    granted = actor.reaches_of(permissions.EDIT).get(SUBTREE, [])
    below = OrgClosure.objects.filter(ancestor__in=granted, ancestor__kind__in=WORKPLACES)
    return below.values("descendant")


def answered(actor: Actor, since: date) -> QuerySet[Any]:
    """Transfers that the actor's own organisations opened and that were decided since a day."""
    own = own_workplaces(actor)
    opened = Q(is_offer=True, from_organisation__in=own) | Q(
        is_offer=False, to_organisation__in=own
    )
    rows = transfers_for(actor).filter(opened, decided_on__gte=since)
    return rows.filter(state__in=[TransferState.AGREED, TransferState.REFUSED])


def first_day(transfer: TransferRequest) -> date | None:
    """The earliest day at the new place: the one after the last day at the old."""
    return transfer.last_day + DAY if transfer.last_day else None


def opened(actor: Actor) -> QuerySet[Any]:
    """Transfers that the actor's own organisations opened and nobody has decided yet.

    `term`: the last day of grace; none where the level above decides at once.
    """
    own = own_workplaces(actor)
    asked = Q(is_offer=True, from_organisation__in=own) | Q(is_offer=False, to_organisation__in=own)
    rows = transfers_for(actor).filter(asked, state__in=OPEN_TRANSFERS)
    found: QuerySet[Any] = rows.exclude(pk__in=awaiting(actor).order_by().values("pk"))
    term = Case(When(above_from=F("asked_on"), then=None), default=F("above_from"))
    with_term: QuerySet[Any] = found.annotate(term=term)
    return with_term


def overdue(actor: Actor) -> QuerySet[Any]:
    """Transfers of the actor's organisations that nobody answered within the days of grace."""
    today = clock.today()
    rows = transfers_for(actor).filter(state__in=OPEN_TRANSFERS, above_from__lte=today)
    return rows.exclude(above_from=F("asked_on"))


def places_like(words: str, near: OrgUnit) -> QuerySet[Any]:
    """Open workplaces of the same region by name or code."""
    top = OrgUnit.objects.above(near).first() or near
    rows = OrgUnit.objects.below(top).workplaces().open_on(clock.today())
    found: QuerySet[Any] = rows.named_like(words).exclude(pk=near.pk)
    return found
