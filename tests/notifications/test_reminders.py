"""Reminders: each step towards a term once, none when done, silence for those who are away."""

from datetime import date, timedelta

import pytest

from rostok.kernel import clock
from rostok.kernel.notices import TermKind, Told
from rostok.kernel.refs import ref_to
from rostok.notifications.models import Channel, Notice
from rostok.notifications.reminders import OVER, SOON, remind, step_of
from rostok.notifications.services import choose_channels
from rostok.staff.models import Absence, AbsenceKind
from tests.factories import hire, make_person
from tests.notifications.conftest import TODAY, Place, unread

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("left", "step"),
    [(30, None), (8, None), (7, 7), (5, 7), (2, 7), (1, 1), (0, 0), (-1, -1), (-7, -1), (-8, -8)],
)
def test_a_step_comes_and_stays_until_the_next(left: int, step: int | None, term: TermKind) -> None:
    assert step_of(term, TODAY + left * DAY, TODAY) == step


def wait(place: Place, due: date) -> None:
    place.open_rows[:] = [Told(place.coordinator.pk, ref_to(place.school), due)]


def test_one_is_reminded_once_a_step_however_often_the_job_runs(
    place: Place, term: TermKind
) -> None:
    wait(place, TODAY + 7 * DAY)
    assert [remind(term, TODAY) for _ in range(3)] == [1, 0, 0]
    assert remind(term, TODAY + DAY) == 0
    assert [one.kind for one in unread(place.coordinator)] == [SOON]


def test_a_later_step_takes_the_place_of_an_unread_one(place: Place, term: TermKind) -> None:
    wait(place, TODAY + 7 * DAY)
    for day in range(16):
        with clock.moved_to(TODAY + day * DAY):
            remind(term, TODAY + day * DAY)
    told = Notice.objects.order_by("pk").values_list("kind", "mark")
    assert list(told) == [
        (SOON, "2026-03-17:7"),
        (SOON, "2026-03-17:1"),
        (SOON, "2026-03-17:0"),
        (OVER, "2026-03-17:-1"),
        (OVER, "2026-03-17:-8"),
    ]
    assert [one.mark for one in unread(place.coordinator)] == ["2026-03-17:-8"]


def test_a_day_missed_by_the_job_is_made_up_for(place: Place, term: TermKind) -> None:
    wait(place, TODAY + 5 * DAY)
    assert remind(term, TODAY) == 1


def test_what_is_done_is_reminded_of_no_more(place: Place, term: TermKind) -> None:
    wait(place, TODAY)
    remind(term, TODAY)
    place.open_rows.clear()
    assert remind(term, TODAY + DAY) == 0
    assert not unread(place.coordinator)


def test_a_moved_term_begins_anew(place: Place, term: TermKind) -> None:
    wait(place, TODAY)
    remind(term, TODAY)
    wait(place, TODAY + 20 * DAY)
    remind(term, TODAY)
    assert not unread(place.coordinator)
    assert remind(term, TODAY + 13 * DAY) == 1


def test_somebody_away_for_long_hears_nothing(place: Place, term: TermKind) -> None:
    person = make_person("Котова")
    place.coordinator.person = person
    place.coordinator.save()
    work = hire(person, place.school)
    absence = Absence.objects.create(
        employment=work, kind=AbsenceKind.CHILD_CARE, start=TODAY, end=TODAY + 30 * DAY
    )
    wait(place, TODAY + 7 * DAY)
    assert remind(term, TODAY) == 0
    absence.delete()
    assert remind(term, TODAY) == 1


def test_somebody_away_from_one_of_two_places_is_reminded(place: Place, term: TermKind) -> None:
    person = make_person("Котова")
    place.coordinator.person = person
    place.coordinator.save()
    away = hire(person, place.other)
    hire(person, place.school, kind="external")
    Absence.objects.create(employment=away, kind=AbsenceKind.LONG_LEAVE, start=TODAY)
    wait(place, TODAY + 7 * DAY)
    assert remind(term, TODAY) == 1


def test_whoever_wants_no_reminders_gets_none(place: Place, term: TermKind) -> None:
    choose_channels(place.actor(place.coordinator), channels={SOON: Channel.NONE})
    wait(place, TODAY + DAY)
    assert remind(term, TODAY) == 0
    assert remind(term, TODAY + 2 * DAY) == 1
