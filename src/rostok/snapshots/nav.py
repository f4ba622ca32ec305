from django.utils.translation import gettext_lazy as _

from rostok.kernel.nav import NavItem, items
from rostok.snapshots import permissions

items.add(
    "snapshots",
    NavItem(_("Срезы"), "snapshots:start", permissions.VIEW, order=16),
    origin="snapshots",
)
