from django.utils.translation import gettext_lazy as _

from rostok.kernel.nav import SIGNED_IN, NavItem, tools
from rostok.notifications.queries import unread_count

BELL = NavItem(_("Уведомления"), "notifications:list", SIGNED_IN, badge=unread_count, icon="bell")
tools.add("notices", BELL, origin="notifications")
