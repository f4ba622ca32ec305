"""What `bench/snapshots.py` measures, once Django stands."""

import statistics
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.models import Sum
from django.db.models.functions import Length
from django.test import Client

from bench.indicators import median_of, once
from bench.world import BENCH, build, build_facts, publish_planned_measures
from rostok.accounts.models import RoleHolding
from rostok.indicators.services import recompute_year
from rostok.orgs.models import OrgUnit, System
from rostok.snapshots.checking import digest_of, mismatches
from rostok.snapshots.models import Snapshot, SnapshotMarks, SnapshotRoster, SnapshotValue
from rostok.snapshots.services import make_snapshot

YEAR = 2024
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def prepare(staff: int) -> list[System]:
    call_command("migrate", verbosity=0)
    names = publish_planned_measures()
    systems = build(staff)
    build_facts(names)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return systems


def freeze_all(systems: list[System], day: date) -> list[Snapshot]:
    return [
        make_snapshot(BENCH, system=system, unit=system.root, year=day.year, on=day)
        for system in systems
    ]


def figures_of(systems: list[System], runs: int) -> dict[str, Any]:
    earlier = freeze_all(systems, date(YEAR - 1, 12, 31))
    days = iter(range(31, 31 - runs, -1))
    freeze = statistics.median(
        once(lambda: freeze_all(systems, date(YEAR, 12, next(days)))) for _ in range(runs)
    )
    later = list(Snapshot.objects.filter(on=date(YEAR, 12, 31)).order_by("pk"))
    check = once(lambda: [check_one(snapshot) for snapshot in later])
    for year in (YEAR - 1, YEAR):
        recompute_year(BENCH, system=systems[0], year=year)
    pages = pages_of(systems, earlier, later)
    figures = {name: median_of(work, 5) for name, work in pages.items()}
    return {"sizes": sizes_of(later), "figures": {"freeze": freeze, "check": check, **figures}}


def check_one(snapshot: Snapshot) -> None:
    if any(True for _ in mismatches(snapshot)) or digest_of(snapshot) != snapshot.digest:
        raise SystemExit(f"{snapshot} does not come to its members")


def pages_of(systems: list[System], earlier: list[Snapshot], later: list[Snapshot]) -> Any:
    client = client_of(systems[0])
    snapshot, before = later[0], earlier[0]
    Snapshot.objects.filter(pk=snapshot.pk).update(state="approved")
    kept = f"/indicators/{systems[0].key}/compare"
    units = OrgUnit.objects.filter(parent=systems[0].root).order_by("pk")[:5]
    side_by_side = "&".join(f"with={unit.pk}" for unit in units)
    addresses = {
        "years": f"{kept}/years/?from={YEAR - 1}&year={YEAR}",
        "places": f"{kept}/places/?year={YEAR}&{side_by_side}",
        "compare": f"/snapshots/{snapshot.pk}/compare/{before.pk}/",
        "members": f"/snapshots/{snapshot.pk}/share-under-35/members/",
        "open": f"/open/snapshots/{snapshot.code}/",
    }
    return {name: opener(client, address) for name, address in addresses.items()}


def opener(client: Client, address: str) -> Any:
    def work() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")

    return work


def client_of(system: System) -> Client:
    user = get_user_model().objects.create(username="bench")
    RoleHolding.objects.create(
        user=user, role="administrator", unit=system.root, start=date(2021, 1, 1)
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, BACKEND)
    return client


def sizes_of(snapshots: list[Snapshot]) -> dict[str, Any]:
    """Rows and packed bytes of one freezing of all systems."""
    rosters = SnapshotRoster.objects.filter(snapshot__in=snapshots)
    marks = SnapshotMarks.objects.filter(figure__snapshot__in=snapshots)
    lengths = marks.aggregate(n=Sum("roster__length"))["n"]
    size = sum(rows.aggregate(n=Sum(Length("packed")))["n"] or 0 for rows in (rosters, marks))
    return {
        "values": SnapshotValue.objects.filter(figure__snapshot__in=snapshots).count(),
        "rosters": rosters.count(),
        "marks": marks.count(),
        "members": lengths,
        "megabytes": round(size / 1e6, 1),
    }
