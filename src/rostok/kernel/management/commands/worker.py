"""`manage.py worker`: runs queued jobs, revives those of killed processes, tidies up."""

import logging
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, OperationalError, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from rostok.kernel.duties import start_due_duties
from rostok.kernel.jobs import reap_stalled
from rostok.kernel.tabular import drop_abandoned, forget_failed_rows, forget_traces

logger = logging.getLogger("rostok.worker")

REAP_EVERY = 30.0
BUSY_PAUSE = 1.0


class Command(BaseCommand):
    help = "Выполняет задания из очереди, пока не попросят остановиться (SIGTERM, Ctrl+C)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="выполнить очередь и выйти")
        parser.add_argument(
            "--interval", type=float, default=1.0, help="пауза при пустой очереди, с"
        )

    def handle(self, *_args: Any, batch: bool, interval: float, **_options: Any) -> None:
        tidy_up()
        worker = worker_of(batch=batch, interval=interval)
        stop = threading.Event()
        threading.Thread(target=tidy_up_again, args=(stop,), daemon=True).start()
        if threading.current_thread() is threading.main_thread():
            stop_on_signals(worker)
        try:
            run(worker)
        finally:
            stop.set()


def worker_of(*, batch: bool, interval: float) -> Worker:
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=interval,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )


def stop_on_signals(worker: Worker) -> None:
    """The job under way is finished first; a second signal ends it at once."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.shutdown)


def run(worker: Worker) -> None:
    """The queue's own loop gives up on a busy database; ours waits and goes on."""
    while worker.running:
        try:
            worker.run()
        except OperationalError:
            logger.warning("База данных занята, очередь подождёт")
            time.sleep(BUSY_PAUSE)
        else:
            return


def tidy_up_again(stop: threading.Event) -> None:
    while not stop.wait(REAP_EVERY):
        try:
            tidy_up()
        finally:
            connection.close()


def tidy_up() -> None:
    try:
        reap_stalled()
        drop_abandoned()
        forget_failed_rows()
        forget_traces()
        start_due_duties()
    except DatabaseError:
        logger.warning("Уборка отложена: база данных занята")
    except Exception:
        logger.exception("Уборка не удалась")
