"""Reads of staff: the list on a day, a person's card, those without access."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from rostok.accounts import permissions as accounts
from rostok.kernel import clock
from rostok.kernel.access import Actor, holds
from rostok.orgs.models import OrgName, OrgUnit
from rostok.orgs.queries import systems_over
from rostok.packs.queries import shared_content
from rostok.people.models import Person, PersonSensitive
from rostok.people.permissions import VIEW_SENSITIVE
from rostok.privacy.queries import disputes
from rostok.staff import permissions
from rostok.staff.categories import ATTESTED
from rostok.staff.models import (
    Absence,
    Employment,
    PostCategory,
    QualificationCategory,
    TeachingSubject,
    Vacancy,
)

Limits = Mapping[str, Any]


def staff_on(actor: Actor, day: date) -> QuerySet[Any]:
    """Employments of a day with what filters ask of them: the category, and who is on leave."""
    rows: Any = Employment.objects.visible_to(actor, permissions.VIEW)
    attested = QualificationCategory.objects.active_on(day).filter(
        person=OuterRef("person"), level__in=ATTESTED
    )
    found = rows.active_on(day).select_related("person__staff_card", "organisation", "post")
    held: QuerySet[Any] = (
        found.prefetch_related(Prefetch("subjects", TeachingSubject.objects.only("title", "norm")))
        .annotate(
            category=Subquery(attested.order_by("-level").values("level")[:1]),
            on_leave=Exists(Absence.objects.active_on(day).filter(employment=OuterRef("pk"))),
        )
        .order_by("person__norm", "pk")
    )
    return held


def staff_for_list(actor: Actor, day: date) -> QuerySet[Any]:
    """Employments of a day with all that a row shows, in four queries.

    Organisations are called as on the day. A former worker stands in the lists of earlier days;
    `is_here` says whether the card opens.
    """
    seen: Any = Person.objects.filter(pk=OuterRef("person"))
    listed: QuerySet[Any] = staff_on(actor, day).annotate(
        is_here=Exists(seen.visible_to(actor, permissions.VIEW)),
        birth_date=closed_for(actor, "birth_date"),
    )
    names = OrgName.objects.active_on(day)
    called = Prefetch("organisation__names", names, to_attr="names_then")
    return listed.prefetch_related(disputes("person__"), called)


def staff_for_export(actor: Actor, day: date) -> QuerySet[Any]:
    """Employments of a day with what of the people's closed data the actor may see.

    Asked in the statement that reads the rows: the actor's people are found once for the file.
    """
    closed = {name: closed_for(actor, name) for name in ("birth_date", "phone")}
    found: QuerySet[Any] = staff_on(actor, day).annotate(**closed)
    return found


def closed_for(actor: Actor, name: str) -> Subquery:
    """The birth date or the phone of a row's person, empty where the actor may not see it."""
    rows: Any = PersonSensitive.objects.filter(person=OuterRef("person"))
    return Subquery(rows.visible_to(actor, VIEW_SENSITIVE).values(name)[:1])


def limits_for(unit: OrgUnit | None, day: date) -> Limits:
    """Limits of age and experience: of the nearest system over the unit, else the shared ones."""
    system = systems_over(unit, day).first() if unit else None
    if system is not None:
        held: Limits = system.limits_on(day)
        return held
    shared: Limits = shared_content().sections["pack"].limits
    return shared


def employments_of(person: Person) -> QuerySet[Any]:
    rows = Employment.objects.filter(person=person).select_related("post", "organisation")
    return rows.prefetch_related("subjects", "absences").order_by("-start", "-pk")


def sensitive_for(actor: Actor, person: Person) -> PersonSensitive | None:
    """Birth date and phone, for those who may see them."""
    if not holds(actor, VIEW_SENSITIVE, person):
        return None
    return PersonSensitive.objects.filter(person=person).first() or PersonSensitive(person=person)


def organisations_to_staff(actor: Actor) -> QuerySet[OrgUnit]:
    """Organisations whose staff the actor keeps, open today."""
    rows: Any = OrgUnit.objects.workplaces().open_on(clock.today())
    found: QuerySet[OrgUnit] = rows.visible_to(actor, permissions.EDIT)
    return found


def without_access(actor: Actor) -> QuerySet[Any]:
    """Workers of today whom the actor may give access to and who have no account."""
    people: Any = Person.objects.filter(user__isnull=True)
    mine = people.visible_to(actor, accounts.MANAGE)
    today = clock.today()
    rows = Employment.objects.main().active_on(today).filter(person__in=mine.values("pk"))
    return rows.select_related("person", "organisation", "post").order_by("person__norm", "pk")


def head_count(actor: Actor, unit: OrgUnit, day: date) -> dict[str, int]:
    """Main employments below a unit on a day by category of post, and those on long leave."""
    rows: Any = Employment.objects.visible_to(actor, permissions.VIEW)
    below = OrgUnit.objects.below(unit).values("pk")
    main = rows.main().active_on(day).filter(organisation__in=below)
    absent = Absence.objects.active_on(day).values("employment")
    counts: dict[str, int] = main.aggregate(
        teaching=Count("pk", filter=Q(post__category=PostCategory.TEACHING)),
        management=Count("pk", filter=Q(post__category=PostCategory.MANAGEMENT)),
        support=Count("pk", filter=Q(post__category=PostCategory.SUPPORT)),
        absent=Count("pk", filter=Q(pk__in=absent)),
    )
    return counts


def vacancies_of(actor: Actor, unit: OrgUnit, day: date) -> QuerySet[Any]:
    rows: Any = Vacancy.objects.visible_to(actor, permissions.VIEW)
    open_ones = rows.active_on(day).filter(
        organisation__in=OrgUnit.objects.below(unit).values("pk")
    )
    found: QuerySet[Any] = open_ones.select_related("post", "subject", "organisation")
    return found.order_by("organisation__sort_key", "post__norm", "pk")
