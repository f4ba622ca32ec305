import threading
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import reverse
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from rostok.kernel import clock, jobs
from rostok.kernel.access import STRANGER, Actor, installation
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.jobs import (
    JobKind,
    JobLost,
    actor_builders,
    job_kinds,
    reap_stalled,
    report_progress,
    run_now,
    start_job,
)
from rostok.kernel.models import Job, JobState
from rostok.kernel.views import JobPage

pytestmark = pytest.mark.django_db

SYSTEM = installation("Проверка")
PERSON = Actor(title="Педагог", user_id=5)


@pytest.fixture
def kind():
    """Registers the work of one kind of job for the length of a test."""
    failures = []

    def register(run, attempts=2):
        made = JobKind("toy.job", "Игрушка", run, attempts, failures.append)
        job_kinds.entries.pop("toy.job", None)
        job_kinds.add("toy.job", made, origin="toy")
        return failures

    yield register
    job_kinds.entries.pop("toy.job", None)


@pytest.fixture
def as_user(monkeypatch):
    monkeypatch.setattr(actor_builders, "get", lambda _name: lambda _user_id: PERSON)


def died(job, ago=timedelta(minutes=10)):
    """The job as a process killed with -9 leaves it."""
    task = DBTaskResult.objects.get(id=job.task_id)
    task.claim("dead")
    DBTaskResult.objects.filter(pk=task.pk).update(started_at=clock.now() - ago)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=job.attempts + 1, heartbeat_at=clock.now() - ago
    )
    job.refresh_from_db()
    return task


def started(callbacks, actor=SYSTEM, **params):
    with callbacks(execute=True):
        job = start_job(actor, "toy.job", "Игра", **params)
    job.refresh_from_db()
    return job


def test_work_done_at_once_keeps_its_result(kind):
    kind(lambda actor, job: {"url": "/x/", "message": f"{actor.title} {job.params['n']}"})
    job = run_now(SYSTEM, "toy.job", "Игра", n=3)
    assert (job.state, job.result["message"], job.message) == ("done", "Проверка 3", "Проверка 3")
    assert job.attempts == 1
    assert job.finished_at


def test_a_started_job_stands_in_the_queue_and_the_worker_does_it(
    kind, django_capture_on_commit_callbacks
):
    kind(lambda _actor, _job: {"url": "/x/"})
    job = started(django_capture_on_commit_callbacks)
    task = DBTaskResult.objects.get(id=job.task_id)
    assert (job.state, task.status) == ("queued", TaskResultStatus.READY)
    task.task_result.task.call(*task.task_result.args)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"url": "/x/"})


def test_nothing_is_queued_before_the_transaction_holds(kind):
    kind(lambda _actor, _job: {})
    start_job(SYSTEM, "toy.job", "Игра")
    assert not DBTaskResult.objects.exists()


def test_a_stranger_starts_nothing_and_an_unknown_kind_is_an_error(kind):
    kind(lambda _actor, _job: {})
    with pytest.raises(Forbidden):
        start_job(STRANGER, "toy.job", "Игра")
    with pytest.raises(LookupError):
        start_job(SYSTEM, "toy.unknown", "Игра")


def test_a_refusal_is_told_in_its_own_words(kind):
    def refuse(actor, job):
        raise RuleViolation("Список пуст.")

    failures = kind(refuse)
    job = run_now(SYSTEM, "toy.job", "Игра")
    assert (job.state, job.message) == ("failed", "Список пуст.")
    assert [failed.pk for failed in failures] == [job.pk]


def test_an_error_is_told_by_number_only_and_logged(kind, caplog):
    kind(lambda _actor, _job: 1 / 0)
    job = run_now(SYSTEM, "toy.job", "Игра")
    assert job.state == "failed"
    assert job.message.startswith("Внутренняя ошибка, номер ")
    assert "ZeroDivision" not in job.message
    assert "ZeroDivisionError" in caplog.text


def test_a_busy_database_gives_another_start(kind):
    def busy(actor, job):
        raise OperationalError("database is locked")

    kind(busy)
    job = run_now(SYSTEM, "toy.job", "Игра")
    assert job.state == "queued"
    jobs.perform(job)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 2)


def test_a_job_acts_for_its_person_with_the_rights_of_today(kind, as_user):
    seen = []
    kind(lambda actor, _job: seen.append(actor) or {})
    run_now(Actor(title="Педагог", user_id=5), "toy.job", "Игра")
    assert seen == [PERSON]


def test_a_job_that_is_over_is_not_done_again(kind):
    done = []
    kind(lambda _actor, _job: done.append(1) or {})
    job = run_now(SYSTEM, "toy.job", "Игра")
    jobs.perform(job)
    assert done == [1]


def test_progress_is_written_sparingly(kind, django_assert_num_queries):
    def work(actor, job):
        report_progress(job, 0, 100, "Шаг")
        with django_assert_num_queries(0):
            for done in range(1, 100):
                report_progress(job, done, 100, "Шаг")
        report_progress(job, 100, 100, "Другой шаг")
        return {}

    kind(work)
    job = run_now(SYSTEM, "toy.job", "Игра")
    assert (job.state, job.done, job.total) == ("done", 100, 100)


def test_a_run_given_up_for_dead_writes_nothing_more(kind):
    def work(actor, job):
        Job.objects.filter(pk=job.pk).update(attempts=2)
        report_progress(job, 1, 2, "Шаг")
        raise AssertionError

    kind(work)
    job = run_now(SYSTEM, "toy.job", "Игра")
    assert (job.state, job.done, job.attempts) == ("running", 0, 2)
    with pytest.raises(JobLost):
        report_progress(Job(pk=job.pk, attempts=1), 1, 2, "x")


def test_a_killed_job_is_started_again_and_then_failed(kind, django_capture_on_commit_callbacks):
    failures = kind(lambda _actor, _job: {})
    job = started(django_capture_on_commit_callbacks)
    task = died(job)
    with django_capture_on_commit_callbacks(execute=True):
        assert [reaped.pk for reaped in reap_stalled()] == [job.pk]
    job.refresh_from_db()
    task.refresh_from_db()
    assert (job.state, task.status) == ("queued", TaskResultStatus.FAILED)
    assert DBTaskResult.objects.get(id=job.task_id).status == TaskResultStatus.READY
    died(job)
    reap_stalled()
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", jobs.INTERRUPTED)
    assert len(failures) == 1
    assert not reap_stalled()


def test_a_killed_job_is_finished_by_its_second_start(kind, django_capture_on_commit_callbacks):
    kind(lambda _actor, _job: {"message": "Готово"})
    job = started(django_capture_on_commit_callbacks)
    died(job)
    with django_capture_on_commit_callbacks(execute=True):
        reap_stalled()
    jobs.run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)


def test_a_living_job_is_left_alone(kind, django_capture_on_commit_callbacks):
    kind(lambda _actor, _job: {})
    job = started(django_capture_on_commit_callbacks)
    died(job, ago=timedelta(seconds=30))
    assert not reap_stalled()
    waiting = started(django_capture_on_commit_callbacks)
    Job.objects.filter(pk=waiting.pk).update(created_at=clock.now() - timedelta(hours=1))
    assert not reap_stalled()


def test_a_job_without_its_task_is_queued_again(kind, django_capture_on_commit_callbacks):
    kind(lambda _actor, _job: {})
    job = start_job(SYSTEM, "toy.job", "Игра")
    Job.objects.filter(pk=job.pk).update(created_at=clock.now() - timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert len(reap_stalled()) == 1
    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).count() == 1


def test_old_rows_of_the_queue_are_forgotten(kind, django_capture_on_commit_callbacks):
    kind(lambda _actor, _job: {})
    job = started(django_capture_on_commit_callbacks)
    old = clock.now() - timedelta(days=8)
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL, finished_at=old)
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    reap_stalled()
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_long_step_beats_by_itself(kind, monkeypatch):
    monkeypatch.setattr(jobs, "BEAT_EVERY", 0.01)
    beaten = threading.Event()
    monkeypatch.setattr(jobs, "own_run", lambda _job: Beaten(beaten))
    with jobs.beating(Job(pk=1)):
        assert beaten.wait(5)


class Beaten:
    def __init__(self, event):
        self.event = event

    def update(self, **_fields):
        self.event.set()
        return 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_empties_the_queue_and_stops(kind):
    kind(lambda _actor, _job: {"message": "Готово"})
    made = [start_job(SYSTEM, "toy.job", f"Игра {number}") for number in range(3)]
    call_command("worker", "--batch")
    assert {Job.objects.get(pk=job.pk).state for job in made} == {"done"}


def page_of(job, actor, **headers):
    request = RequestFactory().get(reverse("kernel:job", args=[job.pk]), **headers)
    request.actor = actor
    request.htmx = bool(headers)
    return JobPage.as_view()(request, pk=job.pk)


def test_the_page_of_a_job_polls_until_it_is_over(kind, as_user):
    kind(lambda _actor, _job: {"url": "/report/", "message": "Записано 3 строки."})
    job = start_job(PERSON, "toy.job", "Игра")
    waiting = page_of(job, PERSON, HTTP_HX_REQUEST="true").content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    assert "Обновить" in waiting
    jobs.perform(job)
    over = page_of(job, PERSON, HTTP_HX_REQUEST="true").content.decode()
    assert "every 2s" not in over
    assert "Записано 3 строки." in over
    assert 'href="/report/"' in over


def test_nobody_watches_another_persons_job(kind, client):
    kind(lambda _actor, _job: {})
    job = start_job(PERSON, "toy.job", "Игра")
    assert not Job.objects.of(Actor(title="Другой", user_id=6)).filter(pk=job.pk).exists()
    assert client.get(reverse("kernel:job", args=[job.pk])).status_code == HTTPStatus.FOUND
