"""What becomes of a working life when its person is anonymised: posts and dates stay as facts."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from rostok.kernel import clock
from rostok.people.models import Person
from rostok.privacy.erasing import Erasure, add_eraser, leavers, stays
from rostok.staff.models import (
    OPEN_TRANSFERS,
    Employment,
    QualificationCategory,
    StaffCard,
    TransferRequest,
)


def name_work(erasure: Erasure) -> None:
    """Posts and days stay; the journal of each employment bears the name and is mended."""
    erasure.about.extend(Employment.objects.filter(person=erasure.person))


def employed(person: Person) -> Iterator[str]:
    if Employment.objects.unended_on(clock.today()).filter(person=person).exists():
        yield "человек работает"


def transfers(erasure: Erasure) -> None:
    rows = TransferRequest.objects.filter(person=erasure.person)
    erasure.about.extend(rows)
    rows.update(asked_as=f"Обезличено {erasure.alias}", note="", answer="")


def transfer_open(person: Person) -> Iterator[str]:
    if TransferRequest.objects.filter(person=person, state__in=OPEN_TRANSFERS).exists():
        yield "открыт перевод"


def left_before(units: Any, day: date) -> QuerySet[Person]:
    """Who works nowhere and left the last work, in one of the units, before the day."""
    work = Employment.objects.filter(person=OuterRef("pk"))
    later = Employment.objects.filter(person=OuterRef("person"), end__gt=OuterRef("end"))
    last_here = work.filter(~Exists(later), organisation__in=units, end__lte=day)
    going_on = work.filter(Q(end=None) | Q(end__gt=day))
    return Person.objects.filter(Exists(last_here), merged_into=None).exclude(Exists(going_on))


add_eraser(Employment, "person", name_work, employed)
add_eraser(StaffCard, "person", stays)
add_eraser(QualificationCategory, "person", stays)
add_eraser(TransferRequest, "person", transfers, transfer_open)
leavers.add("employments", left_before, origin="staff")
