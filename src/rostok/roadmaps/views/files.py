"""The roadmap as a document, the person's terms as a calendar."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from rostok.accounts.queries import actor_of
from rostok.kernel import clock
from rostok.kernel.errors import RuleViolation
from rostok.kernel.export import disposition
from rostok.kernel.pages import PUBLIC, SIGNED_IN, Page
from rostok.roadmaps import services
from rostok.roadmaps.files.docx import roadmap_document, word_response
from rostok.roadmaps.files.ical import CONTENT_TYPE, calendar_of
from rostok.roadmaps.models.feeds import feed_by
from rostok.roadmaps.queries import open_of_person
from rostok.roadmaps.views.roadmap import RowsPage

MOST_EVENTS = 1000


class DocumentPage(RowsPage):
    """What the table shows, under the same filters."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = self.filterset().qs
        content = roadmap_document(self.roadmap, self.year, rows, self.today)
        return word_response(content, self.export_name)


class TermsPage(RowsPage):
    """The same rows as days of a calendar; what has no day yet is not in it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = self.filterset().qs.filter(due__isnull=False)[:MOST_EVENTS]
        content = calendar_of(rows, site_of(request), clock.now(), self.export_name)
        response = HttpResponse(content, content_type=CONTENT_TYPE)
        response.headers["Content-Disposition"] = disposition(self.export_name, "ics")
        return response


def site_of(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


class CalendarPage(Page):
    """Asked by the calendar of a phone, which signs in nowhere: the address is the secret."""

    permission = PUBLIC

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        feed = feed_by(token)
        if feed is None:
            raise Http404
        rows = open_of_person(actor_of(feed.user)).filter(due__isnull=False)[:MOST_EVENTS]
        content = calendar_of(rows, site_of(request), clock.now())
        response = HttpResponse(content, content_type=CONTENT_TYPE)
        response.headers["Content-Disposition"] = 'inline; filename="rostok.ics"'
        response.headers["Cache-Control"] = "private, no-store"
        return response


class FeedPage(Page):
    """Buttons of «Мои мероприятия»: a new address, or none."""

    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            if request.POST.get("off"):
                services.take_feed_back(self.actor)
                messages.success(request, str(_("Адрес календаря закрыт.")))
            else:
                services.give_feed(self.actor)
                messages.success(request, str(_("Адрес календаря готов.")))
        except RuleViolation as refusal:
            messages.warning(request, refusal.message)
        return redirect("roadmaps:mine")
