"""The one clock. Domain facts are local dates; tests and the demo may move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

_shift: ContextVar[timedelta] = ContextVar("clock_shift", default=timedelta())


def now() -> datetime:
    return timezone.now() + _shift.get()


def today(zone: str | None = None) -> date:
    """The local date of a time zone (of an org unit), else of the installation."""
    return day_of(now(), zone)


def day_of(moment: datetime, zone: str | None = None) -> date:
    """On which local date a moment falls there."""
    return moment.astimezone(ZoneInfo(zone or settings.TIME_ZONE)).date()


@contextmanager
def moved_to(day: date) -> Iterator[None]:
    """Within the block `today()` is `day`, at the same time of the day."""
    token = _shift.set(_shift.get() + timedelta(days=(day - today()).days))
    try:
        yield
    finally:
        _shift.reset(token)
