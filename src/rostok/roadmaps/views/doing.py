"""Forms and questions by which an occurrence moves; each calls one service."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from rostok.kernel.pages import ActionPage, FormPage, Text, visible_or_404
from rostok.roadmaps import permissions, services
from rostok.roadmaps.accepting import nobody_else_accepts
from rostok.roadmaps.forms import (
    AcceptAloneForm,
    AcceptForm,
    AddressForm,
    CommentForm,
    DayForm,
    DocumentForm,
    FileForm,
    MoveForm,
    ProgressForm,
)
from rostok.roadmaps.models import Proof
from rostok.roadmaps.services import NewProof
from rostok.roadmaps.services.doing import is_own
from rostok.roadmaps.views.base import OccurrenceInside

PROOF_FORMS = {"document": DocumentForm, "file": FileForm, "address": AddressForm}


class WorkPage(OccurrenceInside, FormPage):
    permission = permissions.WORK


class BeginPage(WorkPage):
    heading = _("Как идёт работа")
    form_class = ProgressForm
    done_message = _("Записано.")

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


class SetDayPage(WorkPage):
    heading = _("Назначить срок")
    form_class = DayForm
    done_message = _("Срок назначен.")

    def save(self, form: Any) -> Any:
        return services.set_day(self.actor, occurrence=self.occurrence, **form.cleaned_data)


class MovePage(WorkPage):
    heading = _("Перенести срок")
    form_class = MoveForm
    done_message = _("Срок перенесён.")

    def get_initial(self) -> dict[str, Any]:
        return {"due": self.occurrence.due, "version": self.occurrence.version}

    def save(self, form: Any) -> Any:
        return services.move_due(self.actor, occurrence=self.occurrence, **form.cleaned_data)


class AddProofPage(WorkPage):
    """One of the ways to prove: the last part of the address names it."""

    heading = _("Приложить подтверждение")
    submit_title = _("Приложить")
    done_message = _("Подтверждение приложено.")

    def get_lead(self) -> str:
        """What is to be shown, and by what."""
        action = self.occurrence.action
        awaited = f"{action.result} ({action.shown_by})" if action.shown_by else action.result
        return f"{self.occurrence}. Ожидается: {awaited}" if awaited else str(self.occurrence)

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


class RecallPage(OccurrenceInside, ActionPage):
    permission = permissions.WORK
    heading = _("Отозвать с приёмки")
    submit_title = _("Отозвать")
    done_message = _("Отозвано: мероприятие снова в работе.")

    def get_consequences(self) -> list[Text]:
        return [
            _("Никто не будет это принимать, пока вы не отправите снова."),
            _("Подтверждения останутся: их можно исправить."),
        ]

    def act(self) -> Any:
        return services.recall(self.actor, occurrence=self.occurrence)


class AcceptPage(OccurrenceInside, FormPage):
    permission = permissions.ACCEPT
    heading = _("Принять выполнение")
    submit_title = _("Принять")
    done_message = _("Принято.")

    @property
    def form_class(self) -> Any:  # type: ignore[override]
        alone = is_own(self.actor, self.occurrence) and nobody_else_accepts(self.occurrence)
        return AcceptAloneForm if alone else AcceptForm

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
