"""Speed of indicators: compute a year of five systems, store it, show a dashboard.

    python bench/indicators.py [--staff 100000] [--database sqlite|postgres|both] [--runs 5]

Each database is measured in a process of its own on a fresh installation in a temporary folder.
PostgreSQL is asked at BENCH_POSTGRES (default postgres://postgres@127.0.0.1:5432).
"""

import argparse
import json
import os
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.running import run, wanted_databases
from bench.working import SECONDS, now

LIMITS = {"compute": 5.0, "dashboard": 0.050}
TITLES = {
    "compute": "все показатели, один год, все организации, пять систем",
    "store": "то же с записью значений",
    "dashboard": "панель из сохранённых значений",
    "members": "страница «кто за числом» (самая большая система)",
    "loop": "наивно: один показатель запросом на организацию (один раз)",
    "one": "тот же показатель одним запросом",
}
YEAR = 2024
SHORT = 2.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--staff", type=int, default=100_000)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--runs", type=int, default=5)
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


def past_limits(results: dict[str, dict[str, Any]], limits: dict[str, float]) -> list[str]:
    return [
        f"{key} ({database})"
        for database, result in results.items()
        for key, limit in limits.items()
        if result["figures"][key] > limit
    ]


def run_in_fresh(database: str, program: str, words: list[str]) -> dict[str, Any]:
    """Measure in a fresh process and installation, so that databases share nothing."""
    found: dict[str, Any] = run(program, database, *(one for one in words if one != "--inside"))
    return found


def measured(staff: int, runs: int) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostok.config.settings")
    import django  # noqa: PLC0415 - settings come from the environment set above

    django.setup()
    from bench.indicators_inside import measurements, prepare  # noqa: PLC0415

    sizes = prepare(staff)
    figures = {
        name: once(work) if name == "loop" else median_of(work, runs)
        for name, work in measurements(YEAR).items()
    }
    return {"sizes": sizes, "figures": figures}


def once(work: Callable[[], object]) -> float:
    start = now()
    work()
    return now() - start


def median_of(work: Callable[[], object], runs: int) -> float:
    """Median seconds after one run that is not counted: of `runs`, of short work in two seconds."""
    work()
    times = [once(work) for _ in range(runs)]
    while sum(times) < SHORT:
        times.append(once(work))
    return statistics.median(times)


def print_table(results: dict[str, dict[str, Any]], staff: int) -> None:
    for database, result in results.items():
        print(f"{database}: {result['sizes']}")
    print(f"\nМедиана {SECONDS}, {staff} работников, {YEAR} год")
    names = list(results)
    print(f"{'':60}" + "".join(f"{name:>12}" for name in names) + f"{'предел':>10}")
    for key, title in TITLES.items():
        figures = "".join(f"{results[name]['figures'][key]:>12.3f}" for name in names)
        limit = f"{LIMITS[key]:>10.3f}" if key in LIMITS else f"{'–':>10}"
        print(f"{title:60}{figures}{limit}")
    for name in names:
        figures = results[name]["figures"]
        ratio = figures["loop"] / figures["one"]
        print(f"{name}: один запрос быстрее цикла по организациям в {ratio:.0f} раз")


if __name__ == "__main__":
    main()
