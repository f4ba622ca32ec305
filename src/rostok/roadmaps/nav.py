from django.utils.translation import gettext_lazy as _

from rostok.kernel.nav import NavItem, items
from rostok.roadmaps import permissions

items.add(
    "roadmaps",
    NavItem(_("Дорожная карта"), "roadmaps:start", permissions.VIEW, order=14),
    origin="roadmaps",
)
