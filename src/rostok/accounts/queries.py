"""Who a user is as an actor; the lists of users and of the roles they hold."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from rostok.accounts import permissions
from rostok.accounts.keepers import Contact, contacts_of, gives, keepers_of, kept_nearer
from rostok.accounts.models import OneTimeCode, RoleHolding, RoleQuerySet, SignIn, User
from rostok.accounts.personas import Persona, personas
from rostok.accounts.roles import (
    Definitions,
    RoleDefinition,
    definitions_by_system,
    holds_all_of,
    rights_at_work,
    units_above,
)
from rostok.accounts.sessions import OWN_IDLE, SHARED_IDLE
from rostok.kernel import clock
from rostok.kernel.access import SUBTREE, Actor, Grant
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.registry import Registry
from rostok.orgs.models import OrgUnit, System
from rostok.people.models import Person

OwnUnits = Callable[[int], Iterable[int]]
own_units: Registry[OwnUnits] = Registry("own_units", "Места работы человека, главное первым")

Heads = Callable[[Iterable[int]], dict[int, Person]]
heads: Registry[Heads] = Registry("heads", "Руководители организаций сегодня")


@dataclass(frozen=True)
class HeldRole:
    """A role held today and what it may do."""

    holding: RoleHolding
    role: RoleDefinition


def actor_of(user: User) -> Actor:
    """The user as an actor of today: rights of the roles held, and a person's over their own."""
    held = held_roles(user)
    places = own_places(user)
    return Actor(
        title=user.get_full_name(),
        user_id=user.pk,
        person_id=user.person_id,
        place=leading_place(held, places),
        grants=tuple(dict.fromkeys([*held_grants(held), *own_grants(places)])),
    )


def actor_by_id(user_id: int) -> Actor:
    """The actor of a job begun earlier. Refused when the user has lost their access since."""
    user = User.objects.select_related("person").filter(pk=user_id, is_active=True).first()
    if user is None:
        raise Forbidden("Доступ того, кто начал эту работу, закрыт.")
    return actor_of(user)


def held_roles(user: User) -> list[HeldRole]:
    """The roles held today; one that its pack does not know gives nothing."""
    holdings = list(
        RoleHolding.objects.filter(user=user)
        .active_on(clock.today())
        .select_related("unit")
        .order_by("start", "pk")
    )
    roles = role_finder(holdings)
    return [HeldRole(row, role) for row in holdings if (role := roles(row)) is not None]


def role_finder(holdings: Iterable[RoleHolding]) -> Callable[[RoleHolding], RoleDefinition | None]:
    """What each of the holdings may do, found in one query for all."""
    known = definitions_by_system(row.system_id for row in holdings)
    return lambda row: known.get(row.system_id, known[None]).get(row.role)


def is_kept(unit_ids: Collection[int], name: str, besides: Collection[int] = ()) -> bool:
    """Whether somebody who can sign in holds a right over one of the units by a role there.

    `besides` are users who do not count.
    """
    rows = RoleHolding.objects.active_on(clock.today()).filter(unit__in=unit_ids)
    held = list(rows.filter(user__is_active=True).exclude(user__in=besides))
    roles = role_finder(held)
    found = (roles(row) for row in held)
    return any((SUBTREE, name) in role.rights for role in found if role is not None)


def role_titles() -> Callable[[RoleHolding], str]:
    """The name of a role as its own system calls it; an unknown one is shown by its code."""
    known = definitions_by_system(System.objects.values_list("pk", flat=True))

    def title_of(row: RoleHolding) -> str:
        role = known.get(row.system_id, known[None]).get(row.role)
        return role.title if role else row.role

    return title_of


def held_grants(held: Iterable[HeldRole]) -> Iterable[Grant]:
    for each in held:
        for reach, name in sorted(each.role.rights):
            yield Grant(name, reach, each.holding.unit_id)


def own_places(user: User) -> list[int]:
    """The org units where the person behind the user works today, the main one first."""
    if user.person_id is None:
        return []
    return [unit for places in own_units.values() for unit in places(user.person_id)]


def own_grants(places: Sequence[int]) -> Iterable[Grant]:
    """Everybody sees their own rows and what is published at their work, whatever their roles."""
    for reach, name in sorted(rights_at_work()):
        for place in places:
            yield Grant(name, reach, place)


def leading_place(held: Sequence[HeldRole], places: Sequence[int]) -> str:
    """The unit of the highest role, else the main place of work."""
    if held:
        return str(min(held, key=lambda each: each.role.rank).holding.unit)
    return str(OrgUnit.objects.get(pk=places[0])) if places else ""


def users_for_list(actor: Actor) -> QuerySet[User]:
    """Users with all that a row of the list shows: roles held today, a code not yet used."""
    rows: QuerySet[User] = User.objects.visible_to(actor, permissions.VIEW)
    held = RoleHolding.objects.active_on(clock.today()).select_related("unit").order_by("start")
    return (
        rows.select_related("person", "home")
        .prefetch_related(Prefetch("roles", held, to_attr="held_today"))
        .annotate(
            name=Coalesce("person__norm", "norm"),
            has_code=Exists(OneTimeCode.objects.live().filter(user=OuterRef("pk"))),
        )
        .order_by("name", "pk")
    )


def roles_of_user(user: User) -> RoleQuerySet:
    """All roles of a user, past ones too, the newest first."""
    rows: RoleQuerySet = RoleHolding.objects.filter(user=user)
    return rows.select_related("unit", "system__root")


def holdings_for_list(actor: Actor) -> QuerySet[RoleHolding]:
    """Who holds which role at the actor's units today or later, wherever they themselves belong."""
    rows = RoleHolding.objects.visible_to(actor, permissions.VIEW).unended_on(clock.today())
    here = User.objects.filter(pk=OuterRef("user")).visible_to(actor, permissions.VIEW)
    listed: RoleQuerySet = rows.select_related(
        "user__person", "given_by__person", "unit", "system__root"
    )
    found: RoleQuerySet = listed.annotate(is_here=Exists(here)).order_by("unit__sort_key", "pk")
    return found


def unfounded_roles(actor: Actor) -> QuerySet[RoleHolding]:
    """Roles of others that rest on nobody who could give them, where the actor manages access."""
    rows: RoleQuerySet = RoleHolding.objects.visible_to(actor, permissions.MANAGE).unfounded()
    found: QuerySet[RoleHolding] = rows.active_on(clock.today()).exclude(user=actor.user_id or 0)
    return found.select_related("user__person", "unit", "given_by__person")


def roles_within(actor: Actor, rows: Sequence[RoleHolding]) -> list[RoleHolding]:
    """Of the roles, those that open nothing beyond what the actor may give at their units."""
    roles, lines = role_finder(rows), units_above(row.unit_id for row in rows)
    return [
        row
        for row in rows
        if (role := roles(row)) is None or holds_all_of(actor, role, lines.get(row.unit_id, []))
    ]


def is_held_by_others(name: str, unit: OrgUnit, *, but: Sequence[int]) -> bool:
    """Whether an active user besides those named holds a right over the unit today."""
    above: QuerySet[OrgUnit] = OrgUnit.objects.above(unit)
    rows = list(
        RoleHolding.objects.active_on(clock.today())
        .filter(unit__in=above.order_by().values("pk"), user__is_active=True)
        .exclude(user__in=but)
    )
    roles = role_finder(rows)
    return any((SUBTREE, name) in role.rights for row in rows if (role := roles(row)) is not None)


def ground_of_exception(
    actor: Actor, right: str, unit: OrgUnit, *, ground: str, refusal: str
) -> str:
    """The ground to be journalled, of somebody who decides on their own work.

    Refused with `refusal` while anybody else at the unit or above it holds the right; without a
    ground where truly nobody does. The console never decides on its own work.
    """
    if actor.user_id is None or is_held_by_others(right, unit, but=[actor.user_id]):
        raise RuleViolation(refusal)
    words = ground.strip()
    if not words:
        raise RuleViolation(
            "Кроме вас утвердить некому. Назовите основание, по которому вы утверждаете сами.",
            {"ground": "Назовите основание."},
        )
    return words


def live_sign_ins(user: User) -> QuerySet[SignIn]:
    """Browsers where the user is signed in now, the latest first."""
    now = clock.now()
    alive = Session.objects.filter(expire_date__gt=now, session_key=OuterRef("key"))
    fresh = Q(shared=True, seen_at__gt=now - SHARED_IDLE) | Q(
        shared=False, seen_at__gt=now - OWN_IDLE
    )
    return SignIn.objects.filter(fresh, Exists(alive), user=user)


def heads_of(units: Iterable[int]) -> dict[int, Person]:
    """Who heads each of the organisations today, as the registers above know it."""
    wanted = list(units)
    return {unit: one for find in heads.values() for unit, one in find(wanted).items()}


def demo_personas() -> list[Persona]:
    """Personas whose user exists, in the order they were registered."""
    known = personas.values()
    names = {persona.username for persona in known}
    there = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    return [persona for persona in known if persona.username in there]


__all__ = [
    "Contact",
    "Definitions",
    "Persona",
    "actor_by_id",
    "actor_of",
    "contacts_of",
    "demo_personas",
    "gives",
    "ground_of_exception",
    "heads",
    "holdings_for_list",
    "is_held_by_others",
    "is_kept",
    "keepers_of",
    "kept_nearer",
    "own_units",
    "personas",
    "role_titles",
    "roles_within",
    "unfounded_roles",
    "users_for_list",
]
