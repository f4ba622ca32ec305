"""How users are pointed at, and where they belong."""

from typing import Any

from django.db import models
from django.db.models import Q

from rostok.accounts import permissions
from rostok.accounts.models import User
from rostok.kernel.access import add_scope_path, within_units
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


add_scope_path(User, UserPlace(), origin="accounts")

kinds.add(
    "user",
    RefKind("user", User, "Пользователь", permissions.VIEW, lambda user: user.get_absolute_url()),
    origin="accounts",
)
