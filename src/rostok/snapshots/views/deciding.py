"""The way of a snapshot to approval."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import holds
from rostok.kernel.pages import ActionPage, FormPage, Text
from rostok.snapshots import permissions, services
from rostok.snapshots.forms import CommentForm, GroundForm
from rostok.snapshots.queries import is_alone_to_approve
from rostok.snapshots.views.base import InsidePage


class SubmitPage(InsidePage, ActionPage):
    permission = permissions.MAKE
    heading = _("Отправить срез на утверждение")
    submit_title = _("Отправить")
    done_message = _("Срез ждёт утверждения.")

    def get_consequences(self) -> list[Text]:
        return [
            f"«{self.snapshot}» увидят те, кто утверждает срезы этой территории.",
            _("Утвердить его может только другой человек."),
        ]

    def act(self) -> Any:
        return services.submit_snapshot(self.actor, snapshot=self.snapshot)


class ApprovePage(InsidePage, ActionPage):
    permission = permissions.APPROVE
    heading = _("Утвердить срез")
    submit_title = _("Утвердить")
    done_message = _("Срез утверждён. Его открытый адрес стоит на странице среза.")

    def get_consequences(self) -> list[Text]:
        return [
            f"«{self.snapshot}» больше не меняется: его можно только отозвать.",
            _("Появится открытый адрес: числа без людей и без малых групп."),
        ]

    def act(self) -> Any:
        return services.approve_snapshot(self.actor, snapshot=self.snapshot)


class CommentedPage(InsidePage, FormPage):
    """A decision that says why."""

    form_class: ClassVar[Any] = CommentForm

    def get_lead(self) -> Text:
        return str(self.snapshot)

    def success_url(self, done: Any) -> str:
        return str(done.get_absolute_url())


class ApproveAlonePage(CommentedPage):
    """The maker's own approval, where nobody else here or above may."""

    permission = permissions.APPROVE
    heading = _("Утвердить срез самому")
    form_class = GroundForm
    submit_title = _("Утвердить")
    done_message = _("Срез утверждён, основание записано в журнал.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever has somebody to ask, or did not make it, is led to the usual page."""
        if not is_alone_to_approve(self.actor, self.snapshot):
            return redirect(self.address("approve"))
        return super().get(request, *args, **kwargs)

    def save(self, form: Any) -> Any:
        return services.approve_snapshot(self.actor, snapshot=self.snapshot, **form.cleaned_data)


class ReturnPage(CommentedPage):
    permission = permissions.APPROVE
    heading = _("Вернуть срез")
    submit_title = _("Вернуть")
    done_message = _("Срез возвращён с комментарием.")

    def save(self, form: Any) -> Any:
        return services.return_snapshot(self.actor, snapshot=self.snapshot, **form.cleaned_data)


class WithdrawPage(CommentedPage):
    permission = permissions.VIEW
    heading = _("Отозвать срез")
    submit_title = _("Отозвать")
    done_message = _("Срез отозван, открытый адрес закрыт.")

    def form_options(self) -> dict[str, Any]:
        """Only those who may; the service asks again."""
        if not holds(self.actor, services.right_to_withdraw(self.snapshot), self.snapshot):
            raise Http404
        return super().form_options()

    def save(self, form: Any) -> Any:
        return services.withdraw_snapshot(self.actor, snapshot=self.snapshot, **form.cleaned_data)
