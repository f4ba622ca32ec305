"""Sets of organisations published for indicators."""

from rostok.kernel.measures import Ask, MemberKind, Members, NearMiss, measure, member_kinds
from rostok.orgs.models import OrgUnit
from rostok.orgs.models.units import OrgUnitQuerySet

member_kinds.add(
    "organisation",
    MemberKind("organisation", "unit", ("организация", "организации", "организаций")),
    origin="orgs",
)


def members(rows: OrgUnitQuerySet) -> Members:
    return Members(rows=rows, member="pk", unit="pk", on="opened_on", order="sort_key", fact="pk")


def kinds_of(ask: Ask) -> list[str]:
    """Kinds the formula names, else those the pack counts."""
    return list(ask.filters.get("org_kinds") or ask.limits["org_kinds"])


def open_organisations(ask: Ask) -> OrgUnitQuerySet:
    rows: OrgUnitQuerySet = OrgUnit.objects.organisations()
    return rows.open_on(ask.on)


def closed(ask: Ask) -> Members:
    return members(OrgUnit.objects.organisations().filter(closed_on__lte=ask.on))


def not_yet_open(ask: Ask) -> Members:
    return members(OrgUnit.objects.organisations().filter(opened_on__gt=ask.on))


def of_other_kinds(ask: Ask) -> Members:
    return members(open_organisations(ask).exclude(org_kind__in=kinds_of(ask)))


@measure(
    "orgs.organisations",
    member="organisation",
    title="Образовательные организации",
    near_misses=(
        NearMiss(closed, "закрыта к дате расчёта"),
        NearMiss(not_yet_open, "открылась после даты расчёта"),
        NearMiss(of_other_kinds, "организация другого вида"),
    ),
    filters=("org_kinds",),
)
def organisations(ask: Ask) -> Members:
    """Organisations of the counted kinds open on the day; a branch is not one of its own."""
    return members(open_organisations(ask).filter(org_kind__in=kinds_of(ask)))
