"""Several occurrences accepted at once: what was ticked in a list, or all that waits in it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.ids import sent_keys
from rostok.kernel.pages import ContentPage, Text
from rostok.kernel.ui.formats import count_words
from rostok.roadmaps import permissions, services
from rostok.roadmaps.lists import Told, told
from rostok.roadmaps.models import Occurrence
from rostok.roadmaps.queries import waiting_for

MOST = 200
FORMS = "мероприятие,мероприятия,мероприятий"


class AcceptManyPage(ContentPage):
    """Asks once with the real number, accepts each by itself and tells every refusal."""

    permission = permissions.ACCEPT
    template_name = "roadmaps/accept_many.html"
    heading = _("Принять несколько мероприятий")

    @cached_property
    def asked(self) -> list[int]:
        return sent_keys(self.request.GET.getlist("ids") + self.request.POST.getlist("ids"))

    @cached_property
    def rows(self) -> list[Occurrence]:
        """What was ticked and waits for the actor; nothing ticked: all that waits."""
        waiting = waiting_for(self.actor)
        if self.asked:
            waiting = waiting.filter(pk__in=self.asked)
        return list(waiting.prefetch_related("proofs")[: MOST + 1])

    @property
    def back(self) -> str:
        """The list one came from."""
        given = self.request.POST.get("back") or self.request.GET.get("back", "")
        inside = url_has_allowed_host_and_scheme(given, allowed_hosts=None)
        return given if inside else reverse("roadmaps:waiting")

    def get_lead(self) -> Text:
        number = min(len(self.rows), MOST)
        return f"Будет принято: {count_words(number, FORMS)}." if number else ""

    def shown(self) -> list[Told]:
        today = clock.today()
        return [told(row, today) for row in self.rows[:MOST]]

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "rows": self.shown(),
            "more": len(self.rows) > MOST,
            "most": MOST,
            "back": self.back,
            "gone": max(len(self.asked) - len(self.rows), 0),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows: Any = Occurrence.objects.visible_to(self.actor, permissions.ACCEPT).with_actions()
        chosen = list(rows.filter(pk__in=self.asked)[:MOST])
        refused = services.accept_many(self.actor, occurrences=chosen)
        accepted = count_words(len(chosen) - len(refused), FORMS)
        messages.success(request, f"Принято: {accepted}.")
        for occurrence in chosen:
            if occurrence.pk in refused:
                messages.warning(request, f"{occurrence}: {refused[occurrence.pk]}")
        return HttpResponseRedirect(self.back)
