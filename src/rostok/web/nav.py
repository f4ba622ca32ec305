from django.utils.translation import gettext_lazy as _

from rostok.kernel.nav import NavItem, items
from rostok.packs import permissions

items.add("today", NavItem(_("Сегодня"), "web:home", permissions.VIEW, order=1), origin="web")
