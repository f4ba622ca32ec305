"""Every morning: reminders of terms, then one letter to each person who has news."""

from typing import Any

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.duties import daily
from rostok.kernel.jobs import job_kind, report_progress
from rostok.kernel.models import Job
from rostok.kernel.notices import terms
from rostok.notifications.letters import send_letters
from rostok.notifications.reminders import remind

MORNING = "notifications.morning"
HOUR = 7


@job_kind(MORNING, "Напоминания о сроках и письма дня")
def tell_everybody(_actor: Actor, job: Job) -> dict[str, Any]:
    """Bears a second start: a step is told once, a person gets one letter a day."""
    today = clock.today()
    told = 0
    for number, term in enumerate(terms.values(), start=1):
        told += remind(term, today)
        report_progress(job, number, len(terms), f"Напоминаний: {told}")

    def progress(done: int, total: int) -> None:
        report_progress(job, done, total, f"Письма: {done} из {total}")

    sent, failed = send_letters(today, progress)
    message = f"Напоминаний: {told}, писем: {sent}."
    return {"message": f"{message} Не ушло писем: {failed}." if failed else message}


daily(MORNING, "Напоминания о сроках и письма дня", hour=HOUR)
