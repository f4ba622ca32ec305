"""The review of access: who holds what, what is worth a look, and where nobody gives access."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rostok.accounts import permissions
from rostok.accounts.models import AccessReview, RoleHolding
from rostok.accounts.queries import gives, holdings_for_list
from rostok.accounts.roles import OWN_ROLE, RoleDefinition, definitions_by_system
from rostok.kernel import clock
from rostok.kernel.access import Actor, within_units
from rostok.orgs.models import TERRITORIES, OrgUnit, System
from rostok.people.models import Person

UNUSED = timedelta(days=90)
SOON = timedelta(days=30)
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Finding:
    """Something to look at: a name for addresses, words, and the condition on roles held."""

    key: str
    title: str | Promise
    advice: str | Promise
    condition: Callable[[], Any]


def works_nowhere() -> Q:
    """Roles of people of the staff list who work nowhere any more."""
    working = Person.objects.filter(within_units(Person, OrgUnit.objects.values("pk")))
    return Q(user__person__isnull=False) & ~Q(user__person__in=working.values("pk"))


def is_wide_and_plain() -> Any:
    """Roles over a territory whose holders sign in by a password alone."""
    second = Authenticator.objects.filter(user=OuterRef("user"), type=Authenticator.Type.TOTP)
    return Q(unit__kind__in=TERRITORIES) & ~Exists(second)


FINDINGS = (
    Finding(
        "never",
        _("Ни разу не входили"),
        _("Выдайте новый код или завершите роль"),
        lambda: Q(user__last_login=None),
    ),
    Finding(
        "unused",
        _("Не входили 90 дней"),
        _("Спросите, нужна ли роль"),
        lambda: Q(user__last_login__lt=clock.now() - UNUSED),
    ),
    Finding("gone", _("Больше нигде не работают"), _("Завершите роль"), works_nowhere),
    Finding(
        "unfounded",
        _("Дал тот, кто больше не может дать такую роль"),
        _("Подтвердите или завершите роль"),
        lambda: Q(unfounded_since__isnull=False),
    ),
    Finding(
        "closed",
        _("Доступ закрыт, а роль осталась"),
        _("Завершите роль"),
        lambda: Q(user__is_active=False),
    ),
    Finding(
        "ending",
        _("Закончатся за 30 дней"),
        _("Продлите, если работа продолжается"),
        lambda: Q(end__isnull=False, end__lte=clock.today() + SOON),
    ),
    Finding(
        "plain",
        _("Вся территория по одному паролю"),
        _("Попросите включить вход в два шага"),
        is_wide_and_plain,
    ),
)
BY_KEY = {finding.key: finding for finding in FINDINGS}


def holdings_below(actor: Actor, unit: OrgUnit) -> QuerySet[RoleHolding]:
    """The roles of the list that stand at the unit or below it."""
    below: Any = OrgUnit.objects.below(unit)
    return holdings_for_list(actor).filter(unit__in=below.values("pk"))


def counts_of_findings(actor: Actor, unit: OrgUnit) -> list[tuple[Finding, int]]:
    rows = holdings_below(actor, unit).order_by()
    counted = {finding.key: Count("pk", filter=finding.condition()) for finding in FINDINGS}
    found = rows.aggregate(**counted)
    return [(finding, found[finding.key]) for finding in FINDINGS]


def counts_by_role(actor: Actor, unit: OrgUnit) -> list[tuple[str, str, int]]:
    """Code, title and number of holders of each role at the unit and below."""
    counted = holdings_below(actor, unit).order_by().values_list("role", "system")
    titles, numbers = titles_of_roles(), dict[str, int]()
    for role, _system, number in counted.annotate(number=Count("pk")):
        numbers[role] = numbers.get(role, 0) + number
    return sorted(((role, titles.get(role, role), number) for role, number in numbers.items()))


def titles_of_roles() -> dict[str, str]:
    known = definitions_by_system(System.objects.values_list("pk", flat=True))
    found = {code: role.title for roles in known.values() for code, role in roles.items()}
    return found | {code: role.title for code, role in known[None].items()}


def roles_without_holder(unit: OrgUnit) -> list[tuple[System, RoleDefinition]]:
    """Roles that the regulation of a system at the unit or below names and nobody holds there."""
    below: Any = OrgUnit.objects.below(unit)
    systems = System.objects.filter(root__in=below.values("pk")).active_on(clock.today())
    running = list(systems.select_related("root").order_by("root__sort_key"))
    known = definitions_by_system(system.pk for system in running)
    held = set(
        RoleHolding.objects.active_on(clock.today())
        .filter(user__is_active=True, unit__above_rows__ancestor__in=[s.root_id for s in running])
        .values_list("unit__above_rows__ancestor", "role")
    )
    return [
        (system, role)
        for system in running
        for role in sorted(known.get(system.pk, known[None]).values(), key=lambda role: role.rank)
        if role.level == system.root.kind
        and role.code != OWN_ROLE
        and (system.root_id, role.code) not in held
    ]


def organisations_for_access(actor: Actor) -> Any:
    """Open organisations whose access the actor manages, with `keepers`: who gives access there."""
    rows: Any = OrgUnit.objects.organisations().open_on(clock.today())
    mine = rows.visible_to(actor, permissions.MANAGE)
    annotated = mine.select_related("parent").annotate(
        keepers=Count("role_holdings", filter=keeps_access("role_holdings__"))
    )
    return annotated.order_by("sort_key", "pk")


def keeps_access(prefix: str) -> Q:
    """Roles held today that give access at their unit, by those who may sign in."""
    return gives(permissions.MANAGE, prefix)


def reviews_of(unit: OrgUnit) -> QuerySet[AccessReview]:
    return AccessReview.objects.filter(unit=unit)


def is_overdue(review: AccessReview | None) -> bool:
    """Whether a year has passed since, or nobody has ever looked."""
    return review is None or review.at < clock.now() - YEAR


def units_to_review(actor: Actor) -> Sequence[OrgUnit]:
    """The topmost units of the actor's rights."""
    units = [unit for found in actor.reaches_of(permissions.VIEW).values() for unit in found]
    if actor.unlimited:
        return list(OrgUnit.objects.filter(parent=None))
    return list(OrgUnit.objects.filter(pk__in=units).order_by("kind", "sort_key"))


def counts_to_keep(actor: Actor, unit: OrgUnit) -> Mapping[str, int]:
    """What a review remembers: all roles and each finding."""
    found = {finding.key: number for finding, number in counts_of_findings(actor, unit)}
    return {"roles": holdings_below(actor, unit).count(), **found}
