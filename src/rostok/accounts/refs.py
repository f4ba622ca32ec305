"""How users are pointed at, and where they belong."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from rostok.accounts import permissions
from rostok.accounts.models import User
from rostok.kernel.access import add_scope_path, units_of, within_units
from rostok.kernel.refs import RefKind, kinds
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person


class UserPlace:
    """A user belongs where their person works today; `home` stands for those who work nowhere.

    So a former school loses the account of a teacher who moved, without anybody's care.
    """

    def within(self, units: models.QuerySet[Any]) -> Q:
        here = Person.objects.filter(within_units(Person, units))
        anywhere = Person.objects.filter(within_units(Person, OrgUnit.objects.values("pk")))
        placed = Q(person__isnull=False, person__in=anywhere.values("pk"))
        return Q(person__in=here.values("pk")) | (Q(home__in=units) & ~placed)

    def units_of(self, _model: type[models.Model], rows: models.QuerySet[Any]) -> Iterable[int]:
        users = User.objects.filter(pk__in=rows)
        placed = units_of(Person, users.filter(person__isnull=False).values("person"))
        home = users.filter(self.within(OrgUnit.objects.values("pk")), person=None)
        return placed | set(home.values_list("home", flat=True))


add_scope_path(User, UserPlace(), origin="accounts")

kinds.add(
    "user",
    RefKind("user", User, "Пользователь", permissions.VIEW, lambda user: user.get_absolute_url()),
    origin="accounts",
)
