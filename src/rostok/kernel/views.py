"""Pages of the ground floor: the progress and the outcome of a job."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from rostok.kernel.models import Job
from rostok.kernel.pages import SIGNED_IN, ContentPage, Text


class JobPage(ContentPage):
    """How far a job is. htmx asks for the inner part every two seconds; a link does it without."""

    permission = SIGNED_IN
    template_name = "kernel/jobs/job.html"

    @property
    def job(self) -> Job:
        if not hasattr(self, "_job"):
            self._job: Job = get_object_or_404(Job.objects.of(self.actor), pk=self.kwargs["pk"])
        return self._job

    def get_heading(self) -> Text:
        return self.job.title

    def context(self) -> dict[str, Any]:
        job = self.job
        return {
            **super().context(),
            "job": job,
            "report_url": job.result.get("url") or job.params.get("url", ""),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(self.request, "htmx", False):
            return render(self.request, "kernel/jobs/_progress.html", self.context())
        return self.answer()
