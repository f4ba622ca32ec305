"""Roles: given and ended by those who hold at least as much."""

from datetime import date

from django.db import transaction

from rostok.accounts import journal, notices, permissions
from rostok.accounts.basis import limits_of
from rostok.accounts.models import RoleHolding, User
from rostok.accounts.queries import role_finder
from rostok.accounts.roles import (
    RoleDefinition,
    holds_all_of,
    is_of_own_level,
    managed_rank,
    units_above,
)
from rostok.accounts.services.last import refuse_last_administrators
from rostok.accounts.services.rules import locked, refuse_self
from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.notices import settle
from rostok.kernel.periods import DAY, Period, after_last_day, touching
from rostok.kernel.ui.formats import date_words
from rostok.orgs.models import OrgUnit, System

LEVEL_WORDS = {
    "federal": "федерального",
    "region": "регионального",
    "municipality": "муниципального",
    "organisation": "школьного",
}


@transaction.atomic
def grant_role(
    actor: Actor,
    *,
    user: User,
    role: str,
    unit: OrgUnit,
    system: System | None = None,
    start: date | None = None,
    last_day: date | None = None,
) -> RoleHolding:
    """Give a role at a unit from today on (or since `start`), till a last day or for good.

    Refused: a unit or a user outside the actor's reach; to oneself; a role that may anything the
    actor may not there, or for longer than they may, or of a level above the actor's; a system of
    another territory; held already; a start to come.
    """
    [user] = locked([user])
    authorise(actor, permissions.MANAGE, unit)
    authorise(actor, permissions.VIEW, user)
    refuse_self(actor, [user])
    start = start or clock.today()
    holding = RoleHolding(user=user, role=role, unit=unit, system=system, start=start)
    holding.given_by_id, holding.end = actor.user_id, end_after(last_day, start)
    definition = known_role(holding)
    refuse_beyond_own(actor, definition, unit)
    refuse_above_own_level(actor, definition)
    refuse_longer_than_own(actor, definition, unit, holding.end)
    refuse_misplaced(holding)
    holding.save()
    until = f" по {date_words(last_day)}" if last_day else ""
    words = {"role": definition.title, "unit": str(unit), "start": date_words(start)}
    record(actor, journal.ROLE_GRANTED, user, unit, until=until, **words)
    return holding


@transaction.atomic
def end_role(actor: Actor, *, holding: RoleHolding, last_day: date) -> RoleHolding:
    """The role's last day; to stop somebody at once, close their access.

    Refused: a unit outside the actor's reach; one's own role; a role that may more than the actor;
    a day before the first or after the end already set; the last administrator of a system.
    """
    holding, role = locked_holding(actor, holding)
    end = end_after(last_day, holding.start)
    if holding.end is not None and (end is None or end > holding.end):
        raise RuleViolation(
            "Роль уже завершается раньше.", {"last_day": "Роль уже завершается раньше."}
        )
    refuse_last_administrators(actor, [holding], end)
    holding.end = end
    holding.save()
    settle([holding.user], notices.UNFOUNDED)
    title = role.title if role else holding.role
    words = {"role": title, "unit": str(holding.unit), "last_day": date_words(last_day)}
    record(actor, journal.ROLE_ENDED, holding.user, holding.unit, **words)
    return holding


@transaction.atomic
def prolong_role(actor: Actor, *, holding: RoleHolding, last_day: date | None) -> RoleHolding:
    """A later last day of a role still held, or none at all.

    Whoever prolongs a role whose giver is gone answers for it from now on.
    Refused: as for giving it; a role that is over or has no end; a day no later than the end.
    """
    holding, role = locked_holding(actor, holding)
    if role is None:
        raise RuleViolation(f"Роли «{holding.role}» в положении больше нет: продлить её нельзя.")
    if holding.end is None:
        raise RuleViolation("Срока у роли нет: продлевать нечего.")
    if holding.end <= clock.today():
        raise RuleViolation("Роль уже закончилась: дайте её заново.")
    end = after_last_day(last_day)
    if end is not None and end <= holding.end:
        phrase = "Новый последний день должен быть позже нынешнего."
        raise RuleViolation(phrase, {"last_day": phrase})
    refuse_longer_than_own(actor, role, holding.unit, end)
    refuse_held_twice(holding, Period(holding.end, end))
    holding.end = end
    if holding.unfounded_since is not None:
        holding.given_by_id, holding.unfounded_since = actor.user_id, None
    holding.save()
    settle([holding.user], notices.UNFOUNDED)
    until = f"по {date_words(last_day)}" if last_day else "без срока"
    words = {"role": role.title, "unit": str(holding.unit), "until": until}
    record(actor, journal.ROLE_PROLONGED, holding.user, holding.unit, **words)
    return holding


def locked_holding(actor: Actor, holding: RoleHolding) -> tuple[RoleHolding, RoleDefinition | None]:
    """A role the actor may change, and what it may. Refused: foreign; one's own; a mightier one."""
    holding = lock(holding)
    authorise(actor, permissions.MANAGE, holding)
    refuse_self(actor, [holding.user])
    role = role_finder([holding])(holding)
    if role is not None:
        refuse_beyond_own(actor, role, holding.unit)
    return holding, role


def end_after(last_day: date | None, start: date) -> date | None:
    if last_day is not None and last_day < start:
        phrase = "Последний день не может быть раньше первого."
        raise RuleViolation(phrase, {"last_day": phrase})
    return after_last_day(last_day)


def known_role(holding: RoleHolding) -> RoleDefinition:
    role = role_finder([holding])(holding)
    if role is None:
        phrase = f"Роли «{holding.role}» в положении нет."
        raise RuleViolation(phrase, {"role": phrase})
    return role


def refuse_beyond_own(actor: Actor, role: RoleDefinition, unit: OrgUnit) -> None:
    """Nobody gives, or takes away, more than they hold at the unit themselves."""
    line = units_above([unit.pk]).get(unit.pk, [])
    if not holds_all_of(actor, role, line):
        phrase = (
            f"Роль «{role.title}» может больше, чем вы: её даёт и завершает тот, кто стоит выше."
        )
        raise RuleViolation(phrase, {"role": phrase})


def refuse_above_own_level(actor: Actor, role: RoleDefinition) -> None:
    if not is_of_own_level(role, managed_rank(actor)):
        phrase = (
            f"Роль «{role.title}» — {LEVEL_WORDS[role.level]} уровня: её даёт тот, кто ведёт"
            " доступ на этом уровне."
        )
        raise RuleViolation(phrase, {"role": phrase})


def refuse_longer_than_own(
    actor: Actor, role: RoleDefinition, unit: OrgUnit, end: date | None
) -> None:
    """What somebody gives ends with their own right to give it."""
    limit = limits_of(actor)(role, units_above([unit.pk]).get(unit.pk, []))
    if limit is not None and (end is None or end > limit):
        phrase = (
            f"Ваша собственная роль действует по {date_words(limit - DAY)}: дать другую роль "
            "можно не дольше. Укажите последний день не позже этого."
        )
        raise RuleViolation(phrase, {"last_day": phrase})


def refuse_misplaced(holding: RoleHolding) -> None:
    """Refused: a start to come; a unit outside the system; the same role held in the period."""
    if holding.start > clock.today():
        raise RuleViolation("Роль даётся с сегодняшнего дня: дайте её, когда день настанет.")
    system = holding.system
    if system and not OrgUnit.objects.below(system.root_id).filter(pk=holding.unit_id).exists():
        phrase = f"«{holding.unit}» не входит в систему «{system}»."
        raise RuleViolation(phrase, {"system": phrase})
    refuse_held_twice(holding, Period(holding.start, holding.end))


def refuse_held_twice(holding: RoleHolding, period: Period) -> None:
    same = RoleHolding.objects.filter(
        user=holding.user, role=holding.role, unit=holding.unit, system=holding.system
    ).exclude(pk=holding.pk)
    if same.filter(touching(period)).exists():
        raise RuleViolation("Эта роль здесь у человека уже есть.")
