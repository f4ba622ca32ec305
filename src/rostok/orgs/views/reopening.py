"""Opening a closed unit again: since when, and what comes back with it."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from rostok.kernel.errors import RuleViolation
from rostok.kernel.pages import Text
from rostok.kernel.ui.formats import date_words
from rostok.orgs import services
from rostok.orgs.followers import Returned
from rostok.orgs.forms import ReopenForm
from rostok.orgs.models import OrgUnit
from rostok.orgs.reopening import offers_to_give_back
from rostok.orgs.services import Reopening
from rostok.orgs.views.reorganising import PreviewedPage


class ReopenPage(PreviewedPage):
    form_class = ReopenForm
    heading = _("Открыть снова")
    done_message = _("Организация снова открыта.")

    @cached_property
    def offers(self) -> list[str]:
        return offers_to_give_back(self.actor, self.unit)

    def form_options(self) -> dict[str, Any]:
        return {**super().form_options(), "offers": self.offers}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.unit.version}

    def get_lead(self) -> Text:
        last_day = self.unit.last_day
        return f"{self.unit}. Последний день работы: {date_words(last_day)}" if last_day else ""

    def save(self, form: Any) -> Reopening:
        values = dict(form.cleaned_data)
        give_back = values.pop("give_back", False)
        if values["on"] is None:
            unit, version = self.unit, values["version"]
            return services.reopen_unit(self.actor, unit=unit, give_back=give_back, version=version)
        if give_back:
            message = "После перерыва людей принимают заново: снимите отметку или уберите день."
            raise RuleViolation(message, {"give_back": message})
        return Reopening(services.resume_unit(self.actor, unit=self.unit, **values), Returned())

    def consequences(self, done: Reopening) -> list[Text]:
        back, left = done.returned.back, done.returned.left
        if not back and not left:
            left = self.offers
        return [
            opened(self.unit, done.unit),
            *(f"Возвращается: {line}" for line in back),
            *(f"Не возвращается: {line}" for line in left),
        ]


def opened(before: OrgUnit, unit: OrgUnit) -> Text:
    pause = unit.pauses.first()
    if pause is None or pause.start != before.closed_on:
        return f"«{unit}» работает, как если бы её не закрывали."
    return f"«{unit}» снова работает с {date_words(pause.end)}; дни перерыва остаются в истории."
