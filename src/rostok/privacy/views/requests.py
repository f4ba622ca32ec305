"""Requests of people about their data, as those who answer see them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.files import FileDownloadPage
from rostok.kernel.pages import (
    ActionPage,
    Crumbs,
    DetailPage,
    FormPage,
    ListPage,
    ObjectPage,
    PageAction,
    Text,
)
from rostok.privacy import permissions, queries, services
from rostok.privacy.forms import AnswerForm, ExtendForm, GroundForm, RecordRequestForm
from rostok.privacy.lists import RequestFilter, RequestTable
from rostok.privacy.models import DataRequest, RequestKind, RequestState
from rostok.privacy.viewing import note_export
from rostok.privacy.views.keeping import OfPersonPage
from rostok.privacy.views.own import request_context


def list_crumbs() -> list[tuple[Text, str]]:
    return [(_("Обращения о данных"), reverse("privacy:requests"))]


class RequestListPage(ListPage):
    permission = permissions.KEEP
    heading = _("Обращения о данных")
    lead = _("Ответить нужно за 10 рабочих дней со дня получения.")
    table_class = RequestTable
    filterset_class = RequestFilter
    export_name = "Обращения о данных"

    def get_queryset(self) -> Any:
        return queries.requests_for_list(self.actor)

    def exported(self, rows: Any) -> None:
        people = rows.order_by().values_list("person", flat=True).distinct()
        note_export(self.actor, str(self.export_name), people)


class RecordRequestPage(OfPersonPage):
    heading = _("Записать обращение")
    form_class = RecordRequestForm
    submit_title = _("Записать")
    done_message = _("Обращение записано.")

    def get_initial(self) -> dict[str, Any]:
        return {"received_on": clock.today()}

    def save(self, form: Any) -> Any:
        given = form.cleaned_data
        name = given["scan"].name if given["scan"] else ""
        return services.record_request(self.actor, person=self.object, scan_name=name, **given)

    def success_url(self, done: DataRequest) -> str:
        return done.get_absolute_url()


class RequestPage(DetailPage):
    permission = permissions.KEEP
    model = DataRequest
    template_name = "privacy/request.html"

    def get_crumbs(self) -> Crumbs:
        return list_crumbs()

    def get_actions(self) -> list[PageAction]:
        asked = self.object
        if not asked.is_open or asked.person_id == self.actor.person_id:
            return []
        found = [self.action(_("Ответить"), "answer", "primary")]
        if asked.state == RequestState.RECEIVED:
            found.append(self.action(_("Взять в работу"), "take"))
        if not asked.extension and not asked.is_overdue:
            found.append(self.action(_("Продлить срок"), "extend"))
        if asked.kind == RequestKind.DELETION and self.actor.may(permissions.GOVERN):
            found.append(self.action(_("Обезличить"), "erase"))
        if asked.kind != RequestKind.WITHDRAWAL:
            found.append(self.action(_("Отказать"), "refuse"))
        return found

    def action(self, title: Text, name: str, kind: str = "secondary") -> PageAction:
        return PageAction(title, reverse(f"privacy:{name}", args=[self.object.pk]), kind)

    def context(self) -> dict[str, Any]:
        return {**super().context(), **request_context(self.object), "own": False}


class OneRequestPage(ObjectPage, FormPage):
    permission = permissions.KEEP
    model = DataRequest

    def get_lead(self) -> Text:
        return f"{self.object}. {self.object.person}"

    def get_crumbs(self) -> Crumbs:
        return [*list_crumbs(), (str(self.object), self.object.get_absolute_url())]


class TakePage(ActionPage):
    permission = permissions.KEEP
    model = DataRequest
    heading = _("Взять обращение в работу")
    submit_title = _("Взять в работу")

    def get_consequences(self) -> list[Text]:
        return [_("Человек увидит, что вы отвечаете на его обращение.")]

    def act(self) -> DataRequest:
        return services.take_request(self.actor, request=self.object)


class AnswerPage(OneRequestPage):
    heading = _("Ответить")
    form_class = AnswerForm
    submit_title = _("Отправить ответ")
    done_message = _("Ответ отправлен.")

    def save(self, form: Any) -> Any:
        given = form.cleaned_data
        name = given["file"].name if given["file"] else ""
        return services.answer_request(
            self.actor,
            request=self.object,
            answer=given["answer"],
            file=given["file"] or None,
            file_name=name,
        )


class RefusePage(OneRequestPage):
    heading = _("Отказать")
    form_class = GroundForm
    submit_title = _("Отказать")
    done_message = _("Отказ записан.")

    def save(self, form: Any) -> Any:
        return services.refuse_request(self.actor, request=self.object, **form.cleaned_data)


class ExtendPage(OneRequestPage):
    heading = _("Продлить срок ответа")
    form_class = ExtendForm
    submit_title = _("Продлить")
    done_message = _("Срок продлён.")

    def save(self, form: Any) -> Any:
        return services.extend_request(self.actor, request=self.object, **form.cleaned_data)


class RequestScanPage(FileDownloadPage):
    permission = permissions.KEEP
    model = DataRequest
    file_field = "scan"


class AnswerFilePage(FileDownloadPage):
    permission = permissions.KEEP
    model = DataRequest
    file_field = "answer_file"
