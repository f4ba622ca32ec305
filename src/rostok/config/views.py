"""Pages about the installation itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rostok.config.backup.queries import is_overdue, recent_copies
from rostok.config.permissions import VIEW_BACKUPS
from rostok.kernel.pages import ContentPage


class BackupsPage(ContentPage):
    """Which copies were made, and what to type to make one: the site itself makes none."""

    permission = VIEW_BACKUPS
    template_name = "config/backups.html"
    heading = _("Резервные копии")

    def context(self) -> dict[str, Any]:
        return {**super().context(), "copies": recent_copies(), "is_overdue": is_overdue()}
