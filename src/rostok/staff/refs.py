"""How staff rows are pointed at, and how persons reach the organisations they work for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Q, When

from rostok.accounts.queries import heads, own_units
from rostok.kernel import clock
from rostok.kernel.access import add_scope_path
from rostok.kernel.measures import MemberKind, member_kinds
from rostok.kernel.refs import RefKind, kinds
from rostok.people.models import Person, PersonSensitive
from rostok.people.queries import retired_cards
from rostok.staff import permissions
from rostok.staff.models import Employment, EmploymentKind, TransferRequest, Vacancy

HEADS = ("director", "kindergarten-head")


@dataclass(frozen=True)
class CurrentEmployments:
    """A person belongs to the organisations they work for now or are already engaged by.

    Whatever the kind of employment; who has left belongs no more.
    """

    lookup: str

    def within(self, units: models.QuerySet[Any]) -> Q:
        current = Employment.objects.unended_on(clock.today()).filter(organisation__in=units)
        return Q(**{f"{self.lookup}__in": current.values("person")})

    def units_of(self, _model: type[models.Model], rows: models.QuerySet[Any]) -> Iterable[int]:
        current = Employment.objects.unended_on(clock.today()).filter(person__in=rows).order_by()
        found: Iterable[int] = current.values_list("organisation", flat=True).distinct()
        return found


add_scope_path(Person, CurrentEmployments("pk"), origin="staff")
add_scope_path(PersonSensitive, CurrentEmployments("person"), origin="staff")


def work_of(person: int) -> list[int]:
    """Where a person works today, the main place first."""
    main_first = Case(When(kind=EmploymentKind.MAIN, then=0), default=1)
    current = Employment.objects.filter(person=person).active_on(clock.today())
    return list(current.order_by(main_first, "start").values_list("organisation", flat=True))


own_units.add("employments", work_of, origin="staff")


def heads_at(units: Iterable[int]) -> dict[int, Person]:
    """Who works today as the head of each organisation; of two, who came first."""
    rows = Employment.objects.active_on(clock.today()).filter(
        organisation__in=list(units), post__code__in=HEADS
    )
    found = rows.select_related("person").order_by("-start", "-pk")
    return {row.organisation_id: row.person for row in found}


heads.add("employments", heads_at, origin="staff")

for name, model, title, right in (
    ("person", Person, "Человек", permissions.VIEW),
    ("employment", Employment, "Место работы", permissions.VIEW),
    ("vacancy", Vacancy, "Вакансия", permissions.VIEW),
    ("transfer", TransferRequest, "Перевод", permissions.EDIT),
):
    kinds.add(
        name,
        RefKind(name, model, title, right, lambda row: row.get_absolute_url()),
        origin="staff",
    )

for member_kind in (
    MemberKind("person", "person", ("человек", "человека", "человек"), retired_cards),
    MemberKind("vacancy", "vacancy", ("вакансия", "вакансии", "вакансий")),
):
    member_kinds.add(member_kind.name, member_kind, origin="staff")
