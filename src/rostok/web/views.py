"""Home by role, and the pages of errors."""

from typing import Any

from rostok.indicators import permissions as indicator_permissions
from rostok.indicators.queries import home_figures
from rostok.kernel.access import STRANGER
from rostok.kernel.pages import PUBLIC, ContentPage, Text
from rostok.orgs.queries import systems_for_list
from rostok.web.todo import todo_for


class HomePage(ContentPage):
    """«Сегодня»: what waits for me, my figures, my systems. A stranger reads what this is."""

    permission = PUBLIC
    template_name = "web/home.html"

    def get_heading(self) -> Text:
        return "Росток" if self.actor is STRANGER else "Сегодня"

    def context(self) -> dict[str, Any]:
        if self.actor is STRANGER:
            return {**super().context(), "stranger": True}
        return {
            **super().context(),
            "systems": systems_for_list(self.actor)[:6],
            "figures": home_figures(self.actor),
            "todo": todo_for(self.actor),
            "may_indicators": self.actor.may(indicator_permissions.VIEW),
        }
