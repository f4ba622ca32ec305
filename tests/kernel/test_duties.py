"""Daily duties: once a day after their hour, a missed night is made up for once."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from time_machine import travel

from rostok.kernel.duties import Duty, duties, last_hour, start_due_duties
from rostok.kernel.jobs import JobKind, job_kinds
from rostok.kernel.models import Job
from rostok.kernel.registry import Registered

pytestmark = pytest.mark.django_db
MOSCOW = ZoneInfo("Europe/Moscow")
NAME = "sample.daily"


@pytest.fixture(autouse=True)
def _only_this_duty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    duty = Registered(Duty(NAME, "Проба", 3), "sample")
    monkeypatch.setattr(duties, "entries", {NAME: duty})
    job_kinds.add(NAME, JobKind(NAME, "Проба", lambda _actor, _job: {}), origin="sample")
    yield
    del job_kinds.entries[NAME]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=MOSCOW)


def test_a_duty_starts_once_after_its_hour() -> None:
    with travel(at(10, 3, 1), tick=False):
        assert [job.kind for job in start_due_duties()] == [NAME]
        assert start_due_duties() == []
    with travel(at(11, 2, 59), tick=False):
        assert start_due_duties() == []
    with travel(at(11, 3, 0), tick=False):
        assert len(start_due_duties()) == 1


def test_a_missed_night_is_made_up_for_once() -> None:
    with travel(at(10, 4), tick=False):
        start_due_duties()
    with travel(at(15, 1), tick=False):
        assert len(start_due_duties()) == 1
        assert start_due_duties() == []
    assert Job.objects.count() == 2


def test_the_hour_is_that_of_the_installation() -> None:
    with travel(at(10, 2), tick=False):
        assert last_hour(3) == at(9, 3)
    with travel(at(10, 3), tick=False):
        assert last_hour(3) == at(10, 3)


def test_a_duty_of_several_hours_starts_once_after_each(monkeypatch: pytest.MonkeyPatch) -> None:
    duty = Registered(Duty(NAME, "Проба", 8, (12,)), "sample")
    monkeypatch.setattr(duties, "entries", {NAME: duty})
    started = []
    for hour, minute in ((8, 1), (11, 59), (12, 1), (13, 0), (23, 0)):
        with travel(at(2, hour, minute), tick=False):
            started.append(len(start_due_duties()))
    assert started == [1, 0, 1, 0, 0]
