"""What is done to indicators: a target of one's own, a recomputation."""

from functools import cached_property
from typing import Any

from django.forms import Form
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from rostok.indicators import permissions, services
from rostok.indicators.catalogue import is_context, years_of
from rostok.indicators.forms import TargetForm
from rostok.indicators.models import Target
from rostok.indicators.queries import own_target, place_in
from rostok.indicators.tasks import RECOMPUTE
from rostok.indicators.views.base import OneIndicatorPage
from rostok.indicators.wording import target_words
from rostok.kernel.access import holds
from rostok.kernel.errors import RuleViolation
from rostok.kernel.jobs import start_job
from rostok.kernel.pages import ActionPage, Crumbs, FormPage, Text
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.queries import system_for

NO_OWN_TARGET = "Своего плана здесь нет: действует план положения или территории выше."


class TargetFormPage(OneIndicatorPage, FormPage):
    """A form about the target of a unit whose targets the actor may set."""

    permission = permissions.SET_TARGETS

    @cached_property
    def unit(self) -> OrgUnit:
        unit = place_in(self.actor, self.system, self.request.GET.get("unit"), self.tree_day)
        if is_context(self.indicator) or not holds(self.actor, permissions.SET_TARGETS, unit):
            raise Http404
        return unit

    def get_lead(self) -> Text:
        return f"{self.indicator.title}. {self.unit.title_then}, {self.year} год"

    def get_crumbs(self) -> Crumbs:
        return [*super().get_crumbs(), (str(self.indicator.title), self.success_url(None))]

    def success_url(self, _done: Any) -> str:
        return self.address("indicators:indicator", self.indicator.code)


class TargetPage(TargetFormPage):
    """A territory's own target for a year, beside the regulation's."""

    form_class = TargetForm
    done_message = _("Целевое значение сохранено, состояние пересчитано.")

    def get_heading(self) -> Text:
        return _("Целевое значение")

    def get_initial(self) -> dict[str, Any]:
        return {"value": self.row.target}

    def save(self, form: Any) -> Any:
        return services.set_target(
            self.actor,
            system=self.system,
            unit=self.unit,
            code=self.indicator.code,
            year=self.year,
            **form.cleaned_data,
        )


class ReturnTargetPage(TargetFormPage):
    """The territory's own target goes, the regulation's (or that from above) counts again."""

    form_class = Form
    submit_title = _("Вернуть")
    done_message = _("Снова действует прежний план.")

    @cached_property
    def target(self) -> Target | None:
        return own_target(self.system, self.unit, self.indicator.code, self.year)

    def get_heading(self) -> Text:
        return _("Вернуть план положения")

    def get_lead(self) -> Text:
        if self.target is None:
            return f"{super().get_lead()}. {NO_OWN_TARGET}"
        own = target_words(self.target.value, self.indicator.unit, self.indicator.better)
        return f"{super().get_lead()}. Сейчас: {own}. Основание: {self.target.ground}"

    def save(self, _form: Any) -> None:
        if self.target is None:
            raise RuleViolation(NO_OWN_TARGET)
        services.remove_target(self.actor, target=self.target)


class RecomputePage(ActionPage):
    """Start the recomputation of a system in the background."""

    permission = permissions.RECOMPUTE
    model = System
    heading = _("Пересчитать показатели")
    submit_title = _("Пересчитать")

    @cached_property
    def object(self) -> Any:
        system = system_for(self.actor, self.kwargs["key"])
        if not holds(self.actor, self.permission, system.root):
            raise Http404
        return system

    def get_consequences(self) -> list[Text]:
        years = ", ".join(map(str, years_of(self.object)))
        return [
            f"Показатели системы «{self.object}» будут посчитаны заново за годы {years}.",
            _("Это займёт от секунд до минуты; страница покажет ход работы."),
        ]

    def act(self) -> Any:
        title = f"Пересчёт показателей: {self.object}"
        return start_job(self.actor, RECOMPUTE, title, system=self.object.key)

    def success_url(self, done: Any) -> str:
        return str(done.get_absolute_url())
