"""What is measured about the staff import, inside a process whose Django is set up."""

import hashlib
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError

from bench.staff_files import first_list, organisations_for, second_list, write_file
from bench.working import processor_seconds
from bench.world import BENCH, build_territory
from rostok.kernel.access import SUBTREE, Actor, Grant
from rostok.kernel.models import ImportBatch
from rostok.kernel.tabular import check_batch, confirm_batch, undo_batch, upload
from rostok.orgs.models import OrgUnit
from rostok.orgs.services import activate_system
from rostok.packs.services import store_version
from rostok.people.models import Person, PersonSensitive
from rostok.staff.imports import CODE
from rostok.staff.models import Absence, Employment, Post, QualificationCategory, StaffCard
from rostok.staff.permissions import EDIT
from rostok.staff.services import load_reference, open_vacancy

DECISIONS = {"left_last_day": "2025-01-31"}
PAUSE = 0.02
TABLES = (
    Person,
    PersonSensitive,
    StaffCard,
    Employment,
    Employment.subjects.through,
    QualificationCategory,
    Absence,
)


@dataclass
class Site:
    """An installation with a territory of schools, and two lists of their staff."""

    boss: Actor
    first: Path
    second: Path
    figures: dict[str, list[float]] = field(default_factory=dict)
    spans: list[tuple[str, float, float]] = field(default_factory=list)

    def timed(self, name: str, work: Callable[[], Any]) -> Any:
        begun, clock, processor = time.time(), time.perf_counter(), processor_seconds()
        done = work()
        self.figures.setdefault(f"{name} cpu", []).append(processor_seconds() - processor)
        self.figures.setdefault(name, []).append(time.perf_counter() - clock)
        self.spans.append((name, begun, time.time()))
        return done


def prepare(staff: int) -> Site:
    call_command("migrate", verbosity=0)
    load_reference(BENCH)
    store_version(BENCH, key="tomsk")
    root = build_territory("tomsk", organisations_for(staff))
    activate_system(BENCH, pack="tomsk", key="tomsk", root=root, from_date=date(2021, 1, 1))
    home = Path(settings.FILES_DIR).parent
    site = Site(
        Actor(title="Специалист", user_id=1, grants=(Grant(EDIT, SUBTREE, root.pk),)),
        home / "первый.xlsx",
        home / "второй.xlsx",
    )
    write_file(site.first, first_list(staff))
    write_file(site.second, second_list(staff))
    return site


def measurements(site: Site, runs: int) -> dict[str, Any]:
    batch = site.timed("first preview", lambda: previewed(site, site.first))
    site.timed("first apply", lambda: confirm_batch(site.boss, batch=batch))
    before, restored = digest_of_tables(), True
    with another_writer() as waits:
        for _ in range(runs):
            batch = measure_round(site)
            restored = restored and digest_of_tables() == before
    figures = {name: statistics.median(seconds) for name, seconds in site.figures.items()}
    for kind in ("", " cpu"):
        figures[f"both{kind}"] = figures[f"preview{kind}"] + figures[f"apply{kind}"]
    longest = {
        f"{name} wait": longest_within(waits, site.spans, name)
        for name in ("preview", "apply", "undo")
    }
    return {"counts": batch.counts, "restored": restored, "figures": {**figures, **longest}}


def measure_round(site: Site) -> ImportBatch:
    batch = site.timed("preview", lambda: previewed(site, site.second))
    site.timed("apply", lambda: confirm_batch(site.boss, batch=batch, decisions=DECISIONS))
    refuse_work_left(site.timed("again", lambda: previewed(site, site.second)))
    site.timed("undo", lambda: undo_batch(site.boss, batch=batch))
    return batch


def previewed(site: Site, path: Path) -> ImportBatch:
    with path.open("rb") as file:
        batch = upload(
            site.boss, spec=CODE, file=file, file_name=path.name, context={"system": "tomsk"}
        )
    check_batch(site.boss, batch=batch)
    if batch.message or batch.counts["error"]:
        raise SystemExit(f"Файл не принят: {batch.message} {batch.counts}")
    return batch


def refuse_work_left(batch: ImportBatch) -> None:
    if batch.counts["new"] or batch.counts["changed"]:
        raise SystemExit(f"Повторный файл что-то меняет: {batch.counts}")


def digest_of_tables() -> str:
    """All that stands in the tables of staff, but for versions: those only move on."""
    total = hashlib.sha256()
    for model in TABLES:
        renewed = {"version", "id"} if model is Employment.subjects.through else {"version"}
        names = [field.attname for field in model._meta.concrete_fields]
        columns = [name for name in names if name not in renewed]
        rows: Any = model._meta.base_manager
        for row in rows.order_by(*columns).values_list(*columns).iterator(chunk_size=5000):
            total.update(repr(row).encode())
    return total.hexdigest()


@contextmanager
def another_writer() -> Iterator[Path]:
    """A process of its own that opens vacancies one after another, and notes how long each took."""
    target = Path(settings.FILES_DIR).parent / "waits.txt"
    target.touch()
    program = Path(__file__).with_name("staff_import.py")
    command = [sys.executable, str(program), "--writer", str(target)]
    process = subprocess.Popen(command)  # noqa: S603
    while not target.read_text():
        time.sleep(0.1)
    try:
        yield target
    finally:
        process.terminate()
        process.wait()


def write_all_the_time(target: str) -> None:
    unit, post = OrgUnit.objects.organisations()[0], Post.objects.all()[0]
    with Path(target).open("a") as notes:
        while True:
            begun, clock = time.time(), time.perf_counter()
            with suppress(OperationalError):  # waited in vain: that too is a wait
                open_vacancy(BENCH, organisation=unit, post=post, start=date(2025, 2, 1), rate=1)
            notes.write(f"{begun} {time.perf_counter() - clock}\n")
            notes.flush()
            time.sleep(PAUSE)


def longest_within(waits: Path, spans: list[tuple[str, float, float]], name: str) -> float:
    """The longest write that overlaps any span of the name."""
    notes = [tuple(map(float, line.split())) for line in waits.read_text().splitlines()]
    return max(
        (
            seconds
            for at, seconds in notes
            for title, begun, ended in spans
            if title == name and at < ended and at + seconds > begun
        ),
        default=0.0,
    )
