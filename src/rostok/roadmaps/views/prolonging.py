"""«Продлить на следующий год»: a guided act of five steps.

Answers are kept with the roadmap, so that whoever governs it may go on later and elsewhere; nothing
else is written before the last step is confirmed.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from rostok.indicators import permissions as of_indicators
from rostok.indicators.queries import indicators_of, targets_of
from rostok.kernel.access import holds
from rostok.kernel.pages import Crumbs, ObjectPage, PageAction, Text
from rostok.kernel.ui.formats import count_words, date_words
from rostok.kernel.word import word_response
from rostok.roadmaps import permissions, services
from rostok.roadmaps.doers import Doers
from rostok.roadmaps.drafts import answers_of, draft_of
from rostok.roadmaps.files.amendment import (
    amendment_file,
    amendment_of,
    drafted,
    titled_targets,
)
from rostok.roadmaps.models import RoadmapAct
from rostok.roadmaps.prolonging import CANCEL, LEAVE, MOVE, Answers, Plan
from rostok.roadmaps.prolonging_forms import (
    ActForm,
    ActionsForm,
    CheckForm,
    TargetsForm,
    UnfinishedForm,
)
from rostok.roadmaps.views.renewing import GovernPage

PEOPLE = "человек,человека,человек"
STEPS = {
    "prolong": _("Акт"),
    "prolong_actions": _("Мероприятия"),
    "prolong_unfinished": _("Незавершённое"),
    "prolong_targets": _("Планы показателей"),
    "prolong_check": _("Проверка"),
}


@dataclass(frozen=True)
class Step:
    title: Any
    url: str
    current: bool


class ProlongPage(GovernPage):
    """One step: its part of the answers is kept and the next step is opened."""

    template_name = "roadmaps/prolong.html"
    submit_title = _("Дальше")
    step: ClassVar[str]

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.roadmap, self.answers)

    @cached_property
    def draft(self) -> dict[str, Any]:
        return draft_of(self.roadmap)

    @cached_property
    def answers(self) -> Answers:
        return answers_of(self.draft)

    def keep(self, **parts: Any) -> None:
        services.keep_answers(self.actor, roadmap=self.roadmap, **parts)

    @property
    def indicators(self) -> dict[str, Any]:
        """Those of the regulation; none for whoever may not set targets."""
        system = self.roadmap.system
        if not holds(self.actor, of_indicators.SET_TARGETS, system.root):
            return {}
        known = targets_of(system, self.plan.year - 1).keys() | self.offered.keys()
        return {one.code: one for one in indicators_of(system) if one.code in known}

    @cached_property
    def offered(self) -> dict[str, Decimal]:
        """Targets of the new year where there are any, else those of the last."""
        system, year = self.roadmap.system, self.plan.year
        return {**targets_of(system, year - 1), **targets_of(system, year)}

    def get_heading(self) -> Text:
        return _("Продлить дорожную карту на %(year)s год") % {"year": self.plan.year}

    def steps(self) -> list[Step]:
        key = self.roadmap.system.key
        return [
            Step(title, reverse(f"roadmaps:{name}", args=[key]), name == self.step)
            for name, title in STEPS.items()
        ]

    def success_url(self, done: Any) -> str:
        names = list(STEPS)
        following = names[names.index(self.step) + 1]
        return reverse(f"roadmaps:{following}", args=[self.roadmap.system.key])

    def context(self) -> dict[str, Any]:
        saved = self.draft.get("saved_on")
        return {
            **super().context(),
            "steps": self.steps(),
            "plan": self.plan,
            "draft": self.draft,
            "saved_on": date.fromisoformat(saved) if saved else None,
        }


class ProlongActPage(ProlongPage):
    step = "prolong"
    form_class = ActForm

    def get_initial(self) -> dict[str, Any]:
        return dict(self.draft.get("act", {}))

    def save(self, form: Any) -> None:
        signed = form.cleaned_data["signed_on"]
        self.keep(act={**form.cleaned_data, "signed_on": signed.isoformat() if signed else None})


class ProlongActionsPage(ProlongPage):
    step = "prolong_actions"
    form_class = ActionsForm

    def form_options(self) -> dict[str, Any]:
        return {"plan": self.plan, "initial": {"actions": sorted(self.plan.chosen)}}

    def save(self, form: Any) -> None:
        self.keep(actions=sorted(form.cleaned_data["actions"]))


class ProlongUnfinishedPage(ProlongPage):
    step = "prolong_unfinished"
    form_class = UnfinishedForm

    def form_options(self) -> dict[str, Any]:
        answers = self.answers
        each = {f"of-{pk}": choice for pk, choice in answers.unfinished.items()}
        return {"plan": self.plan, "initial": {"for_all": answers.for_all, **each}}

    def save(self, form: Any) -> None:
        items = {str(pk): choice for pk, choice in form.by_number().items()}
        self.keep(unfinished={"for_all": form.cleaned_data["for_all"], "items": items})


class ProlongTargetsPage(ProlongPage):
    step = "prolong_targets"
    form_class = TargetsForm

    def form_options(self) -> dict[str, Any]:
        given = self.draft.get("targets", self.offered)
        return {"indicators": self.indicators, "initial": given}

    def save(self, form: Any) -> None:
        self.keep(targets={code: str(value) for code, value in form.values().items()})


class ProlongCheckPage(ProlongPage):
    step = "prolong_check"
    template_name = "roadmaps/prolong_check.html"
    form_class = CheckForm
    submit_title = _("Продлить")
    done_message = _("Дорожная карта продлена.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "draft" in request.GET:
            return self.draft_file()  # type: ignore[return-value] # a file is an answer too
        return super().get(request, *args, **kwargs)

    def draft_file(self) -> HttpResponseBase:
        amendment = drafted(self.plan)
        return word_response(amendment_file(amendment), amendment.name)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.roadmap.version, "draft": self.draft.get("number", 0)}

    def save(self, form: Any) -> RoadmapAct:
        return services.prolong_roadmap(
            self.actor, roadmap=self.roadmap, answers=self.answers, **form.cleaned_data
        )

    def success_url(self, done: Any) -> str:
        return reverse("roadmaps:act", args=[done.pk])

    def context(self) -> dict[str, Any]:
        choices = [(choice, self.plan.with_choice(choice)) for choice in (MOVE, LEAVE, CANCEL)]
        return {
            **super().context(),
            "continued": self.plan.continued,
            "terms": len(self.plan.pairs),
            "doers": doers_words(self.plan.doers),
            "unfinished": dict(choices),
            "targets": titled_targets(self.roadmap, self.answers.targets),
        }


def doers_words(doers: Doers) -> str:
    """«прошлогодние сохраняются: 4 человека; там уже не работают: 1 человек, …»."""
    if not doers.people and not doers.left:
        return str(_("никто не назначен"))
    words = [f"прошлогодние сохраняются: {count_words(len(doers.people), PEOPLE)}"]
    if doers.left:
        left = count_words(len(doers.left), PEOPLE)
        words.append(f"там уже не работают: {left}, их сроки останутся без исполнителя")
    return "; ".join(words)


class ActPage(ObjectPage):
    """An act about the roadmap; a prolongation gives the draft of its amendment."""

    permission = permissions.VIEW
    model = RoadmapAct
    template_name = "roadmaps/act.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("roadmap__system__root")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "draft" in request.GET:
            amendment = amendment_of(self.object)
            return word_response(amendment_file(amendment), amendment.name)
        return self.answer()

    def get_heading(self) -> Text:
        return capfirst(str(self.object))

    def get_lead(self) -> Text:
        act = self.object
        return f"{act.title}. Действует с {date_words(act.start)} по {date_words(act.last_day)}"

    def get_crumbs(self) -> Crumbs:
        roadmap = self.object.roadmap
        return [
            (str(roadmap.system), roadmap.system.get_absolute_url()),
            (_("Дорожная карта"), roadmap.get_absolute_url()),
        ]

    def get_actions(self) -> list[PageAction]:
        if not self.object.prolongs:
            return []
        return [PageAction(_("Проект изменений (docx)"), "?draft=1", "primary")]

    def context(self) -> dict[str, Any]:
        amendment = amendment_of(self.object)
        return {**super().context(), "rows": amendment.rows, "targets": amendment.targets}
