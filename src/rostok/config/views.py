"""Pages about the installation itself."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.accounts.sessions import signed_in
from rostok.config.backup.queries import is_overdue, recent_copies
from rostok.config.permissions import KEEP_MAIL, VIEW_BACKUPS
from rostok.kernel.mail import post, trouble
from rostok.kernel.pages import ContentPage, PageAction


class BackupsPage(ContentPage):
    """Which copies were made, and what to type to make one: the site itself makes none."""

    permission = VIEW_BACKUPS
    template_name = "config/backups.html"
    heading = _("Резервные копии")

    def get_actions(self) -> list[PageAction]:
        return [PageAction(_("Почта"), reverse("mail"))] if self.actor.may(KEEP_MAIL) else []

    def context(self) -> dict[str, Any]:
        return {**super().context(), "copies": recent_copies(), "is_overdue": is_overdue()}


class MailPage(ContentPage):
    """By which server letters leave, whether they do, and a letter to oneself to try it."""

    permission = KEEP_MAIL
    template_name = "config/mail.html"
    heading = _("Почта")
    lead = _("Как уходят письма дня и ссылки для нового пароля.")

    def context(self) -> dict[str, Any]:
        mail = settings.MAIL
        return {
            **super().context(),
            "mail": mail,
            "sender": settings.DEFAULT_FROM_EMAIL,
            "trouble": trouble(),
            "address": signed_in(self.request).email,
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """A letter to the one who asks, and what the server said."""
        address = signed_in(request).email
        if not address:
            messages.error(request, _("Сначала укажите свою почту на «Моей странице»."))
            return redirect("mail")
        text = str(_("Если вы это читаете, почта «Ростка» работает."))
        done = post(EmailMessage(str(_("Росток: пробное письмо")), text, None, [address]))
        if done.left:
            messages.success(request, _("Письмо ушло на %s. Проверьте ящик.") % address)
        else:
            messages.error(request, _("Письмо не ушло. Сервер ответил: %s") % done.words)
        return redirect("mail")
