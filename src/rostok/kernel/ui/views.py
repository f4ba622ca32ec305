"""Pages of the kit itself: the switch of appearance and the gallery."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import TemplateView, View

from rostok.kernel.ui.appearance import COOKIE, Appearance
from rostok.kernel.ui.gallery import samples

YEAR = 60 * 60 * 24 * 365


class AppearancePage(View):
    """Keeps the reader's size and contrast, and returns to the page they came from."""

    permission = "public"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        before = Appearance.read(request.COOKIES.get(COOKIE, ""))
        after = before.changed(request.POST.dict())
        response = HttpResponseRedirect(safe_return(request))
        response.set_cookie(
            COOKIE,
            after.cookie,
            max_age=YEAR,
            httponly=True,
            secure=request.is_secure(),
            samesite="Lax",
        )
        return response


def safe_return(request: HttpRequest) -> str:
    """The page named in the form when it is ours, else the home page."""
    page = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return page if ours and page.startswith("/") else "/"


class GalleryPage(TemplateView):
    """All components on one page; for developers and for the accessibility test."""

    permission = "public"
    template_name = "kernel/gallery.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not (settings.DEBUG or settings.DEMO):
            raise Http404
        return super().get_context_data(**kwargs) | samples(self.request)
