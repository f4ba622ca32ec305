"""Speed and size of snapshots: freeze a year of five systems with members, check, compare.

    python bench/snapshots.py [--staff 100000] [--database sqlite|postgres|both] [--runs 3]

Each database is measured in a process of its own on a fresh installation in a temporary folder.
PostgreSQL is asked at BENCH_POSTGRES (default postgres://postgres@127.0.0.1:5432).
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
from bench.working import SECONDS

LIMITS = {"freeze": 30.0, "compare": 0.300}
TITLES = {
    "freeze": "срезы пяти систем с людьми и причинами",
    "check": "проверка пяти срезов: пересчёт по людям и контрольная сумма",
    "compare": "страница сравнения двух срезов (самая большая система)",
    "years": "«Сравнить годы» без срезов, самая большая система",
    "places": "«Сравнить территории»: пять рядом",
    "members": "страница «кто за числом» в срезе",
    "open": "открытая страница",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--staff", type=int, default=100_000)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        print(json.dumps(measured(given.staff, given.runs)))
        return
    words = f"--staff={given.staff}", f"--runs={given.runs}"
    results = {name: run(__file__, name, *words) for name in wanted_databases(given.database)}
    print_table(results, given.staff)
    slow = past_limits(results, LIMITS)
    sys.exit(f"Медленнее предела: {', '.join(slow)}" if slow else 0)


def measured(staff: int, runs: int) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostok.config.settings")
    import django  # noqa: PLC0415 - settings come from the environment set by the caller

    django.setup()
    from bench.snapshots_inside import figures_of, prepare  # noqa: PLC0415

    return figures_of(prepare(staff), runs)


def print_table(results: dict[str, dict[str, Any]], staff: int) -> None:
    for name, result in results.items():
        print(f"{name}: {result['sizes']}")
    print(f"\nМедиана {SECONDS}, {staff} работников")
    print(f"{'':64}" + "".join(f"{name:>12}" for name in results) + f"{'предел':>10}")
    for key, title in TITLES.items():
        figures = "".join(f"{result['figures'][key]:>12.3f}" for result in results.values())
        limit = f"{LIMITS[key]:>10.3f}" if key in LIMITS else f"{'–':>10}"
        print(f"{title:64}{figures}{limit}")


if __name__ == "__main__":
    main()
