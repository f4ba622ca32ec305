"""What is done every day without being asked: a job of a kind, once after an hour of the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from rostok.kernel import clock
from rostok.kernel.access import installation
from rostok.kernel.jobs import start_job
from rostok.kernel.models import Job
from rostok.kernel.registry import Registry


def always() -> bool:
    return True


@dataclass(frozen=True)
class Duty:
    """A kind of job that the worker starts each day after `hour` and those of `again`.

    `needed` says whether there is anything to do now: a job that would find nothing is not begun.
    """

    job: str
    title: str
    hour: int
    again: tuple[int, ...] = ()
    needed: Callable[[], bool] = always


duties: Registry[Duty] = Registry("duties", "Ежедневные работы")


def daily(
    job: str,
    title: str,
    *,
    hour: int = 3,
    again: tuple[int, ...] = (),
    needed: Callable[[], bool] = always,
) -> Duty:
    """Register a job kind as a daily duty, at hours of the installation's time zone."""
    duty = Duty(job, title, hour, again, needed)
    return duties.add(job, duty, origin=job.split(".", maxsplit=1)[0])


def start_due_duties() -> list[Job]:
    """Start each duty not started since its last hour. A missed night is made up for once."""
    actor = installation()
    return [
        start_job(actor, duty.job, duty.title)
        for duty in duties.values()
        if duty.needed()
        and not Job.objects.filter(kind=duty.job, created_at__gte=last_of(duty)).exists()
    ]


def last_of(duty: Duty) -> datetime:
    return max(last_hour(hour) for hour in (duty.hour, *duty.again))


def last_hour(hour: int) -> datetime:
    """The last moment at which the clock of the installation showed the hour."""
    now = timezone.localtime(clock.now())
    at = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return at if at <= now else at - timedelta(days=1)
