"""Speed of a staff import: 20,000 rows into 20,000 people, and how long other writers wait.

    python bench/staff_import.py [--staff 20000] [--database sqlite|postgres|both] [--runs 3]

Half of the rows are unchanged, three of eight changed, one of eight new; as many people are gone
and their last day is named. Each round is preview, apply, undo; another process writes small rows
all the time. PostgreSQL is asked at BENCH_POSTGRES (default postgres://postgres@127.0.0.1:5432).
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.indicators import past_limits
from bench.running import run, wanted_databases
from bench.working import BUSY

TITLES = {
    "first preview": "предпросмотр: все новые",
    "first apply": "запись: все новые",
    "preview": "предпросмотр",
    "apply": "запись",
    "both": "предпросмотр и запись вместе",
    "both cpu": "  из них считал процессор: вместе",
    "again": "предпросмотр того же файла ещё раз (ничего нового)",
    "undo": "отмена",
    "preview cpu": "  из них считал процессор: предпросмотр",
    "apply cpu": "  из них считал процессор: запись",
    "undo cpu": "  из них считал процессор: отмена",
    "preview wait": "дольше всего ждал другой писатель: предпросмотр",
    "apply wait": "дольше всего ждал другой писатель: запись",
    "undo wait": "дольше всего ждал другой писатель: отмена",
}
LIMITS_BUSY = {"both cpu": 30.0, "apply cpu": 5.0}
LIMITS = {"both": 30.0, "apply": 5.0, "preview wait": 5.0, "apply wait": 5.0, "undo wait": 5.0}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--staff", type=int, default=20_000)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--writer", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.writer:
        write_all_the_time(given.writer)
    elif given.inside:
        print(json.dumps(measured(given.staff, given.runs)))
    else:
        arguments = f"--staff={given.staff}", f"--runs={given.runs}"
        names = wanted_databases(given.database)
        results = {name: run(__file__, name, *arguments) for name in names}
        print_table(results, given.staff)
        slow = past_limits(results, LIMITS_BUSY if BUSY else LIMITS)
        sys.exit(f"Медленнее предела: {', '.join(slow)}" if slow else 0)


def measured(staff: int, runs: int) -> dict[str, Any]:
    set_up()
    from bench.staff_import_inside import measurements, prepare  # noqa: PLC0415

    return measurements(prepare(staff), runs)


def write_all_the_time(target: str) -> None:
    set_up()
    from bench.staff_import_inside import write_all_the_time  # noqa: PLC0415

    write_all_the_time(target)


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostok.config.settings")
    import django  # noqa: PLC0415 - settings come from the environment set above

    django.setup()


def print_table(results: dict[str, dict[str, Any]], staff: int) -> None:
    for database, result in results.items():
        print(f"{database}: {result['counts']}, после отмены всё как было: {result['restored']}")
    print(f"\nМедиана секунд, {staff} строк на {staff} работников (наибольшее, если это ожидание)")
    limits = LIMITS_BUSY if BUSY else LIMITS
    print(f"{'':56}" + "".join(f"{name:>10}" for name in results) + f"{'предел':>10}")
    for key, title in TITLES.items():
        figures = "".join(f"{result['figures'][key]:>10.2f}" for result in results.values())
        limit = f"{limits[key]:>10.2f}" if key in limits else f"{'–':>10}"
        print(f"{title:56}{figures}{limit}")


if __name__ == "__main__":
    main()
