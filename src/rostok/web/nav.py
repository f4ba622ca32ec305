from django.utils.translation import gettext_lazy as _

from rostok.kernel.nav import NavItem, items
from rostok.packs import permissions
from rostok.web.badge import number_of_mine

TODAY = NavItem(_("Сегодня"), "web:home", permissions.VIEW, order=1, badge=number_of_mine)
items.add("today", TODAY, origin="web")
