"""Transfers: the list of both directions, one of them, and what either side may do."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

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
from rostok.kernel.ui.formats import date_words
from rostok.staff import permissions, queries, services, transfers
from rostok.staff.forms import (
    AgreeTransferForm,
    AskTransferForm,
    OfferTransferForm,
    PlaceForm,
    ReasonForm,
)
from rostok.staff.kept import reached
from rostok.staff.lists import TransferFilter, TransferTable
from rostok.staff.models import TransferRequest
from rostok.staff.views.people import list_crumbs
from rostok.staff.views.work import EmploymentFormPage


def transfer_crumbs() -> list[tuple[Text, str]]:
    return [*list_crumbs(), (_("Переводы"), reverse("staff:transfers"))]


class TransferListPage(ListPage):
    permission = permissions.EDIT
    heading = _("Переводы между организациями")
    lead = _("Кого просим к себе и кого просят у нас.")
    table_class = TransferTable
    export_name = "Переводы"

    def get_crumbs(self) -> Crumbs:
        return list_crumbs()

    def get_queryset(self) -> Any:
        return transfers.transfers_for(self.actor)

    def filterset(self) -> FilterSet:
        return TransferFilter(
            self.request.GET or None,
            queryset=self.get_queryset(),
            request=self.request,
            mine=transfers.awaiting(self.actor),
        )

    def get_actions(self) -> list[PageAction]:
        return [PageAction(_("Запросить перевод"), reverse("staff:ask_transfer"), "primary")]


class AskTransferPage(FormPage):
    permission = permissions.EDIT
    heading = _("Запросить перевод")
    lead = _(
        "Человек сейчас работает в другой организации. Там решат, с какого дня его отпустить;"
        " до ответа вы увидите только то, что впишете сами."
    )
    form_class = AskTransferForm
    submit_title = _("Запросить")
    done_message = _("Запрос отправлен. Ответ появится в списке переводов и на главной.")

    def get_crumbs(self) -> Crumbs:
        return transfer_crumbs()

    def form_options(self) -> dict[str, Any]:
        organisations = queries.organisations_to_staff(self.actor)
        return {**super().form_options(), "organisations": organisations}

    def get_initial(self) -> dict[str, Any]:
        mine = list(queries.organisations_to_staff(self.actor)[:2])
        return {"organisation": mine[0]} if len(mine) == 1 else {}

    def save(self, form: Any) -> Any:
        return services.ask_transfer(self.actor, **form.cleaned_data)


class OfferTransferPage(EmploymentFormPage):
    heading = _("Передать в другую организацию")
    form_class = OfferTransferForm
    submit_title = _("Предложить")
    done_message = _("Предложено. Новая организация примет человека или откажет.")

    def form_options(self) -> dict[str, Any]:
        return {**super().form_options(), "near": self.object.organisation}

    def save(self, form: Any) -> Any:
        return services.offer_transfer(self.actor, employment=self.object, **form.cleaned_data)

    def success_url(self, done: Any) -> str:
        return str(done.get_absolute_url())


class TransferPage(DetailPage):
    permission = permissions.EDIT
    model = TransferRequest
    template_name = "staff/transfer.html"

    def get_queryset(self) -> Any:
        return transfers.transfers_for(self.actor)

    def get_heading(self) -> Text:
        return f"Перевод: {transfers.name_in(self.object)}"

    def get_crumbs(self) -> Crumbs:
        return transfer_crumbs()

    def get_actions(self) -> list[PageAction]:
        found = []
        if transfers.awaiting(self.actor).filter(pk=self.object.pk).exists():
            agree = (
                (_("Принять"), "staff:accept_transfer")
                if self.object.is_offer
                else (_("Согласиться"), "staff:agree_transfer")
            )
            found += [self.action(*agree, "primary")]
            found += [self.action(_("Отказать"), "staff:refuse_transfer")]
        if self.object.is_open and self.is_ours:
            found += [self.action(_("Отозвать"), "staff:withdraw_transfer")]
        return found

    @property
    def is_ours(self) -> bool:
        """Whether the actor's side asked or offered."""
        row = self.object
        return bool(row.leaves_us if row.is_offer else row.comes_to_us)

    def action(self, title: Text, name: str, kind: str = "secondary") -> PageAction:
        return PageAction(title, reverse(name, args=[self.object.pk]), kind)

    def context(self) -> dict[str, Any]:
        row = self.object
        return {
            **super().context(),
            "source": transfers.source_in(row),
            "known": row.leaves_us or row.is_disclosed,
            "grace": row.above_from if row.is_open and row.above_from > row.asked_on else None,
        }


class TransferFormPage(ObjectPage, FormPage):
    """A decision of one side: only that side finds the page."""

    permission = permissions.EDIT
    model = TransferRequest
    decides_at: ClassVar[tuple[str, ...]] = ("from_organisation",)

    def get_queryset(self) -> Any:
        rows = transfers.transfers_for(self.actor)
        ours = reached(self.actor, permissions.EDIT).values("pk")
        found = rows.none()
        for name in self.decides_at:
            found = found | rows.filter(**{f"{name}__in": ours})
        return found

    def get_lead(self) -> Text:
        row = self.object
        return f"{transfers.name_in(row)}: {transfers.source_in(row)} → {row.to_organisation}"

    def get_crumbs(self) -> Crumbs:
        return [*transfer_crumbs(), (str(self.object), self.object.get_absolute_url())]

    def success_url(self, done: Any) -> str:
        return str(done.get_absolute_url())


class AgreeTransferPage(TransferFormPage):
    heading = _("Согласиться на перевод")
    form_class = AgreeTransferForm
    submit_title = _("Согласиться")
    done_message = _("Перевод согласован: прежняя работа окончена, новая записана.")

    def get_lead(self) -> Text:
        wanted = self.object.start
        asked = f"; просят с {date_words(wanted)}" if wanted else ""
        return f"{super().get_lead()}{asked}"

    def save(self, form: Any) -> Any:
        return services.agree_transfer(self.actor, transfer=self.object, **form.cleaned_data)


class AcceptTransferPage(TransferFormPage):
    decides_at = ("to_organisation",)
    heading = _("Принять на работу по переводу")
    form_class = PlaceForm
    submit_title = _("Принять")
    done_message = _("Перевод согласован: человек в вашем списке.")

    def get_initial(self) -> dict[str, Any]:
        return {"start": transfers.first_day(self.object)}

    def save(self, form: Any) -> Any:
        return services.accept_transfer(self.actor, transfer=self.object, **form.cleaned_data)


class RefuseTransferPage(TransferFormPage):
    decides_at = ("from_organisation", "to_organisation")
    heading = _("Отказать в переводе")
    form_class = ReasonForm
    submit_title = _("Отказать")
    done_message = _("Отказ записан, причину прочтут в другой организации.")

    def save(self, form: Any) -> Any:
        return services.refuse_transfer(self.actor, transfer=self.object, **form.cleaned_data)


class WithdrawTransferPage(ActionPage):
    permission = permissions.EDIT
    model = TransferRequest
    heading = _("Отозвать перевод")
    submit_title = _("Отозвать")
    done_message = _("Перевод отозван.")

    def get_queryset(self) -> Any:
        return transfers.transfers_for(self.actor)

    def get_lead(self) -> Text:
        return transfers.name_in(self.object)

    def get_crumbs(self) -> Crumbs:
        return [*transfer_crumbs(), (str(self.object), self.object.get_absolute_url())]

    def get_consequences(self) -> list[Text]:
        return [
            _("Другая организация увидит, что решать больше нечего."),
            _("Работа человека не изменится."),
        ]

    def act(self) -> Any:
        return services.withdraw_transfer(self.actor, transfer=self.object)
