"""Snapshots of the demo: two approved of one district, one of a region, one that waits."""

from datetime import date

from rostok.accounts.models import User
from rostok.accounts.queries import actor_of
from rostok.kernel import clock
from rostok.orgs.models import System
from rostok.snapshots.models import Snapshot
from rostok.snapshots.services import approve_snapshot, make_snapshot, submit_snapshot

# system, year, the day it is made on, who makes, who approves (nobody: it waits)
SNAPSHOTS = (
    ("muya", 2023, date(2024, 1, 15), "methodist", "service-head"),
    ("muya", 2024, date(2025, 1, 16), "methodist", "service-head"),
    ("tomsk", 2024, date(2025, 1, 20), "region-specialist", "administrator"),
    ("muya", 2025, date(2026, 1, 15), "methodist", ""),
)


def write_snapshots() -> None:
    """As people made them in their time; the waiting one stays to be approved."""
    systems = System.objects.with_versions()
    for key, year, day, maker, approver in SNAPSHOTS:
        system = systems.filter(key=key).first()
        if system is None or Snapshot.objects.filter(system=system, year=year).exists():
            continue
        # Their roles are of today, so who acts is read before the clock is moved.
        actor = actor_of(persona(maker))
        boss = actor_of(persona(approver)) if approver else None
        with clock.moved_to(day):
            snapshot = make_snapshot(
                actor, system=system, unit=system.root, year=year, on=date(year, 12, 31)
            )
            submit_snapshot(actor, snapshot=snapshot)
            if boss is not None:
                approve_snapshot(boss, snapshot=snapshot)


def persona(key: str) -> User:
    found: User = User.objects.select_related("person").get(username=f"demo-{key}")
    return found
