"""The clock of measurements: that on the wall, or the processor's on a machine others use too.

`BENCH_BUSY=1` counts what this process and its PostgreSQL backend have computed. Waiting for a disk
or for the processor is left out, so a quiet machine needs no less than that.
"""

import os
import time
from pathlib import Path

from django.db import connection

BUSY = bool(os.environ.get("BENCH_BUSY"))
SECONDS = "секунд процессора" if BUSY else "секунд"
NANOSECONDS = 1e9


def now() -> float:
    return processor_seconds() if BUSY else time.perf_counter()


def processor_seconds() -> float:
    """Seconds this process has computed, with its PostgreSQL backend where that runs here too."""
    return time.process_time() + backend_seconds()


def backend_seconds() -> float:
    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    pid = connection.connection.info.backend_pid
    spent = Path(f"/proc/{pid}/schedstat")
    try:
        return int(spent.read_text().split()[0]) / NANOSECONDS
    except OSError:  # a database on another machine
        return 0.0
