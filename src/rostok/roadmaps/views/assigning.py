"""Naming who does it: those nearest are offered at once, the others are found by name."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from rostok.roadmaps import services
from rostok.roadmaps.forms import AssignForm, FindPersonForm
from rostok.roadmaps.models import Occurrence
from rostok.roadmaps.people import named, nearest_of, people_within, told_apart
from rostok.roadmaps.views.doing import WorkPage
from rostok.roadmaps.views.handing import hand_on_actions

MOST_OFFERED = 50


class AssignPage(WorkPage):
    template_name = "roadmaps/assign.html"
    heading = _("Исполнитель")
    form_class = AssignForm
    done_message = _("Записано, кто исполняет.")

    @cached_property
    def people(self) -> Any:
        return people_within(self.occurrence.unit, self.today).order_by("norm", "pk")

    @property
    def asked(self) -> str:
        return self.request.GET.get("name", "").strip()

    @cached_property
    def found(self) -> list[Any]:
        """One more than is shown."""
        near = nearest_of(self.people, self.occurrence, self.today)
        rows = named(self.people, self.asked) if self.asked else near
        return list(rows[: MOST_OFFERED + 1])

    def offered(self) -> list[tuple[int, str]]:
        """Whoever does it now stands first."""
        now = self.occurrence.responsible
        rows = [one for one in self.found[:MOST_OFFERED] if one != now]
        return told_apart([now, *rows] if now else rows, self.today)

    def form_options(self) -> dict[str, Any]:
        return {**super().form_options(), "people": self.people, "offered": self.offered()}

    def get_initial(self) -> dict[str, Any]:
        return {"person": self.occurrence.responsible_id}

    def save(self, form: Any) -> Occurrence:
        return services.assign(self.actor, occurrence=self.occurrence, **form.cleaned_data)

    def context(self) -> dict[str, Any]:
        handing = hand_on_actions(self.actor, self.occurrence)
        return {
            **super().context(),
            "hand_url": next((one.url for one in handing), ""),
            "finding": FindPersonForm(initial={"name": self.asked}),
            "asked": self.asked,
            "nobody": not self.found,
            "too_many": len(self.found) > MOST_OFFERED,
        }
