from django.utils.translation import gettext_lazy as _

from rostok.kernel.nav import NavItem, items
from rostok.orgs import permissions

SYSTEMS = NavItem(_("Системы"), "orgs:systems", permissions.VIEW_SYSTEMS, order=20)
UNITS = NavItem(_("Организации"), "orgs:list", permissions.VIEW, order=40)
items.add("systems", SYSTEMS, origin="orgs")
items.add("organisations", UNITS, origin="orgs")
