from django.utils.translation import gettext_lazy as _

from rostok.kernel.nav import NavItem, items
from rostok.privacy import permissions

items.add(
    "privacy.mine",
    NavItem(_("Мои данные"), "privacy:mine", permissions.OWN, order=85),
    origin="privacy",
)
items.add(
    "privacy.keep",
    NavItem(_("Согласия"), "privacy:consents", permissions.KEEP, order=86),
    origin="privacy",
)
