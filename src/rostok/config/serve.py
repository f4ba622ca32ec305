"""`rostok serve`: the site and its background worker as two child processes, stopped together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from rostok.kernel.access import installation
from rostok.kernel.errors import RuleViolation
from rostok.privacy.services import load_texts
from rostok.staff.services import load_reference

TICK = 0.3
GRACE = 30.0
FIRST_ANSWER = 60.0
WORKER_PAUSE = 3.0
BEHIND = "База данных отстала от программы. Сделайте копию и выполните: python manage.py migrate"


def prepare_database() -> None:
    """An empty database gets its tables. Refused: a used one that is behind the program."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if executor.loader.applied_migrations:
        raise RuleViolation(BEHIND)
    call_command("migrate", interactive=False, verbosity=0)


def prepare_static() -> None:
    """Collect styles, scripts and pictures when one is newer than the last collection."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists() or newest_source() > manifest.stat().st_mtime:
        call_command("collectstatic", interactive=False, verbosity=0)


def newest_source() -> float:
    found = (
        Path(storage.path(name)).stat().st_mtime
        for finder in get_finders()
        for name, storage in finder.list([])
    )
    return max(found, default=0.0)


def web_command(host: str, port: int) -> list[str]:
    """One web process on SQLite, where a second would only wait for the first; else two."""
    workers = 1 if connection.vendor == "sqlite" else 2
    options = {
        "--bind": f"{host}:{port}",
        "--worker-class": "gthread",
        "--workers": str(workers),
        "--threads": str(settings.ENV.web_threads),
        "--log-level": "warning",
        "--graceful-timeout": "20",
    }
    words = [word for option in options.items() for word in option]
    return [sys.executable, "-m", "gunicorn", *words, "rostok.config.wsgi:application"]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "django", "worker"]


@dataclass
class Child:
    """A process of ours in a group of its own, so that Ctrl-C reaches it only through us."""

    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    ended_at: float | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, process_group=0)  # noqa: S603 - built above
        self.ended_at = None

    def code(self) -> int | None:
        return self.process.poll() if self.process else None

    def ask_to_stop(self) -> None:
        if self.process and self.code() is None:
            with suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGTERM)

    def wait(self, until: float) -> None:
        """Give it until then to finish what it does, then end its whole group."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class Supervisor:
    """Keeps the site and the worker running until told to stop; a dead worker is started again."""

    web: Child
    worker: Child | None
    stopping: bool = False
    told: list[signal.Signals] = field(default_factory=list)

    def run(self, host: str, port: int) -> int:
        """The exit code: 0 when told to stop, else that of the site which ended by itself."""
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(name, self.stop)
        self.web.start()
        if self.worker:
            self.worker.start()
        try:
            self.announce(host, port)
            return self.watch()
        finally:
            self.finish()

    def stop(self, number: int, _frame: FrameType | None) -> None:
        self.stopping = True
        self.told.append(signal.Signals(number))

    def announce(self, host: str, port: int) -> None:
        until = time.monotonic() + FIRST_ANSWER
        while not self.stopping and self.web.code() is None and time.monotonic() < until:
            if answers(host, port):
                say(f"Росток работает: {address(host, port)}  (остановить: Ctrl+C)")
                return
            time.sleep(TICK)

    def watch(self) -> int:
        while not self.stopping:
            code = self.web.code()
            if code is not None:
                say("Сайт остановился: причина выше.")
                return code or 1
            if self.worker:
                keep_alive(self.worker)
            time.sleep(TICK)
        return 0

    def finish(self) -> None:
        children = [child for child in (self.web, self.worker) if child]
        for child in children:
            child.ask_to_stop()
        until = time.monotonic() + GRACE
        for child in children:
            child.wait(until)


def keep_alive(worker: Child) -> None:
    """Start a dead worker again, after a pause: one that can't start must not burn the machine."""
    if worker.code() is None:
        return
    now = time.monotonic()
    if worker.ended_at is None:
        worker.ended_at = now
        say("Фоновые работы остановились, запускаем их снова.")
    elif now - worker.ended_at >= WORKER_PAUSE:
        worker.start()


def answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((reachable(host), port), timeout=1):
            return True
    except OSError:
        return False


def reachable(host: str) -> str:
    """The address by which this machine reaches a server that listens at `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared only


def address(host: str, port: int) -> str:
    name = "localhost" if reachable(host) in {"127.0.0.1", "::1"} else host
    return f"http://{name}:{port}"


def refuse_taken(host: str, port: int) -> None:
    if answers(host, port):
        raise RuleViolation(
            f"Адрес {address(host, port)} занят другой программой. Выберите другой: --port"
        )


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def serve(host: str, port: int) -> int:
    """Prepare, then run until stopped. Refused: a database behind the program; a taken address."""
    refuse_taken(host, port)
    prepare_database()
    load_reference(installation())
    load_texts(installation())
    prepare_static()
    connection.close()
    worker = Child(worker_command()) if settings.ENV.worker else None
    return Supervisor(Child(web_command(host, port)), worker).run(host, port)
