"""In the background: a person's own copy, and forgetting what has outlived its term."""

from typing import Any

from django.urls import reverse

from rostok.kernel.access import Actor
from rostok.kernel.duties import daily
from rostok.kernel.jobs import job_kind
from rostok.kernel.models import Job
from rostok.privacy import services

ABOUT_ME = "privacy.about_me"
FORGET = "privacy.forget"


@job_kind(ABOUT_ME, "Всё обо мне")
def export_about_me(actor: Actor, _job: Job) -> dict[str, Any]:
    """Started again after a kill it makes the archive anew: the earlier one goes."""
    services.export_about_me(actor)
    return {"message": "Архив готов, он доступен 7 дней.", "url": reverse("privacy:mine")}


@job_kind(FORGET, "Забыть старые просмотры и выгрузки")
def forget(actor: Actor, _job: Job) -> dict[str, Any]:
    viewings = services.forget_viewings(actor)
    exports = services.forget_exports(actor)
    return {"message": f"Забыто просмотров: {viewings}, выгрузок: {exports}."}


daily(FORGET, "Забыть старые просмотры и выгрузки")
