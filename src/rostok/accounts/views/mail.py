"""The address of a user: changed by oneself after the password, or by who gives access."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.accounts import permissions, services
from rostok.accounts.forms import EmailForm, OwnEmailForm
from rostok.accounts.models import User
from rostok.accounts.second_step import count_failure, is_shut
from rostok.accounts.sessions import signed_in
from rostok.accounts.views.users import list_crumbs
from rostok.kernel.pages import SIGNED_IN, Crumbs, FormPage, ObjectPage, Text


class OwnEmailPage(FormPage):
    permission = SIGNED_IN
    heading = _("Моя почта")
    form_class = OwnEmailForm
    submit_title = _("Сохранить")
    done_message = _("Почта сохранена.")

    def get_crumbs(self) -> Crumbs:
        return [(_("Моя страница"), reverse("accounts:me"))]

    def form(self, *data: Any) -> Any:
        user = signed_in(self.request)
        return OwnEmailForm(*data, user=user, initial={"email": user.email})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Wrong passwords are counted as at signing in."""
        user, form = signed_in(request), self.form(request.POST)
        if is_shut(request, user):
            form.add_error("password", _("Слишком много неверных паролей. Подождите 15 минут."))
            return self.show(form, status=422)
        if "password" in form.errors and request.POST.get("password"):
            count_failure(request, user)
        return super().post(request, *args, **kwargs)

    def save(self, form: Any) -> User:
        email = form.cleaned_data["email"]
        return services.change_email(self.actor, user=signed_in(self.request), email=email)

    def success_url(self, _done: Any) -> str:
        return reverse("accounts:me")


class UserEmailPage(ObjectPage, FormPage):
    permission = permissions.MANAGE
    model = User
    heading = _("Почта пользователя")
    form_class = EmailForm
    submit_title = _("Сохранить")
    done_message = _("Почта сохранена.")

    def get_lead(self) -> Text:
        return str(self.object)

    def get_crumbs(self) -> Crumbs:
        return [*list_crumbs(), (str(self.object), self.object.get_absolute_url())]

    def get_initial(self) -> dict[str, Any]:
        return {"email": self.object.email}

    def save(self, form: Any) -> User:
        email = form.cleaned_data["email"]
        return services.change_email(self.actor, user=self.object, email=email)
