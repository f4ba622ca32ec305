"""Roadmaps from the console: what is due, who does it, what proves it."""

from argparse import Namespace

from rostok.config.cli.lookups import system_by_key
from rostok.config.cli.output import Answer
from rostok.kernel import clock
from rostok.kernel.access import installation
from rostok.roadmaps import console
from rostok.roadmaps.models import OccurrenceState

COLUMNS = ("action", "unit", "due", "state", "responsible")


def list_occurrences(options: Namespace) -> Answer:
    system = system_by_key(options.system) if options.system else None
    today = system.today if system else clock.today()
    key = system.key if system else None
    rows = console.roadmap_rows(installation(), system=key, year=options.year, today=today)
    shown = [{**row, "state": in_words(row["state"])} for row in rows]
    columns = COLUMNS if options.year else (*COLUMNS, "year")
    return Answer(rows if options.json else shown, system=key, year=options.year, columns=columns)


def in_words(state: str) -> str:
    return "просрочено" if state == console.OVERDUE else str(OccurrenceState(state).label)
