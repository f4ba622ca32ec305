from django.utils.translation import gettext_lazy as _

from rostok.accounts import permissions
from rostok.kernel.nav import NavItem, items

items.add(
    "accounts",
    NavItem(_("Доступ"), "accounts:users", permissions.VIEW, order=90),
    origin="accounts",
)
