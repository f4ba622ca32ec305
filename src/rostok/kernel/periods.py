"""Half-open periods of dates: stored with an exclusive end, shown with the last day inclusive."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

DAY = timedelta(days=1)
SCHOOL_YEAR_MONTH = 9


@dataclass(frozen=True, order=True)
class Period:
    """Days from `start` up to but without `end`; an open end is `None`."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError("A period ends after it starts")

    @property
    def last_day(self) -> date | None:
        return self.end - DAY if self.end else None

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Self) -> bool:
        return (self.end is None or other.start < self.end) and (
            other.end is None or self.start < other.end
        )


def calendar_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


def school_year(year: int) -> Period:
    """The school year that starts on 1 September of `year`."""
    return Period(date(year, SCHOOL_YEAR_MONTH, 1), date(year + 1, SCHOOL_YEAR_MONTH, 1))


def after_last_day(last_day: date | None) -> date | None:
    """The exclusive end of a printed last day: «уволен 31.08» ends on 1 September."""
    return last_day + DAY if last_day else None


def years_before(day: date, years: int) -> date:
    """The same day `years` ago; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def active_on(day: date, prefix: str = "") -> Q:
    """Rows whose period holds the day; `prefix` reaches through a relation (`employments__`)."""
    return Q(**{f"{prefix}start__lte": day}) & (
        Q(**{f"{prefix}end__isnull": True}) | Q(**{f"{prefix}end__gt": day})
    )


def touching(period: Period, prefix: str = "") -> Q:
    """Rows whose period shares at least one day with the given one."""
    starts = Q(**{f"{prefix}start__lt": period.end}) if period.end else Q()
    return starts & (Q(**{f"{prefix}end__isnull": True}) | Q(**{f"{prefix}end__gt": period.start}))


class DatedQuerySet(models.QuerySet[Any]):
    def active_on(self, day: date) -> Self:
        return self.filter(active_on(day))

    def touching(self, period: Period) -> Self:
        return self.filter(touching(period))


class Dated(models.Model):
    """A row that is true for a period."""

    start = models.DateField(_("с"))
    end = models.DateField(_("по (не включая)"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gt=F("start")),
                name="%(app_label)s_%(class)s_period",
                violation_error_message=_("Последний день не может быть раньше первого."),
            ),
        ]

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    @property
    def last_day(self) -> date | None:
        return self.end - DAY if self.end else None
