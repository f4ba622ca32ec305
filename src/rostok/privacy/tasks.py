"""In the background: a person's own copy, and forgetting what has outlived its term."""

from typing import Any

from django.urls import reverse

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.duties import daily
from rostok.kernel.jobs import job_kind, report_progress
from rostok.kernel.models import Job
from rostok.privacy import services
from rostok.privacy.models import ErasureItem, ErasureRun
from rostok.privacy.notices import remind_of_outlived

ABOUT_ME = "privacy.about_me"
FORGET = "privacy.forget"
REMIND = "privacy.remind"
ERASE = "privacy.erase"


@job_kind(ABOUT_ME, "Всё обо мне")
def export_about_me(actor: Actor, _job: Job) -> dict[str, Any]:
    """Started again after a kill it makes the archive anew: the earlier one goes."""
    services.export_about_me(actor)
    return {"message": "Архив готов, он доступен 7 дней.", "url": reverse("privacy:mine")}


@job_kind(ERASE, "Обезличивание")
def erase_confirmed(actor: Actor, job: Job) -> dict[str, Any]:
    """Each person in a transaction of their own; started again, it goes on with those left."""
    run = ErasureRun.objects.get(pk=job.params["run"])
    items = list(run.items.filter(done_at=None).select_related("run", "person"))
    title = "Обезличено" if run.erases_people else "Удалены записи"
    for number, item in enumerate(items, start=1):
        carry_out(actor, item)
        report_progress(job, number, len(items), f"{title}: {number} из {len(items)}")
    done = services.finish_erasure(actor, run=run)
    return {"message": f"{title} людей: {done.counts['done']}.", "url": run.get_absolute_url()}


def carry_out(actor: Actor, item: ErasureItem) -> None:
    if item.run.erases_people:
        services.anonymise(actor, item=item)
    else:
        services.forget_outlived(actor, item=item)


@job_kind(FORGET, "Забыть старые просмотры и выгрузки")
def forget(actor: Actor, _job: Job) -> dict[str, Any]:
    viewings = services.forget_viewings(actor)
    exports = services.forget_exports(actor)
    return {"message": f"Забыто просмотров: {viewings}, выгрузок: {exports}."}


@job_kind(REMIND, "Напомнить о вышедших сроках хранения")
def remind(actor: Actor, _job: Job) -> dict[str, Any]:
    """Once a month, on its first day."""
    if clock.today().day != 1:
        return {"message": "Напоминаем первого числа."}
    return {"message": f"Территорий, где вышел срок хранения: {remind_of_outlived(actor)}."}


daily(REMIND, "Напомнить о вышедших сроках хранения")
daily(FORGET, "Забыть старые просмотры и выгрузки")
