"""kill -9 in the middle of a check and of applying: the list is written once or not at all."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = 1500
ROUNDS = 2

PREPARE = f"""
from datetime import timedelta
from django.core.management import call_command
from rostok.kernel.models import *
from rostok.kernel.jobs import reap_stalled
from rostok.kernel.tabular import *
from tests.kernel.tabular_toys import *
def begin(number):
    rows = [(f"Мяч {{number}}.{{at}}", "05.03.1985", at, "малый") for at in range({LINES})]
    check_later(KEEPER, batch=toy_batch(*rows))
def confirm():
    confirm_later(KEEPER, batch=ImportBatch.objects.first(), decisions={{}})
def finish():
    reap_stalled(timedelta(0))
    call_command("worker", "--batch")
    show()
def show():
    batch = ImportBatch.objects.first()
    lines = Job.objects.filter(kind="toy").count()
    entries = JournalEntry.objects.filter(kind=IMPORT_APPLIED).count()
    print(batch.state, batch.rows.count(), lines, entries, flush=True)
"""


class Installation:
    """An installation in a folder of its own, driven from outside like a real one."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {
            **os.environ,
            "ROSTOK_HOME": str(home),
            "DATABASE_URL": f"sqlite:///{home}/rostok.sqlite3",
            "DJANGO_SETTINGS_MODULE": "rostok.config.settings",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        }

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.kernel.killed_worker", *command],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str) -> str:
        process = self.start(*command)
        out, error = process.communicate(timeout=300)
        assert process.returncode == 0, error
        return out

    def do(self, what: str) -> str:
        return self.run("shell", "--verbosity=0", "-c", PREPARE + what)

    def kill_worker_at_work(self, seconds: float) -> None:
        """Kill a worker so long after it has taken its job."""
        process = self.start("worker", "--batch")
        while process.poll() is None and self.last_state() == "queued":
            time.sleep(0.02)
        time.sleep(seconds)
        process.kill()
        process.communicate()

    def last_state(self) -> str:
        with closing(sqlite3.connect(self.home / "rostok.sqlite3")) as base:
            last = "SELECT state FROM kernel_job WHERE kind <> 'toy' ORDER BY id DESC LIMIT 1"
            return str(base.execute(last).fetchone()[0])


@pytest.mark.slow
def test_a_killed_worker_loses_nothing_and_writes_nothing_twice(tmp_path):
    site = Installation(tmp_path)
    site.run("migrate", "--verbosity=0")
    chance = random.Random(5)  # noqa: S311 - moments of death, not secrets
    for number in range(ROUNDS):
        before, after = number * LINES, (number + 1) * LINES
        site.do(f"begin({number})")
        site.kill_worker_at_work(chance.uniform(0, 2))
        checked = f"checked {LINES + before} {before} {number}"
        assert site.do("finish(); confirm()").split() == checked.split()
        site.kill_worker_at_work(chance.uniform(0, 1))
        left_behind, finished = site.do("show(); finish()").splitlines()
        assert left_behind.split() in [
            checked.split(),
            f"applied {LINES + before} {after} {number + 1}".split(),
        ]
        assert finished.split() == f"applied {LINES + before} {after} {number + 1}".split()
