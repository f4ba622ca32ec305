"""Forms and questions by which an occurrence moves; each calls one service."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from rostok.kernel.pages import ActionPage, Crumbs, FormPage, Text, visible_or_404
from rostok.roadmaps import permissions, services
from rostok.roadmaps.forms import (
    AcceptForm,
    AddressForm,
    AssignForm,
    CancelForm,
    CommentForm,
    DayForm,
    DocumentForm,
    FileForm,
    MoveForm,
    ProgressForm,
)
from rostok.roadmaps.models import Action, Proof
from rostok.roadmaps.people import people_within
from rostok.roadmaps.queries import action_for
from rostok.roadmaps.services import NewProof
from rostok.roadmaps.views.base import OccurrenceInside

PROOF_FORMS = {"document": DocumentForm, "file": FileForm, "address": AddressForm}


class WorkPage(OccurrenceInside, FormPage):
    permission = permissions.WORK


class BeginPage(WorkPage):
    heading = _("Как идёт работа")
    form_class = ProgressForm

    def get_initial(self) -> dict[str, Any]:
        return {"progress": self.occurrence.progress}

    def save(self, form: Any) -> Any:
        return services.begin(self.actor, occurrence=self.occurrence, **form.cleaned_data)


class SubmitPage(WorkPage):
    heading = _("Отправить на приёмку")
    form_class = ProgressForm
    submit_title = _("Отправить")
    done_message = _("Отправлено: принимает другой человек.")

    def get_initial(self) -> dict[str, Any]:
        return {"progress": self.occurrence.progress}

    def save(self, form: Any) -> Any:
        return services.submit(self.actor, occurrence=self.occurrence, **form.cleaned_data)


class AssignPage(WorkPage):
    heading = _("Исполнитель")
    form_class = AssignForm
    done_message = _("Исполнитель назначен.")

    def form_options(self) -> dict[str, Any]:
        people = people_within(self.occurrence.unit, self.today)
        return {**super().form_options(), "people": people.order_by("norm")}

    def get_initial(self) -> dict[str, Any]:
        return {"person": self.occurrence.responsible_id}

    def save(self, form: Any) -> Any:
        return services.assign(self.actor, occurrence=self.occurrence, **form.cleaned_data)


class SetDayPage(WorkPage):
    heading = _("Назначить срок")
    form_class = DayForm

    def save(self, form: Any) -> Any:
        return services.set_day(self.actor, occurrence=self.occurrence, **form.cleaned_data)


class MovePage(WorkPage):
    heading = _("Перенести срок")
    form_class = MoveForm

    def get_initial(self) -> dict[str, Any]:
        return {"due": self.occurrence.due, "version": self.occurrence.version}

    def save(self, form: Any) -> Any:
        return services.move_due(self.actor, occurrence=self.occurrence, **form.cleaned_data)


class AddProofPage(WorkPage):
    """One of the ways to prove: the last part of the address names it."""

    heading = _("Приложить подтверждение")
    submit_title = _("Приложить")
    done_message = _("Подтверждение приложено.")

    @property
    def form_class(self) -> Any:  # type: ignore[override]
        if self.kwargs["way"] not in PROOF_FORMS:
            raise Http404
        return PROOF_FORMS[self.kwargs["way"]]

    def save(self, form: Any) -> Any:
        given = NewProof(kind=self.kwargs["way"], **form.cleaned_data)
        services.add_proof(self.actor, occurrence=self.occurrence, proof=given)
        return self.occurrence


class RemoveProofPage(ActionPage):
    permission = permissions.WORK
    model = Proof
    heading = _("Убрать подтверждение")
    submit_title = _("Убрать")
    done_message = _("Подтверждение убрано. В истории оно осталось.")

    @cached_property
    def proof(self) -> Proof:
        rows = Proof.objects.select_related("occurrence")
        found: Proof = visible_or_404(
            self.actor, self.permission, rows, pk=self.kwargs["pk"], removed_at__isnull=True
        )
        return found

    @property
    def object(self) -> Any:
        return self.proof

    def get_consequences(self) -> list[Text]:
        return [f"«{self.proof}» больше не подтверждает выполнение."]

    def act(self) -> Any:
        return services.remove_proof(self.actor, proof=self.proof)


class AcceptPage(OccurrenceInside, FormPage):
    permission = permissions.ACCEPT
    heading = _("Принять выполнение")
    form_class = AcceptForm
    submit_title = _("Принять")
    done_message = _("Принято.")

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.occurrence.version}

    def save(self, form: Any) -> Any:
        return services.accept(self.actor, occurrence=self.occurrence, **form.cleaned_data)


class CommentedPage(OccurrenceInside, FormPage):
    permission = permissions.ACCEPT
    form_class = CommentForm

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.occurrence.version}


class ReturnPage(CommentedPage):
    heading = _("Вернуть на доработку")
    submit_title = _("Вернуть")
    done_message = _("Возвращено с замечанием.")

    def save(self, form: Any) -> Any:
        given = form.cleaned_data
        return services.return_occurrence(self.actor, occurrence=self.occurrence, **given)


class ReopenPage(CommentedPage):
    heading = _("Отменить приёмку")
    submit_title = _("Отменить приёмку")
    done_message = _("Приёмка отменена, мероприятие снова в работе.")

    def save(self, form: Any) -> Any:
        said = form.cleaned_data["comment"]
        return services.reopen(self.actor, occurrence=self.occurrence, comment=said)


class CancelPage(FormPage):
    permission = permissions.MANAGE
    heading = _("Отменить мероприятие")
    form_class = CancelForm
    submit_title = _("Отменить мероприятие")
    done_message = _("Мероприятие отменено. Принятое осталось в истории.")

    @cached_property
    def action(self) -> Action:
        found = action_for(self.actor, self.kwargs["pk"])
        visible_or_404(self.actor, self.permission, Action.objects.all(), pk=found.pk)
        return found

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"ground": self.action.ended_ground}}

    def get_lead(self) -> Text:
        return self.action.title

    def get_crumbs(self) -> Crumbs:
        roadmap = self.action.roadmap
        return [
            (_("Дорожная карта"), roadmap.get_absolute_url()),
            (_("Мероприятие"), self.action.get_absolute_url()),
        ]

    def save(self, form: Any) -> Any:
        return services.cancel_action(self.actor, action=self.action, **form.cleaned_data)
