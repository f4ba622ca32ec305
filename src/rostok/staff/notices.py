"""Who is not reminded of anything: people away for long from everywhere they work."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from rostok.kernel.notices import quiet
from rostok.staff.models import Absence, Employment


def away_everywhere(day: date) -> QuerySet[Any]:
    """People whose every employment of the day has a long absence on it."""
    absent = Absence.objects.active_on(day).filter(employment=OuterRef("pk"))
    work = Employment.objects.active_on(day)
    at_work = work.filter(~Exists(absent), person=OuterRef("person"))
    away: QuerySet[Any] = work.filter(Exists(absent)).exclude(Exists(at_work))
    return away.order_by().values("person")


quiet.add("absences", away_everywhere, origin="staff")
