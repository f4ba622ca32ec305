"""Rows for `rostok snapshots`."""

from datetime import date
from typing import Any

from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.orgs.models import System
from rostok.snapshots.checking import digest_of, mismatches
from rostok.snapshots.models import Snapshot
from rostok.snapshots.queries import snapshots_for_list
from rostok.snapshots.services import make_snapshot


def snapshot_rows(actor: Actor, system: System) -> list[dict[str, Any]]:
    return [row_of(snapshot) for snapshot in snapshots_for_list(actor, system)]


def made_row(
    actor: Actor, system: System, year: int, *, on: date | None, title: str
) -> dict[str, Any]:
    """Freeze the whole system; the draft waits to be submitted on its page."""
    snapshot = make_snapshot(actor, system=system, unit=system.root, year=year, on=on, title=title)
    return row_of(snapshot)


def row_of(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "id": snapshot.pk,
        "year": str(snapshot.year),
        "on": snapshot.on,
        "org": snapshot.unit.code,
        "title": snapshot.title,
        "state": snapshot.state,
        "digest": snapshot.digest,
    }


def check_rows(number: int) -> tuple[Snapshot, list[dict[str, Any]]]:
    """What a snapshot's members and digest disagree with. Refused: no such snapshot."""
    snapshot = Snapshot.objects.select_related("system", "unit").filter(pk=number).first()
    if snapshot is None:
        raise RuleViolation(f"Нет среза № {number}.")
    codes = dict(snapshot.places.values_list("unit_id", "unit__code"))
    rows = [
        {
            "code": one.code,
            "org": codes[one.unit],
            "message": f"записано {one.stored}, по людям {one.recounted}",
        }
        for one in mismatches(snapshot)
    ]
    if digest_of(snapshot) != snapshot.digest:
        rows.append({"code": "", "org": "", "message": "контрольная сумма не сходится"})
    return snapshot, rows
