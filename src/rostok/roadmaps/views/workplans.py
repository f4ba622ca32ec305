"""The work plan of a service: drawn, completed, approved, seen month by month, taken to file."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import holds
from rostok.kernel.export import workbook_response
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.pages import (
    ActionPage,
    ContentPage,
    Crumbs,
    DetailPage,
    FormPage,
    ObjectPage,
    PageAction,
    Text,
    visible_or_404,
)
from rostok.kernel.word import word_response
from rostok.orgs.models import OrgUnit
from rostok.roadmaps import permissions, services
from rostok.roadmaps.files.workplan import name_of, plan_document, plan_workbook
from rostok.roadmaps.lists import told
from rostok.roadmaps.models import Occurrence, PlanState, WorkPlan
from rostok.roadmaps.planning import Month, months_of, plans_for, stages_of
from rostok.roadmaps.services import OwnAction
from rostok.roadmaps.views.base import RoadmapPage
from rostok.roadmaps.workplan_forms import (
    ApproveForm,
    DaysForm,
    LineForm,
    PlanForm,
    ReturnPlanForm,
)

LAST_ENTRIES = 30


class PlansPage(RoadmapPage, ContentPage):
    heading = _("Планы работы")
    template_name = "roadmaps/plans.html"

    def get_crumbs(self) -> Crumbs:
        return [*super().get_crumbs(), (_("Дорожная карта"), self.roadmap.get_absolute_url())]

    def get_actions(self) -> list[PageAction]:
        if not self.actor.may(permissions.WORK):
            return []
        url = reverse("roadmaps:draw_plan", args=[self.roadmap.system.key])
        return [PageAction(_("Составить план"), url, "primary")]

    def context(self) -> dict[str, Any]:
        plans = plans_for(self.actor, self.roadmap, self.permission)
        return {**super().context(), "plans": plans}


class DrawPlanPage(RoadmapPage, FormPage):
    permission = permissions.WORK
    heading = _("Составить план работы")
    lead = _("В план войдут все сроки этого года: свои и переданные сверху.")
    form_class = PlanForm
    submit_title = _("Составить")

    def get_crumbs(self) -> Crumbs:
        plans = reverse("roadmaps:plans", args=[self.roadmap.system.key])
        return [*super().get_crumbs(), (_("Планы работы"), plans)]

    def form_options(self) -> dict[str, Any]:
        doing = Occurrence.objects.filter(roadmap=self.roadmap).values("unit")
        units = OrgUnit.objects.visible_to(self.actor, self.permission).filter(pk__in=doing)
        own = units.filter(pk=self.roadmap.system.root_id).first() or units.first()
        return {"units": units, "years": self.years, "initial": {"year": self.year, "unit": own}}

    def save(self, form: Any) -> WorkPlan:
        return services.draw_plan(self.actor, roadmap=self.roadmap, **form.cleaned_data)


class OfPlan(ObjectPage):
    """What pages about one plan share."""

    model = WorkPlan

    @cached_property
    def plan(self) -> WorkPlan:
        rows = WorkPlan.objects.with_places()
        found: WorkPlan = visible_or_404(self.actor, self.permission, rows, pk=self.kwargs["pk"])
        return found

    @property
    def object(self) -> Any:
        return self.plan

    def get_crumbs(self) -> Crumbs:
        roadmap = self.plan.roadmap
        return [
            (_("Дорожная карта"), roadmap.get_absolute_url()),
            (_("Планы работы"), reverse("roadmaps:plans", args=[roadmap.system.key])),
        ]


class InsidePlan(OfPlan):
    """A form or a question below the plan's own page."""

    def get_lead(self) -> Text:
        return str(self.plan)

    def get_crumbs(self) -> Crumbs:
        return [*super().get_crumbs(), (_("План"), self.plan.get_absolute_url())]


class PlanPage(OfPlan, DetailPage):
    permission = permissions.VIEW
    template_name = "roadmaps/plan.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override] # a file is an answer too
        wanted = request.GET.get("export")
        if wanted == "xlsx":
            content = plan_workbook(self.plan, self.months, self.today)
            return workbook_response(content, name_of(self.plan))
        if wanted == "docx":
            document = plan_document(self.plan, self.months, self.today)
            return word_response(document, name_of(self.plan))
        return self.answer()

    @cached_property
    def today(self) -> Any:
        return self.plan.roadmap.system.today

    @cached_property
    def months(self) -> list[Month]:
        return months_of(self.plan, self.today)

    @cached_property
    def may_work(self) -> bool:
        return self.plan.is_draft and holds(self.actor, permissions.WORK, self.plan)

    def get_actions(self) -> list[PageAction]:
        if self.may_work:
            return [
                self.step(_("Отправить на утверждение"), "submit_plan", "primary"),
                self.step(_("Добавить строку"), "add_line"),
            ]
        waits = self.plan.state == PlanState.SUBMITTED
        if waits and holds(self.actor, permissions.ACCEPT, self.plan):
            return [
                self.step(_("Утвердить"), "approve_plan", "primary"),
                self.step(_("Вернуть"), "return_plan"),
            ]
        return []

    def step(self, title: Text, name: str, kind: str = "secondary") -> PageAction:
        return PageAction(title, reverse(f"roadmaps:{name}", args=[self.plan.pk]), kind)

    def context(self) -> dict[str, Any]:
        entries = timeline_of(self.plan)[:LAST_ENTRIES]
        dated = [month for month in self.months if month.number]
        stages = stages_of(self.plan.roadmap, self.today)
        return {
            **super().context(),
            "plan": self.plan,
            "months": [
                (month, [told(one, self.today) for one in month.lines])
                for month in self.months
                if month.lines
            ],
            "progress": dated,
            "bars": [
                (month.title, Decimal(month.done), Decimal(month.planned))
                for month in dated
                if month.planned
            ],
            "most": Decimal(max((month.planned for month in dated), default=0)) or None,
            "may_work": self.may_work,
            "stages": [one for one in stages if one.touches(self.plan.year)],
            "timeline": [(entry, sentence_of(entry, self.actor)) for entry in entries],
        }


class PlanFormPage(InsidePlan, FormPage):
    permission = permissions.WORK


class PlanDaysPage(PlanFormPage):
    heading = _("Назначить дни")
    form_class = DaysForm
    done_message = _("Дни назначены.")

    @cached_property
    def line(self) -> Occurrence:
        rows = self.plan.lines.with_actions()
        found: Occurrence = visible_or_404(
            self.actor, self.permission, rows, pk=self.kwargs["line"]
        )
        return found

    def get_lead(self) -> Text:
        return self.line.action.title

    def form_options(self) -> dict[str, Any]:
        return {"year": self.plan.year}

    def save(self, form: Any) -> WorkPlan:
        days = form.cleaned_data["days"]
        return services.set_days(self.actor, plan=self.plan, occurrence=self.line, days=days)


class AddLinePage(PlanFormPage):
    heading = _("Добавить строку")
    form_class = LineForm

    def save(self, form: Any) -> WorkPlan:
        return services.add_line(self.actor, plan=self.plan, own=OwnAction(**form.cleaned_data))


class TakeOutPage(InsidePlan, ActionPage):
    permission = permissions.WORK
    heading = _("Убрать строку из плана")
    submit_title = _("Убрать")

    @cached_property
    def line(self) -> Occurrence:
        found: Occurrence = visible_or_404(
            self.actor, self.permission, self.plan.lines.with_actions(), pk=self.kwargs["line"]
        )
        return found

    def get_consequences(self) -> list[Text]:
        return [f"Из плана исчезнет «{self.line.action.title}»."]

    def act(self) -> WorkPlan:
        return services.take_out(self.actor, plan=self.plan, occurrence=self.line)


class SubmitPlanPage(InsidePlan, ActionPage):
    permission = permissions.WORK
    heading = _("Отправить план на утверждение")
    submit_title = _("Отправить")
    done_message = _("План отправлен: утверждает другой человек.")

    def get_consequences(self) -> list[Text]:
        return [_("Пока план ждёт утверждения, строки не меняются.")]

    def act(self) -> WorkPlan:
        return services.submit_plan(self.actor, plan=self.plan)


class DecidePage(InsidePlan, FormPage):
    permission = permissions.ACCEPT

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.plan.version}


class ApprovePlanPage(DecidePage):
    heading = _("Утвердить план")
    form_class = ApproveForm
    submit_title = _("Утвердить")
    done_message = _("План утверждён.")

    def save(self, form: Any) -> WorkPlan:
        return services.approve_plan(self.actor, plan=self.plan, **form.cleaned_data)


class ReturnPlanPage(DecidePage):
    heading = _("Вернуть план")
    form_class = ReturnPlanForm
    submit_title = _("Вернуть")
    done_message = _("План возвращён с замечанием.")

    def save(self, form: Any) -> WorkPlan:
        return services.return_plan(self.actor, plan=self.plan, **form.cleaned_data)
