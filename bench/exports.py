"""The register and the staff list out in the columns of their imports: seconds and memory.

    python bench/exports.py [--staff 100000] [--organisations 10000] [--database sqlite|postgres]

Memory is how much the peak of the process grew while the file was made and sent in pieces. On a
busy machine the time of the processor says more than the clock.
PostgreSQL is asked at BENCH_POSTGRES (default postgres://postgres@127.0.0.1:5432).
"""

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.running import run, wanted_databases
from bench.working import BUSY, processor_seconds

ROWS_A_SECOND, LEAST_SECONDS, LIMIT_MEGABYTES = 5000, 4.0, 120.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--staff", type=int, default=100_000)
    parser.add_argument("--organisations", type=int, default=10_000)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        print(json.dumps(measured(given.staff, given.organisations)))
        return
    arguments = f"--staff={given.staff}", f"--organisations={given.organisations}"
    largest = max(given.staff, given.organisations)
    done = [
        print_table(database, run(__file__, database, *arguments), largest)
        for database in wanted_databases(given.database)
    ]
    sys.exit(not all(done))


def measured(staff: int, organisations: int) -> list[list[Any]]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostok.config.settings")
    import django  # noqa: PLC0415 - settings come from the environment set above

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415

    from bench.world import BENCH, build, build_territory  # noqa: PLC0415
    from rostok.kernel.access import SUBTREE, Actor, Grant, permissions  # noqa: PLC0415
    from rostok.kernel.statistics import refresh_statistics  # noqa: PLC0415
    from rostok.orgs.models import OrgUnit  # noqa: PLC0415
    from rostok.orgs.views import UnitExportPage  # noqa: PLC0415
    from rostok.staff.views import StaffExportPage  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    build(staff)
    refresh_statistics()
    build_territory("rest", max(1, organisations - OrgUnit.objects.organisations().count()))
    roots = OrgUnit.objects.filter(parent=None).values_list("pk", flat=True)
    grants = tuple(Grant(name, SUBTREE, pk) for name in permissions for pk in roots)
    actor = Actor(BENCH.title, grants=grants)
    found = []
    for page, title in ((UnitExportPage, "организации"), (StaffExportPage, "работники")):
        for form in ("csv", "xlsx"):
            request = RequestFactory().get("/", {"format": form})
            request.actor = actor  # type: ignore[attr-defined]
            found.append([f"{title}, {form}", *cost_of(page, request)])
    return found


def cost_of(page: Any, request: Any) -> tuple[int, float, float, float]:
    """Bytes sent, seconds, those of the processor, megabytes that the peak grew by."""
    before, begun, worked = peak(), time.perf_counter(), processor_seconds()
    sent = sum(len(piece) for piece in page.as_view()(request).streaming_content)
    taken, worked = time.perf_counter() - begun, processor_seconds() - worked
    return sent, taken, worked, peak() - before


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def print_table(database: str, rows: list[list[Any]], largest: int) -> bool:
    """The rows with their limits; whether they were kept."""
    print(f"\n{database}")
    print(f"{'':24}{'байт':>14}{'секунд':>10}{'процессор':>12}{'памяти, МБ':>14}")
    for title, sent, seconds, worked, megabytes in rows:
        print(f"{title:24}{sent:>14,}{seconds:>10.1f}{worked:>12.1f}{megabytes:>14.1f}")
    limit = max(LEAST_SECONDS, largest / ROWS_A_SECOND)
    done = max(row[3 if BUSY else 2] for row in rows) <= limit
    done = done and max(row[4] for row in rows) <= LIMIT_MEGABYTES
    print(f"{'предел':24}{'':>14}{limit:>10.1f}{'':>12}{LIMIT_MEGABYTES:>14.1f}")
    print("в пределах" if done else "ПРЕДЕЛ ПРЕВЫШЕН")
    return done


if __name__ == "__main__":
    main()
