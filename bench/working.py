"""Time of the processor: what a busy machine does not inflate."""

import time
from pathlib import Path

from django.db import connection

NANOSECONDS = 1e9


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
