from django.utils.translation import gettext_lazy as _

from rostok.kernel.nav import NavItem, items
from rostok.staff import permissions

items.add(
    "staff",
    NavItem(_("Педагоги"), "staff:list", permissions.VIEW, order=30, over_others=True),
    origin="staff",
)
