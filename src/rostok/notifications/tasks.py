"""Every morning: reminders of terms, then one letter to each person who has news."""

from typing import Any

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.duties import daily
from rostok.kernel.jobs import job_kind, report_progress
from rostok.kernel.models import Job
from rostok.kernel.notices import terms
from rostok.notifications.letters import send_again, send_letters
from rostok.notifications.reminders import remind

MORNING, AGAIN = "notifications.morning", "notifications.again"
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

    run = send_letters(today, progress)
    return {"message": f"Напоминаний: {told}, {run.words()}"}


@job_kind(AGAIN, "Повторная отправка писем дня")
def send_what_stayed(_actor: Actor, job: Job) -> dict[str, Any]:
    """For those whom the morning's letter did not reach; whoever has one gets no second."""

    def progress(done: int, total: int) -> None:
        report_progress(job, done, total, f"Письма: {done} из {total}")

    return {"message": f"Отправлено {send_again(clock.today(), progress).words()}"}


daily(MORNING, "Напоминания о сроках и письма дня", hour=HOUR)
daily(AGAIN, "Повторная отправка писем дня", hour=8, again=(10, 12, 15, 18))
