"""Pages of one's own notices: the list, the way to what a notice is about, what to be told of."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Page as Paged
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.errors import RuleViolation
from rostok.kernel.pages import PAGE_SIZE, SIGNED_IN, ContentPage, Crumbs, Page, PageAction, Text
from rostok.notifications import services
from rostok.notifications.models import Channel, Notice
from rostok.notifications.queries import choices_of, notices_of, unread_count
from rostok.notifications.reading import mark_all_read, mark_read, mark_unread
from rostok.notifications.wording import shown


@dataclass(frozen=True)
class Tab:
    title: Text
    url: str
    current: bool
    count: str = ""


class NoticeListPage(ContentPage):
    """What the actor was told, unread first asked for; each with a text for a messenger."""

    permission = SIGNED_IN
    template_name = "notifications/list.html"
    heading = _("Уведомления")

    @cached_property
    def all_asked(self) -> bool:
        return "all" in self.request.GET

    @cached_property
    def page_obj(self) -> Paged[Notice]:
        rows = notices_of(self.actor)
        rows = rows if self.all_asked else rows.unread()
        return Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))

    def get_actions(self) -> list[PageAction]:
        return [PageAction(_("О чём уведомлять"), reverse("notifications:choose"))]

    def context(self) -> dict[str, Any]:
        site = f"{self.request.scheme}://{self.request.get_host()}"
        rows = shown(self.actor, list(self.page_obj))
        here = reverse("notifications:list")
        return {
            **super().context(),
            "rows": [(row, row.text(site)) for row in rows],
            "page_obj": self.page_obj,
            "newest": max((row.notice.pk for row in rows), default=0),
            "unread": self.page_obj.paginator.count if not self.all_asked else 0,
            "tabs": [
                Tab(_("Новые"), here, not self.all_asked, str(unread_count(self.actor))),
                Tab(_("Все"), f"{here}?all=1", self.all_asked),
            ],
            "all_asked": self.all_asked,
        }


class OwnNotice(Page):
    """A page of one notice of the actor's own."""

    permission = SIGNED_IN

    @cached_property
    def notice(self) -> Notice:
        notice: Notice = get_object_or_404(notices_of(self.actor), pk=self.kwargs["pk"])
        return notice


class OpenPage(OwnNotice):
    """To what the notice is about; being opened, it is read."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        [row] = shown(self.actor, [self.notice])
        mark_read(self.actor, self.notice)
        if row.address:
            return redirect(row.address)
        messages.warning(request, _("Записи больше нет, или она вам не видна."))
        return redirect("notifications:list")


class ReadPage(OwnNotice):
    """Marks one notice as read without opening it, or as new again."""

    http_method_names = ("get", "post")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.notice)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.notice.read_at is None:
            mark_read(self.actor, self.notice)
            return redirect("notifications:list")
        mark_unread(self.actor, self.notice)
        return redirect(f"{reverse('notifications:list')}?all=1")


class ReadAllPage(Page):
    """Marks as read what the reader has seen in the list, not what came meanwhile."""

    permission = SIGNED_IN
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        newest = request.POST.get("newest", "")
        if newest.isascii() and newest.isdecimal():
            mark_all_read(self.actor, up_to=min(int(newest), LARGEST))
        return redirect("notifications:list")


LARGEST = 2**62


class ChoosePage(ContentPage):
    """How to tell the actor of each kind."""

    permission = SIGNED_IN
    template_name = "notifications/choose.html"
    heading = _("О чём уведомлять")

    def get_crumbs(self) -> Crumbs:
        return [(_("Уведомления"), reverse("notifications:list"))]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = {
            choice.kind.name: request.POST[choice.kind.name]
            for choice in choices_of(self.actor)
            if choice.kind.name in request.POST
        }
        try:
            services.choose_channels(self.actor, channels=given)
        except RuleViolation as refusal:
            return self.answer(status=422, refusal=refusal.message)
        messages.success(request, _("Сохранено."))
        return redirect("notifications:choose")

    def context(self) -> dict[str, Any]:
        user: Any = self.request.user
        return {
            **super().context(),
            "choices": choices_of(self.actor),
            "channels": [(one.value, str(one.label).capitalize()) for one in Channel],
            "email": user.email,
        }
