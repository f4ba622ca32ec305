"""Rows of employments that bases are made of, and those that almost are."""

from typing import Any

from django.db.models import Q, QuerySet

from rostok.kernel.measures import Ask
from rostok.orgs.models import OrgUnit
from rostok.staff.models import Absence, Employment, EmploymentKind, PostCategory

Rows = QuerySet[Any]
Categories = tuple[str, ...]

TEACHING: Categories = (PostCategory.TEACHING,)
MANAGEMENT: Categories = (PostCategory.MANAGEMENT,)
ALL_COUNTED: Categories = TEACHING + MANAGEMENT


def kinds_of(ask: Ask) -> list[str]:
    """Kinds of organisations whose staff is counted: by the formula, else by the pack's limit."""
    return list(ask.filters.get("org_kinds") or ask.limits["org_kinds"])


def main_on_the_day(ask: Ask) -> Rows:
    """One row for each person with a main employment at an open organisation."""
    open_ones = Q(organisation__opened_on__isnull=True) | Q(organisation__opened_on__lte=ask.on)
    not_closed = Q(organisation__closed_on__isnull=True) | Q(organisation__closed_on__gt=ask.on)
    return Employment.objects.main().active_on(ask.on).filter(open_ones, not_closed)


def on_leave(ask: Ask) -> Q:
    return Q(pk__in=Absence.objects.active_on(ask.on).values("employment"))


def within_kinds(ask: Ask) -> Q:
    return Q(organisation__org_kind__in=kinds_of(ask))


def counted(ask: Ask, categories: Categories) -> Rows:
    """K1: main post of the category, kind of organisation in the pack's list, not on long leave."""
    rows = main_on_the_day(ask).filter(within_kinds(ask), post__category__in=categories)
    return rows if ask.limits.get("leave_in_base") else rows.exclude(on_leave(ask))


def absent(ask: Ask, categories: Categories) -> Rows:
    rows = main_on_the_day(ask).filter(within_kinds(ask), on_leave(ask))
    return rows.filter(post__category__in=categories)


def of_other_categories(ask: Ask, categories: Categories) -> Rows:
    return main_on_the_day(ask).filter(within_kinds(ask)).exclude(post__category__in=categories)


def of_other_posts(ask: Ask, categories: Categories) -> Rows:
    """Counted by category, but not of the posts that the formula names."""
    posts = ask.filters.get("posts")
    rows = counted(ask, categories)
    return rows.exclude(post__code__in=posts) if posts else rows.none()


def in_other_kinds(ask: Ask, categories: Categories) -> Rows:
    rows = main_on_the_day(ask).filter(post__category__in=categories)
    return rows.exclude(within_kinds(ask))


def ended(ask: Ask) -> Rows:
    """Main employments that ended within the period asked about, by the day."""
    left = Employment.objects.main().filter(end__lte=ask.on, end__gt=ask.period.start)
    return left.filter(organisation__in=organisations_counted(ask))


def started_later(ask: Ask) -> Rows:
    later = Employment.objects.main().filter(start__gt=ask.on)
    return later.filter(organisation__in=organisations_counted(ask))


def part_timers(ask: Ask, kind: EmploymentKind) -> Rows:
    return Employment.objects.active_on(ask.on).filter(
        kind=kind, organisation__in=organisations_counted(ask)
    )


def organisations_counted(ask: Ask) -> Rows:
    return OrgUnit.objects.filter(org_kind__in=kinds_of(ask))
