"""A measurement in a process of its own on a fresh installation in a temporary folder."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.working import BUSY

ROOT = Path(__file__).resolve().parents[1]
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
DATABASES = ("sqlite", "postgres")


def wanted_databases(given: str) -> list[str]:
    return list(DATABASES) if given == "both" else [given]


def run(program: str, database: str, *arguments: str) -> Any:
    """What the program prints as JSON in its last line, run with `--inside`."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "ROSTOK_HOME": home, "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
        environment.pop("DATABASE_URL", None)
        base = f"rostok_bench_{os.getpid()}"
        if database == "postgres":
            psql(f"drop database if exists {base}", f"create database {base}")
            if BUSY:  # helpers of a backend would compute uncounted
                psql(f"alter database {base} set max_parallel_workers_per_gather = 0")
            environment["DATABASE_URL"] = f"{POSTGRES}/{base}"
        command = [sys.executable, program, "--inside", *arguments]
        try:
            done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)  # noqa: S603
        finally:
            if database == "postgres":
                psql(f"drop database {base} with (force)")
    return json.loads(done.stdout.splitlines()[-1])


def psql(*statements: str) -> None:
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is measured

    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]
