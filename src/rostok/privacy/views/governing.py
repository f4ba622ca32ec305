"""Texts of consents, terms of keeping, anonymisation."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.jobs import start_job
from rostok.kernel.models import Job
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
from rostok.orgs.models import TERRITORIES, OrgUnit
from rostok.privacy import permissions, services
from rostok.privacy.forms import PlaceForm, ReasonForm, TextForm
from rostok.privacy.lists import ErasureTable, TextTable
from rostok.privacy.models import ConsentText, DataRequest, ErasureRun, Outlived, RunState
from rostok.privacy.purposes import terms
from rostok.privacy.tasks import ERASE
from rostok.privacy.views.keeping import list_crumbs


def places_governed(actor: Any) -> Any:
    units: Any = OrgUnit.objects.filter(closed_on=None)
    return units.visible_to(actor, permissions.GOVERN).order_by("sort_key", "pk")


class TextListPage(ListPage):
    permission = permissions.GOVERN
    heading = _("Тексты согласий")
    lead = _("Текст не правят: новый действует со своего дня и спрашивает людей снова.")
    table_class = TextTable
    export_name = "Тексты согласий"

    def get_crumbs(self) -> Crumbs:
        return list_crumbs()

    def get_queryset(self) -> Any:
        places = places_governed(self.actor)
        rows = ConsentText.objects.filter(unit=None) | ConsentText.objects.filter(
            unit__in=places.values("pk")
        )
        given = Count("consents")
        return rows.select_related("unit").annotate(given=given).order_by("purpose", "-start")

    def get_actions(self) -> list[PageAction]:
        return [PageAction(_("Свой текст"), reverse("privacy:publish_text"), "primary")]


class PublishTextPage(FormPage):
    permission = permissions.GOVERN
    heading = _("Свой текст согласия")
    form_class = TextForm
    submit_title = _("Ввести в действие")
    done_message = _("Текст записан.")

    def get_crumbs(self) -> Crumbs:
        return [*list_crumbs(), (_("Тексты согласий"), reverse("privacy:texts"))]

    def form_options(self) -> dict[str, Any]:
        return {**super().form_options(), "units": places_governed(self.actor)}

    def save(self, form: Any) -> Any:
        return services.publish_text(self.actor, **form.cleaned_data)

    def success_url(self, _done: Any) -> str:
        return reverse("privacy:texts")


class ErasureListPage(ListPage):
    permission = permissions.GOVERN
    template_name = "privacy/erasures.html"
    heading = _("Сроки хранения и обезличивание")
    table_class = ErasureTable
    export_name = "Обезличивание"

    def get_crumbs(self) -> Crumbs:
        return list_crumbs()

    def get_queryset(self) -> Any:
        rows: Any = ErasureRun.objects.visible_to(self.actor, permissions.GOVERN)
        return rows.select_related("unit").annotate(people=Count("items"))

    def get_actions(self) -> list[PageAction]:
        return [PageAction(_("Проверить сроки"), reverse("privacy:draft_erasure"), "primary")]

    def context(self) -> dict[str, Any]:
        return {**super().context(), "terms": terms().values()}


def erasure_crumbs() -> list[tuple[Text, str]]:
    return [*list_crumbs(), (_("Сроки и обезличивание"), reverse("privacy:erasures"))]


class DraftErasurePage(FormPage):
    permission = permissions.GOVERN
    heading = _("Проверить сроки хранения")
    lead = _("Получится отчёт: у чего вышел срок. Ничего не изменится, пока другой не подтвердит.")
    form_class = PlaceForm
    submit_title = _("Составить отчёт")

    def get_initial(self) -> dict[str, Any]:
        widest = places_governed(self.actor).filter(kind__in=TERRITORIES)
        return {"what": Outlived.PERSON, "unit": widest.order_by("above_rows__depth").first()}

    def get_crumbs(self) -> Crumbs:
        return erasure_crumbs()

    def form_options(self) -> dict[str, Any]:
        return {**super().form_options(), "units": places_governed(self.actor)}

    def save(self, form: Any) -> Any:
        return services.draft_erasure(self.actor, **form.cleaned_data)


class EraseByRequestPage(ObjectPage, FormPage):
    permission = permissions.GOVERN
    model = DataRequest
    heading = _("Обезличить по обращению")
    form_class = ReasonForm
    submit_title = _("Составить отчёт")

    def get_lead(self) -> Text:
        return f"{self.object.person}. Получится отчёт; подтвердит его другой человек."

    def get_crumbs(self) -> Crumbs:
        return [(str(self.object), self.object.get_absolute_url())]

    def save(self, form: Any) -> Any:
        return services.draft_for_request(self.actor, request=self.object, **form.cleaned_data)


class ErasurePage(DetailPage):
    permission = permissions.GOVERN
    model = ErasureRun
    template_name = "privacy/erasure.html"

    def get_crumbs(self) -> Crumbs:
        return erasure_crumbs()

    def get_lead(self) -> Text:
        return str(self.object.reason)

    def get_actions(self) -> list[PageAction]:
        if self.object.state != RunState.DRAFT:
            return []
        drop = reverse("privacy:drop_erasure", args=[self.object.pk])
        found = [PageAction(_("Отменить"), drop)]
        if self.actor.user_id != self.object.user_id:
            confirm = reverse("privacy:confirm_erasure", args=[self.object.pk])
            found.insert(0, PageAction(_("Подтвердить"), confirm, "primary"))
        return found

    def context(self) -> dict[str, Any]:
        items = self.object.items.select_related("person")
        return {
            **super().context(),
            "items": items,
            "is_own": self.actor.user_id == self.object.user_id,
        }


class ConfirmErasurePage(ActionPage):
    permission = permissions.GOVERN
    model = ErasureRun
    heading = _("Подтвердить отчёт о сроках хранения")
    submit_title = _("Подтвердить: вернуть будет нельзя")

    def get_consequences(self) -> list[Text]:
        if not self.object.erases_people:
            return [
                f"Людей в отчёте: {self.object.counts.get('people', 0)}.",
                _("Показанные в отчёте записи со сканами удалятся. Вернуть нельзя."),
                _("В журнале останется, что согласие или обращение было и когда на него ответили."),
            ]
        return [
            f"Людей в отчёте: {self.object.counts.get('people', 0)}.",
            _("Имя, дата рождения, телефон, СНИЛС, согласия и доступ исчезнут. Вернуть нельзя."),
            _("Места работы и числа прошлых лет останутся без имени."),
            _("Кто снова работает или чем-то связан, будет пропущен."),
        ]

    def act(self) -> Job:
        run = services.confirm_erasure(self.actor, run=self.object)
        return start_job(self.actor, ERASE, str(run), run=run.pk, url=run.get_absolute_url())


class DropErasurePage(ActionPage):
    permission = permissions.GOVERN
    model = ErasureRun
    heading = _("Отменить отчёт о сроках хранения")
    submit_title = _("Отменить отчёт")

    def get_consequences(self) -> list[Text]:
        return [_("Ничего не изменится: отчёт останется в списке отменённым.")]

    def act(self) -> ErasureRun:
        return services.drop_erasure(self.actor, run=self.object)
