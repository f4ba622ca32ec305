"""Who works nowhere any more and can still sign in."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from rostok.accounts import permissions as accounts
from rostok.accounts.models import RoleHolding, User
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.staff.models import Employment


def leavers_with_access(actor: Actor) -> QuerySet[Any]:
    """Open accounts of people who left everywhere, as far as the actor manages them.

    `left_on` is the first day without work; `has_role` says that a role is still held.
    """
    today = clock.today()
    work = Employment.objects.filter(person=OuterRef("person"))
    held = RoleHolding.objects.active_on(today).filter(user=OuterRef("pk"))
    mine: Any = User.objects.visible_to(actor, accounts.MANAGE)
    rows = mine.filter(is_active=True).filter(Exists(work))
    found: QuerySet[Any] = (
        rows.exclude(Exists(work.unended_on(today)))
        .select_related("person", "home")
        .annotate(left_on=Subquery(work.order_by("-end").values("end")[:1]), has_role=Exists(held))
        .order_by("person__norm", "pk")
    )
    return found
