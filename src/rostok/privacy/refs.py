"""How rows about a person's data reach organisations: through where the person works now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from rostok.kernel.access import add_scope_path, units_of, within_units
from rostok.kernel.refs import RefKind, kinds
from rostok.people.models import Person
from rostok.privacy import permissions
from rostok.privacy.models import Block, Consent, DataRequest, ErasureRun


@dataclass(frozen=True)
class ThroughPerson:
    """A row is where its person is, by whatever paths the registers above give to persons."""

    def within(self, units: models.QuerySet[Any]) -> Q:
        people = Person.objects.filter(within_units(Person, units))
        return Q(person__in=people.values("pk"))

    def units_of(self, model: type[models.Model], rows: models.QuerySet[Any]) -> Iterable[int]:
        found = model._default_manager.filter(pk__in=rows).order_by()
        return units_of(Person, found.values("person"))


for model in (Consent, DataRequest, Block):
    add_scope_path(model, ThroughPerson(), origin="privacy")

REFS: tuple[tuple[str, type[models.Model], str, str], ...] = (
    ("consent", Consent, "Согласие", permissions.KEEP),
    ("data_request", DataRequest, "Обращение о данных", permissions.KEEP),
    ("data_block", Block, "Блокировка", permissions.KEEP),
    ("erasure", ErasureRun, "Обезличивание", permissions.GOVERN),
)
for name, kept, title, right in REFS:
    kinds.add(
        name,
        RefKind(name, kept, title, right, lambda row: row.get_absolute_url()),
        origin="privacy",
    )
