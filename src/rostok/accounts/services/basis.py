"""Roles whose giver could not give them any more: marked, then confirmed or ended by a person."""

from collections.abc import Sequence

from django.db import transaction

from rostok.accounts import journal, notices, permissions
from rostok.accounts.basis import limits_of, roles_through, unfounded_on
from rostok.accounts.models import RoleHolding, User
from rostok.accounts.queries import keepers_of, role_titles
from rostok.accounts.roles import units_above
from rostok.accounts.services.holdings import end_role, locked_holding
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.notices import notify, settle
from rostok.kernel.periods import DAY
from rostok.kernel.ui.formats import date_words


@transaction.atomic
def mark_bases(actor: Actor, *, through: User | None = None) -> int:
    """Mark roles that lost what they rest on, and take the mark from those that have it again.

    All of the installation, or only those that rest on one user, `through` whom they were given.
    The role goes on: a school is not shut because a specialist left. Whoever gives access there is
    told to confirm it or to end it. How many lost it since the last time.
    """
    today = clock.today()
    lost = unfounded_on(today)
    looked_at = RoleHolding.objects.all()
    if through is not None:
        looked_at = looked_at.filter(pk__among=roles_through(through.pk))
    looked_at.unfounded().exclude(pk__among=lost).update(unfounded_since=None)
    fresh = looked_at.filter(pk__among=lost, unfounded_since=None)
    rows = list(fresh.select_related("user__person", "unit", "given_by__person").order_by("pk"))
    fresh.update(unfounded_since=today)
    note_lost(actor, rows)
    return len(rows)


def note_lost(actor: Actor, rows: Sequence[RoleHolding]) -> None:
    """In the journal of each holder; who gives access there is told, if their own role stands."""
    titles = role_titles()
    for row in rows:
        words = {"role": titles(row), "unit": str(row.unit), "giver": str(row.given_by)}
        record(actor, journal.BASIS_LOST, row.user, row.unit, **words)
    lost = set(RoleHolding.objects.unfounded().values_list("user", flat=True))
    keepers = keepers_of({row.unit_id for row in rows}, permissions.MANAGE, but=lost)
    told = {row.user: keepers.get(row.unit_id, ()) for row in rows}
    notify(actor, notices.UNFOUNDED, told)


@transaction.atomic
def confirm_roles(actor: Actor, *, holdings: Sequence[RoleHolding]) -> int:
    """Roles whose giver is gone rest on the actor from now on; how many do.

    A role lasts no longer than the actor's own right to give it.
    Refused: as for giving each of them; one that rests on somebody as it is; by somebody whose own
    role rests on nobody.
    """
    for holding in holdings:
        confirm_role(actor, holding)
    if unfounded_on(clock.today()) & {holding.pk for holding in holdings}:
        raise RuleViolation(
            "Ваша собственная роль сама осталась без основания: пусть сначала подтвердят её."
        )
    settle([row.user for row in holdings], notices.UNFOUNDED)
    return len(holdings)


def confirm_role(actor: Actor, holding: RoleHolding) -> None:
    holding, role = locked_holding(actor, holding)
    if role is None:
        raise RuleViolation(f"Роли «{holding.role}» в положении больше нет: завершите её.")
    if holding.unfounded_since is None:
        raise RuleViolation(f"{holding.user}: у роли «{role.title}» есть основание.")
    limit = limits_of(actor)(role, units_above([holding.unit_id])[holding.unit_id])
    ends = [day for day in (holding.end, limit) if day]
    holding.given_by_id, holding.unfounded_since = actor.user_id, None
    holding.end = min(ends, default=None)
    holding.save()
    until = f" по {date_words(holding.end - DAY)}" if holding.end else ""
    words = {"role": role.title, "unit": str(holding.unit), "until": until}
    record(actor, journal.ROLE_CONFIRMED, holding.user, holding.unit, **words)


@transaction.atomic
def end_roles(actor: Actor, *, holdings: Sequence[RoleHolding]) -> int:
    """Today is the last day of each; how many. Refused: as for ending each of them."""
    for holding in holdings:
        end_role(actor, holding=holding, last_day=clock.today())
    return len(holdings)
