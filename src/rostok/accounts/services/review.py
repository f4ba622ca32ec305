"""The yearly look at access, and coordinators for a whole territory at once."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from rostok.accounts import journal, permissions
from rostok.accounts.basis import limits_of
from rostok.accounts.models import AccessReview, RoleHolding, User
from rostok.accounts.roles import base_definitions, holds_all_of, units_above
from rostok.accounts.services.codes import IssuedCode, make_codes
from rostok.accounts.services.rules import locked
from rostok.accounts.services.users import open_accounts
from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import record
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person

COORDINATOR = "coordinator"


@transaction.atomic
def confirm_review(actor: Actor, *, unit: OrgUnit, counts: Mapping[str, int]) -> AccessReview:
    """The actor has looked through the roles of a territory; what they saw is kept with the date.

    Refused: a unit outside the actor's reach.
    """
    authorise(actor, permissions.MANAGE, unit)
    review = AccessReview.objects.create(
        unit=unit, user_id=actor.user_id, title=actor.title, at=clock.now(), counts=dict(counts)
    )
    findings = sum(number for key, number in counts.items() if key != "roles")
    words = {"unit": str(unit), "roles": counts.get("roles", 0), "findings": findings}
    record(actor, journal.REVIEWED, unit, **words)
    return review


@transaction.atomic
def make_coordinators(actor: Actor, *, heads: Mapping[OrgUnit, Person]) -> list[IssuedCode]:
    """Each head becomes the coordinator of their organisation; codes for those who never came in.

    Who has no account gets one. Left alone: oneself, closed accounts, who holds the role there.
    Refused: an organisation or a person outside the actor's reach; less than a coordinator may.
    """
    lines = lines_within(actor, list(heads))
    people = list({person.pk: person for person in heads.values()}.values())
    open_accounts(actor, people=people)
    users = {user.person_id: user for user in locked(list(User.objects.filter(person__in=people)))}
    held = set(
        RoleHolding.objects.filter(role=COORDINATOR, user__in=users.values())
        .unended_on(clock.today())
        .values_list("user", "unit")
    )
    limit, role = limits_of(actor), base_definitions()[COORDINATOR]
    made = [
        RoleHolding(
            user=user,
            role=COORDINATOR,
            unit=unit,
            start=clock.today(),
            end=limit(role, lines[unit.pk]),
            given_by_id=actor.user_id,
        )
        for unit, person in heads.items()
        if (user := users[person.pk]).is_active
        and user.pk != actor.user_id
        and (user.pk, unit.pk) not in held
    ]
    RoleHolding.objects.bulk_create(made)
    if not made:
        return []
    named = list({row.user_id: row.user for row in made}.values())
    record(actor, journal.COORDINATORS_MADE, *named, count=len(made))
    return make_codes([user for user in named if user.last_login is None])


def lines_within(actor: Actor, units: Sequence[OrgUnit]) -> dict[int, list[int]]:
    """Each unit with those above it. Refused: a unit where the actor makes no coordinators."""
    wanted = {unit.pk for unit in units}
    if OrgUnit.objects.filter(pk__in=wanted).visible_to(actor, permissions.MANAGE).count() != len(
        wanted
    ):
        raise Forbidden("Доступ в этих организациях ведут другие.")
    role = base_definitions()[COORDINATOR]
    lines = units_above(wanted)
    if not all(holds_all_of(actor, role, line) for line in lines.values()):
        raise RuleViolation(f"Роль «{role.title}» может больше, чем вы: её даёт тот, кто выше.")
    return lines
