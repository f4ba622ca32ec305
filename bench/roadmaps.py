"""Speed of the pages of roadmaps with 200 thousand dated occurrences behind them, by role.

    python bench/roadmaps.py [--occurrences 200000] [--database sqlite|postgres|both] [--runs 20]

Regions of very different size, each with its roadmap, part of it handed down to municipalities and
organisations; a third of the municipalities have roadmaps of their own. Pages are opened as those
who work there. `--only mine,table` measures the pages whose names begin so.
PostgreSQL is asked at BENCH_POSTGRES (default postgres://postgres@127.0.0.1:5432).
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.running import run, wanted_databases
from bench.working import BUSY

MEDIAN, P95 = 0.200, 0.500
ROWS_A_SECOND = 5000  # of a file of many rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--occurrences", type=int, default=200_000)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--only", default="", help="beginnings of names, by comma")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        print(json.dumps(measured(given.occurrences, given.runs, given.only)))
        return
    words = f"--occurrences={given.occurrences}", f"--runs={given.runs}", f"--only={given.only}"
    results = {name: run(__file__, name, *words) for name in wanted_databases(given.database)}
    slow = print_table(results)
    sys.exit(f"Медленнее предела: {', '.join(slow)}" if slow else 0)


def measured(occurrences: int, runs: int, only: str) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostok.config.settings")
    import django  # noqa: PLC0415 - settings come from the environment set by the caller

    django.setup()
    from bench.roadmaps_inside import figures_of  # noqa: PLC0415
    from bench.roadmaps_world import Building, Country  # noqa: PLC0415

    Building(occurrences)
    return figures_of(Country(), runs, tuple(only.split(",")))


def print_table(results: dict[str, dict[str, Any]]) -> list[str]:
    """Seconds on the server and queries of every page; returns those past their limit."""
    slow = []
    for database, result in results.items():
        print(f"\n{database}: {result['sizes']}")
        print(f"{'':62}{'медиана':>9}{'p95':>8}{'процессор':>11}{'запросов':>10}{'предел':>15}")
        for row in result["figures"]:
            median, p95 = limits_of(row)
            late = row["cpu"] > median if BUSY else row["median"] > median or row["p95"] > p95
            slow += [f"{row['name']} ({database})"] if late else []
            print(
                f"{row['title']:62}{row['median']:>9.3f}{row['p95']:>8.3f}{row['cpu']:>11.3f}"
                f"{row['queries']:>10}{f'{median:.3f} / {p95:.3f}':>15}{' МЕДЛЕННО' * late}"
            )
    return slow


def limits_of(row: dict[str, Any]) -> tuple[float, float]:
    """A file of many rows has a speed to keep, a page its two limits."""
    if not row["rows"]:
        return MEDIAN, P95
    seconds = max(MEDIAN, row["rows"] / ROWS_A_SECOND)
    return seconds, seconds + P95 - MEDIAN


if __name__ == "__main__":
    main()
