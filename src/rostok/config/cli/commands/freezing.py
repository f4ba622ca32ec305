"""Snapshots from the console: freeze, list, check."""

from argparse import Namespace

from rostok.config.cli.lookups import system_by_key
from rostok.config.cli.output import Answer
from rostok.kernel.access import installation
from rostok.snapshots import console
from rostok.snapshots.models import SnapshotState

COLUMNS = ("id", "year", "on", "title", "state")


def list_snapshots(options: Namespace) -> Answer:
    system = system_by_key(options.system)
    rows = console.snapshot_rows(installation(), system)
    shown = [{**row, "state": SnapshotState(row["state"]).label} for row in rows]
    return Answer(shown if not options.json else rows, system=system.key, columns=COLUMNS)


def make_one(options: Namespace) -> Answer:
    system = system_by_key(options.system)
    row = console.made_row(
        installation("Консоль"), system, options.year, on=options.on, title=options.title
    )
    lines = [f"Сделан срез № {row['id']}: {row['title']}. Отправьте его на утверждение на сайте."]
    return Answer([row], system=system.key, year=options.year, on=row["on"], lines=lines)


def check_one(options: Namespace) -> Answer:
    snapshot, rows = console.check_rows(options.id)
    lines = None if rows else [f"Срез № {snapshot.pk} сходится: числа, люди, контрольная сумма."]
    return Answer(
        rows,
        system=snapshot.system.key,
        year=snapshot.year,
        on=snapshot.on,
        lines=lines,
        refused=bool(rows),
    )
