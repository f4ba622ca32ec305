"""Rules that several services of access share."""

from collections.abc import Sequence

from rostok.accounts import permissions
from rostok.accounts.models import RoleHolding, User
from rostok.accounts.queries import role_finder
from rostok.accounts.roles import holds_all_of, units_above
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation


def locked(users: Sequence[User]) -> list[User]:
    """The users as they are now, in one order, so that two who act at once never mix."""
    rows = User.objects.select_for_update(of=("self",)).filter(pk__in=[user.pk for user in users])
    return list(rows.select_related("person").order_by("pk"))


def authorise_over(actor: Actor, users: Sequence[User]) -> None:
    """Refused unless the actor manages every one of the users, and holds all that they hold.

    Whoever lets a person choose a new password could act as that person: so never over those who
    may more.
    """
    wanted = {user.pk for user in users}
    managed = User.objects.filter(pk__in=wanted).visible_to(actor, permissions.MANAGE)
    if managed.count() != len(wanted):
        raise Forbidden("Доступ этих людей ведут в другой организации.")
    refuse_self(actor, users)
    refuse_those_above(actor, users)


def refuse_self(actor: Actor, users: Sequence[User]) -> None:
    if actor.user_id is not None and any(user.pk == actor.user_id for user in users):
        raise RuleViolation("Свой собственный доступ не меняют: попросите того, кто стоит выше.")


def refuse_those_above(actor: Actor, users: Sequence[User]) -> None:
    if actor.unlimited:
        return
    holdings = RoleHolding.objects.filter(user__in=[user.pk for user in users])
    rows = list(holdings.unended_on(clock.today()).select_related("user__person"))
    above = units_above(row.unit_id for row in rows)
    roles = role_finder(rows)
    for row in rows:
        role = roles(row)
        if role is not None and not holds_all_of(actor, role, above.get(row.unit_id, [])):
            raise RuleViolation(
                f"{row.user} может больше, чем вы: доступ этого человека ведёт тот, кто стоит выше."
            )


def refuse_another(actor: Actor, user: User) -> None:
    if actor.user_id != user.pk:
        raise Forbidden("Это меняет только сам человек.")
