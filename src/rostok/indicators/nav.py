from django.utils.translation import gettext_lazy as _

from rostok.indicators import permissions
from rostok.kernel.nav import NavItem, items

items.add(
    "indicators",
    NavItem(_("Показатели"), "indicators:start", permissions.VIEW, order=15),
    origin="indicators",
)
items.add(
    "reports",
    NavItem(_("Отчётность"), "indicators:forms", permissions.REPORT, order=16),
    origin="indicators",
)
