"""Steps of a form: sent, recalled, approved, accepted, returned with comments on cells."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from rostok.indicators import permissions, services
from rostok.indicators.reported.forms import ApproveForm, SendForm
from rostok.indicators.reported.rows import form_rows
from rostok.indicators.services.forms import is_filler
from rostok.indicators.views.reported import DataFormBase
from rostok.kernel.errors import RuleViolation
from rostok.kernel.pages import ActionPage, Crumbs, FormPage, Text


class StepPage(DataFormBase):
    """What pages of one step share: the form's name and the way back to it."""

    def get_lead(self) -> Text:
        return str(self.object)

    def get_crumbs(self) -> Crumbs:
        return [*super().get_crumbs(), (str(self.object), self.object.get_absolute_url())]


class AskedStepPage(StepPage, FormPage):
    """A step that asks a line of text."""

    def get_heading(self) -> Text:
        return self.heading

    def success_url(self, done: Any) -> str:
        return str(self.object.get_absolute_url())


class SendPage(AskedStepPage):
    permission = permissions.REPORT
    heading = _("Сдать форму")
    form_class = SendForm
    submit_title = _("Сдать")
    done_message = _("Форма сдана и ждёт утверждения.")

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.object.version}

    def save(self, form: Any) -> Any:
        return services.send_form(self.actor, form=self.object, **form.cleaned_data)


class ApprovePage(AskedStepPage):
    """Asks the ground only of whoever filled the form in."""

    permission = permissions.APPROVE_REPORTS
    heading = _("Утвердить форму")
    form_class = ApproveForm
    submit_title = _("Утвердить")
    done_message = _("Форма утверждена и передана выше.")

    def form_options(self) -> dict[str, Any]:
        return {**super().form_options(), "asks_ground": is_filler(self.actor, self.object)}

    def save(self, form: Any) -> Any:
        ground = form.cleaned_data.get("ground", "")
        return services.approve_form(self.actor, form=self.object, ground=ground)


class RecallPage(StepPage, ActionPage):
    permission = permissions.REPORT
    heading = _("Отозвать форму")
    submit_title = _("Отозвать")
    done_message = _("Форма снова открыта для исправления.")

    def get_consequences(self) -> list[Text]:
        return [
            _("Форму можно будет исправить и сдать ещё раз."),
            _("Числа останутся в сводке с пометкой «не утверждено»."),
        ]

    def act(self) -> Any:
        return services.recall_form(self.actor, form=self.object)


class AcceptPage(StepPage, ActionPage):
    permission = permissions.COLLECT
    heading = _("Принять форму")
    submit_title = _("Принять")
    done_message = _("Форма принята.")

    def get_consequences(self) -> list[Text]:
        return [_("Исправить числа после этого можно, только если вы вернёте форму с замечаниями.")]

    def act(self) -> Any:
        return services.accept_form(self.actor, form=self.object)


class ReturnPage(StepPage):
    """A comment beside each cell; only cells with a comment are returned."""

    template_name = "indicators/reported/return.html"
    heading = _("Вернуть с замечаниями")

    def get_heading(self) -> Text:
        return self.heading

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.ask({})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        comments = {
            name.removeprefix("comment:"): str(text)
            for name, text in request.POST.items()
            if name.startswith("comment:")
        }
        try:
            services.return_form(self.actor, form=self.object, comments=comments)
        except RuleViolation as refusal:
            return self.ask(comments, refusal=refusal.message, status=422)
        return redirect(self.object)

    def ask(
        self, comments: dict[str, str], *, status: int = 200, refusal: str = ""
    ) -> HttpResponse:
        rows = [(row, comments.get(row.code, "")) for row in form_rows(self.object)]
        return self.answer(status=status, rows=rows, refusal=refusal)
