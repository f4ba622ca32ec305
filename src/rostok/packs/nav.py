from django.utils.translation import gettext_lazy as _

from rostok.kernel.nav import NavItem, items
from rostok.packs import permissions

PACKS = NavItem(_("Положения"), "packs:list", permissions.VIEW, order=80)
items.add("packs", PACKS, origin="packs")
