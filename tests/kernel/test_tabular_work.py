"""Jobs on an uploaded table: begun twice, broken off, asked of what can't be taken back."""

from datetime import timedelta

import pytest

from rostok.kernel import clock, jobs
from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import ImportState, Job, JobState
from rostok.kernel.tabular import (
    check_batch,
    check_later,
    confirm_batch,
    confirm_later,
    undo_batch,
)
from tests.kernel.tabular_toys import KEEPER, registered, toy_batch

pytestmark = pytest.mark.django_db

BALL = ("Мяч", "05.03.2020", 3, "малый")


@pytest.fixture(autouse=True)
def toy():
    with registered() as spec:
        yield spec


@pytest.fixture
def as_keeper(monkeypatch):
    monkeypatch.setattr(jobs.actor_builders, "get", lambda _name: lambda _user_id: KEEPER)


def checked(*rows):
    return check_batch(KEEPER, batch=toy_batch(*rows))


def applied(*rows):
    return confirm_batch(KEEPER, batch=checked(*rows))


def test_a_check_that_broke_off_may_be_begun_again(as_keeper):
    batch = toy_batch(BALL)
    job = check_later(KEEPER, batch=batch)
    Job.objects.filter(pk=job.pk).update(state="running", attempts=9, heartbeat_at=clock.now())
    jobs.reap_stalled(timedelta(0))
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, jobs.INTERRUPTED)
    batch.refresh_from_db()
    assert batch.state == ImportState.UPLOADED
    again = check_later(KEEPER, batch=batch)
    jobs.perform(again)
    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKED


def test_work_pressed_twice_is_one_work_and_another_waits():
    batch = checked(BALL)
    job = confirm_later(KEEPER, batch=batch, decisions={})
    assert confirm_later(KEEPER, batch=batch, decisions={}) == job
    with pytest.raises(RuleViolation, match="уже идёт работа"):
        check_later(KEEPER, batch=batch)


def test_an_import_without_undo_is_not_undone():
    with pytest.raises(RuleViolation, match="отменить эту загрузку"):
        undo_batch(KEEPER, batch=applied(BALL))
