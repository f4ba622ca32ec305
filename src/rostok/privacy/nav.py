from django.utils.translation import gettext_lazy as _

from rostok.kernel.nav import NavItem, own_pages
from rostok.privacy import permissions

own_pages.add(
    "privacy.mine",
    NavItem(_("Мои данные"), "privacy:mine", permissions.OWN),
    origin="privacy",
)
