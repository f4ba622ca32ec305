"""Long work off the request: a row with progress, a queue in the database, and a reaper.

The queue leaves a task RUNNING for ever when its process is killed, so liveness is our own: a
heartbeat on the job, and an attempt number that fences off a run which was given up for dead.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex
from typing import Any

from django.db import DatabaseError, OperationalError, connection, models, transaction
from django.db.models import F
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from rostok.kernel import clock
from rostok.kernel.access import Actor, installation
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.models import Job, JobState
from rostok.kernel.registry import Registry

logger = logging.getLogger("rostok.jobs")

PROGRESS_PAUSE = 0.5
BEAT_EVERY = 10.0
STALLED = timedelta(minutes=2)
KEPT = timedelta(days=7)
INTERRUPTED = "Работа прервалась: сервер перезапускался. Ничего не потеряно, начните её заново."

Run = Callable[[Actor, Job], dict[str, Any]]
ActorBuilder = Callable[[int], Actor]


def nothing_more(_job: Job) -> None:
    return None


@dataclass(frozen=True)
class JobKind:
    """What can be done in the background. `run` must bear being started again after a kill.

    Its result is JSON; `url` in it is where the report stands, `message` is shown above the link.
    A parameter `url` is where to go when it fails.
    `attempts` counts starts; an error of `run` is never retried, only a kill or a locked database.
    """

    name: str
    title: str
    run: Run
    attempts: int = 2
    on_failure: Callable[[Job], None] = nothing_more


class JobLost(Exception):
    """The run was given up for dead and another has taken over; it must write nothing more."""


job_kinds: Registry[JobKind] = Registry("jobs", "Виды заданий")
actor_builders: Registry[ActorBuilder] = Registry("actor_builders", "Кто действует в задании")
_reported: dict[int, tuple[float, str]] = {}


def job_kind(
    name: str, title: str, *, attempts: int = 2, on_failure: Callable[[Job], None] = nothing_more
) -> Callable[[Run], Run]:
    """Register a function as the work of a kind of job."""

    def register(run: Run) -> Run:
        kind = JobKind(name, title, run, attempts, on_failure)
        job_kinds.add(name, kind, origin=run.__module__)
        return run

    return register


def start_job(actor: Actor, name: str, title: str, **params: Any) -> Job:
    """Put work into the queue once the transaction holds. Refused: nobody in particular asks."""
    job = created_job(actor, name, title, params)
    transaction.on_commit(lambda: enqueue(job))
    return job


def run_now(actor: Actor, name: str, title: str, **params: Any) -> Job:
    """The same work at once, in this process: for the console and tests."""
    job = created_job(actor, name, title, params)
    perform(job)
    job.refresh_from_db()
    return job


def created_job(actor: Actor, name: str, title: str, params: dict[str, Any]) -> Job:
    job_kinds.get(name)
    if actor.user_id is None and not actor.unlimited:
        raise Forbidden("Войдите, чтобы начать эту работу.")
    return Job.objects.create(
        kind=name, title=title, params=params, user_id=actor.user_id, actor_title=actor.title
    )


def enqueue(job: Job) -> None:
    result = run_job.enqueue(job.pk)
    Job.objects.filter(pk=job.pk).update(task_id=str(result.id))


@task()
def run_job(job_id: int) -> None:
    """What the worker calls. It never fails itself: the outcome is in the job's row."""
    job = Job.objects.filter(pk=job_id).first()
    if job is not None:
        with beating(job):
            perform(job)


def actor_of_job(job: Job) -> Actor:
    """On whose behalf the job runs, with the rights they have now."""
    if job.user_id is None:
        return installation(job.actor_title)
    return actor_builders.get("user")(job.user_id)


def perform(job: Job) -> None:
    """Run a queued job to its end; one that is over or taken by another worker is left alone."""
    if not claim(job):
        return
    try:
        result = job_kinds.get(job.kind).run(actor_of_job(job), job)
    except JobLost:
        logger.warning("Задание %s: запуск %s отменён, его продолжает другой", job.pk, job.attempts)
    except (RuleViolation, Forbidden) as refusal:
        fail(job, getattr(refusal, "message", "") or str(refusal) or "Нет права.")
    except OperationalError:
        logger.exception("Задание %s: база данных недоступна", job.pk)
        retry_or_fail(job, "База данных была занята. Начните работу заново чуть позже.")
    except Exception:
        number = token_hex(4)
        logger.exception("Задание %s («%s»): ошибка %s", job.pk, job.title, number)
        fail(job, f"Внутренняя ошибка, номер {number}. Сообщите его администратору.")
    else:
        finish(job, JobState.DONE, result=result or {}, message=(result or {}).get("message", ""))


def claim(job: Job) -> bool:
    """Take a queued job: the attempt number grows and from now on names this run."""
    taken = Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.RUNNING, attempts=F("attempts") + 1, heartbeat_at=clock.now(), message=""
    )
    job.refresh_from_db()
    return bool(taken)


def fail(job: Job, message: str) -> None:
    if finish(job, JobState.FAILED, message=message):
        job.message = message
        tell_of_failure(job)


def tell_of_failure(job: Job) -> None:
    kind = job_kinds.find(job.kind)
    try:
        (kind.on_failure if kind else nothing_more)(job)
    except Exception:
        logger.exception("Задание %s: не удалось сообщить о неудаче", job.pk)


def finish(job: Job, state: JobState, **fields: Any) -> bool:
    """Close this run's job; false when another run has taken it over."""
    _reported.pop(job.pk, None)
    return bool(own_run(job).update(state=state, finished_at=clock.now(), **fields))


def own_run(job: Job) -> models.QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


def report_progress(job: Job, done: int, total: int, message: str = "") -> None:
    """Show how far the job is, at most twice a second for one message; also its sign of life.

    Call it between transactions: inside one nobody sees it before the commit. Raises `JobLost` when
    the job was given to another run.
    """
    now = time.monotonic()
    last, last_message = _reported.get(job.pk, (0.0, ""))
    if message == last_message and now - last < PROGRESS_PAUSE:
        return
    _reported[job.pk] = (now, message)
    progress = {"done": done, "total": total, "message": message, "heartbeat_at": clock.now()}
    if not own_run(job).update(**progress):
        raise JobLost


@contextmanager
def beating(job: Job) -> Iterator[None]:
    """Within the block a thread says that the process lives, however long a step takes."""
    stop = threading.Event()
    thread = threading.Thread(target=beat, args=(job, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def beat(job: Job, stop: threading.Event) -> None:
    while not stop.wait(BEAT_EVERY):
        try:
            own_run(job).update(heartbeat_at=clock.now())
        except DatabaseError:
            logger.debug("Задание %s: отметка не записана, база занята", job.pk)
        finally:
            connection.close()


def reap_stalled(older_than: timedelta = STALLED) -> list[Job]:
    """Give jobs of dead processes another start, or fail them; returns those it touched.

    A job is dead when it runs without a heartbeat, or waits while no task stands in the queue for
    it (a process killed between the job and its task).
    """
    before = clock.now() - older_than
    silent = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=before)
    waiting = Job.objects.filter(state=JobState.QUEUED, created_at__lt=before)
    reaped = [job for job in [*silent, *forgotten(waiting)] if reap(job)]
    bury_tasks(before)
    return reaped


def forgotten(waiting: models.QuerySet[Job]) -> list[Job]:
    """Queued jobs whose task is not in the queue any more."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    known = {str(key) for key in ready.values_list("id", flat=True)}
    return [job for job in waiting if job.task_id not in known]


def reap(job: Job) -> bool:
    with transaction.atomic():
        same_run = Job.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts)
        if not same_run.filter(heartbeat_at=job.heartbeat_at).select_for_update(skip_locked=True):
            return False
        logger.warning("Задание %s («%s») прервалось, запуск %s", job.pk, job.title, job.attempts)
        bury(job)
        retry_or_fail(job, INTERRUPTED)
    return True


def retry_or_fail(job: Job, message: str) -> None:
    kind = job_kinds.find(job.kind)
    same_run = Job.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts)
    if kind is not None and job.attempts < kind.attempts:
        if same_run.update(state=JobState.QUEUED, done=0, message="Начинаем заново"):
            transaction.on_commit(lambda: enqueue(job))
    elif same_run.update(state=JobState.FAILED, finished_at=clock.now(), message=message):
        job.message = message
        tell_of_failure(job)


def bury(job: Job) -> None:
    """Close the queue's row of a dead run: the queue itself never notices."""
    if job.task_id:
        dead = DBTaskResult.objects.filter(id=job.task_id, status=TaskResultStatus.RUNNING)
        dead.update(status=TaskResultStatus.FAILED, finished_at=clock.now())


def bury_tasks(before: Any) -> None:
    """Close running rows of jobs that are over, and forget rows of the queue finished long ago."""
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=before)
    alive = set(Job.objects.filter(state=JobState.RUNNING).values_list("task_id", flat=True))
    dead = [row.pk for row in running if str(row.pk) not in alive]
    DBTaskResult.objects.filter(pk__in=dead).update(
        status=TaskResultStatus.FAILED, finished_at=clock.now()
    )
    DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - KEPT).delete()
