"""Kills workers at their work, inside a process whose Django is set up."""

import os
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from random import Random
from typing import Any

from django.core.management import call_command
from django.db import connection

from bench.staff_files import second_list, write_file
from bench.staff_import_inside import Site
from bench.staff_import_inside import prepare as prepared_site
from rostok.accounts.models import RoleHolding, User
from rostok.kernel.jobs import INTERRUPTED, reap_stalled
from rostok.kernel.journal import reactions
from rostok.kernel.models import ImportBatch, ImportState, ImportTrace, Job, JournalEntry
from rostok.kernel.tabular import check_batch, check_later, confirm_batch, confirm_later, upload
from rostok.kernel.tabular.background import undo_later
from rostok.orgs.models import System
from rostok.people.models import Person, PersonSensitive
from rostok.staff.imports import CODE
from rostok.staff.models import Employment, QualificationCategory, StaffCard

DECISIONS = {"left_last_day": "2025-01-31"}
FACTS = (
    (Person, ("last_name", "first_name", "patronymic", "norm", "gender")),
    (PersonSensitive, ("person__norm", "birth_date", "snils_hash", "phone")),
    (StaffCard, ("person__norm", "education", "pedagogical_since")),
    (Employment, ("person__norm", "organisation", "post", "kind", "rate", "start", "end")),
    (Employment.subjects.through, ("employment__person__norm", "teachingsubject")),
    (QualificationCategory, ("person__norm", "level", "start", "end")),
)
LATE, EARLY = 0.85, 1.05  # moments of death follow a machine that is now slow, now quick
DONE = {
    "check": ImportState.CHECKED,
    "apply": ImportState.APPLIED,
    "undo": ImportState.UNDONE,
}


@dataclass
class Stage:
    """An installation where one list is loaded and the next waits; how long each phase takes."""

    site: Site
    chance: Random
    found: Counter[str]
    seconds: dict[str, float]
    before: str = ""
    after: str = ""


def prepare(staff: int) -> Site:
    site = prepared_site(staff)
    reactions.clear()  # indicators would be refreshed after each file: that is measured elsewhere
    user = User.objects.create_user("bench")
    root = System.objects.get(key="tomsk").root
    RoleHolding.objects.create(user=user, role="service_head", unit=root, start="2021-01-01")
    site = replace(site, boss=replace(site.boss, user_id=user.pk))
    batch = check_batch(site.boss, batch=uploaded(site, site.first))
    confirm_batch(site.boss, batch=batch)
    write_file(site.second, second_list(staff))
    return site


def uploaded(site: Site, path: Any) -> ImportBatch:
    with path.open("rb") as file:
        return upload(
            site.boss, spec=CODE, file=file, file_name=path.name, context={"system": "tomsk"}
        )


def play(site: Site, rounds: int, seed: int) -> Counter[str]:
    """Each round one phase is killed; the batch goes all its way, to its undo, and begins again."""
    stage = Stage(site, Random(seed), Counter(), {})
    stage.before = all_facts()
    batch = whole_way(stage)
    while stage.found["kills"] < rounds:
        batch = uploaded(site, site.second)
        for phase in DONE:
            kill_once(stage, phase, batch)
            batch.refresh_from_db()
    return stage.found


def whole_way(stage: Stage) -> ImportBatch:
    """Once without any death: how long each phase takes, and what stands after the apply."""
    batch = uploaded(stage.site, stage.site.second)
    for phase, state in DONE.items():
        begin(stage, phase, batch)
        begun = time.perf_counter()
        os.waitpid(worker(), 0)
        stage.seconds[phase] = time.perf_counter() - begun
        batch.refresh_from_db()
        if batch.state != state:
            raise SystemExit(f"{phase}: {batch.state} {batch.message} {batch.job.message}")
        if phase == "apply":
            stage.after = all_facts()
    return batch


def begin(stage: Stage, phase: str, batch: ImportBatch) -> None:
    actor = stage.site.boss
    if phase == "check":
        check_later(actor, batch=batch)
    elif phase == "apply":
        confirm_later(actor, batch=batch, decisions=DECISIONS)
    else:
        undo_later(actor, batch=batch)


def all_facts() -> str:
    """A digest of all that is known of the staff but keys: newcomers get new ones each time."""
    rows = [
        sorted(map(repr, table._meta.base_manager.values_list(*columns)))
        for table, columns in FACTS
    ]
    return sha256(repr(rows).encode()).hexdigest()


def worker() -> int:
    """A worker of its own, as the server starts it; returns its number."""
    disconnect()
    pid = os.fork()
    if pid:
        return pid
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
        call_command("worker", "--batch")
    finally:
        os._exit(0)


def disconnect() -> None:
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()


def kill_once(stage: Stage, phase: str, batch: ImportBatch) -> None:
    """Kill a worker somewhere in the phase, see what it left, have the work done again."""
    begin(stage, phase, batch)
    batch.refresh_from_db()
    pid = worker()
    time.sleep(stage.chance.uniform(0, stage.seconds[phase] * 1.1))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    left = left_behind(stage, phase, batch)
    stage.found[f"{phase} {left}"] += 1
    stage.found["kills"] += left != "late"
    stage.seconds[phase] *= LATE if left == "late" else EARLY
    exhaust = stage.chance.random() < 1 / 3
    while batch_state(batch) != DONE[phase]:
        revive(stage, phase, batch, exhaust=exhaust)
        exhaust = False
        os.waitpid(worker(), 0)
    left_behind(stage, phase, batch)
    finish_job(batch)


def batch_state(batch: ImportBatch) -> str:
    batch.refresh_from_db()
    return str(batch.state)


def left_behind(stage: Stage, phase: str, batch: ImportBatch) -> str:
    """What a dead worker left: all or nothing of the phase. Anything else is halfway."""
    done = batch_state(batch) == DONE[phase]
    stands = (phase == "apply" and done) or (phase == "undo" and not done)
    undone = phase == "undo" and done
    kinds = ["staff.imported"] * (stands or undone) + ["staff.import_undone"] * undone
    entries = JournalEntry.objects.filter(params__batch=batch.pk).order_by("pk")
    whole = (
        all_facts() == (stage.after if stands else stage.before)
        and list(entries.values_list("kind", flat=True)) == kinds
        and ImportTrace.objects.filter(batch=batch).exists() == stands
        and (phase != "check" or not done or batch.rows.count() == sum(batch.counts.values()))
    )
    if not whole:
        stage.found["halfway"] += 1
        return "halfway"
    return ("late" if batch.job.is_over else "all") if done else "nothing"


def revive(stage: Stage, phase: str, batch: ImportBatch, *, exhaust: bool) -> None:
    """The reaper finds the dead job; one that died for good says so and is begun again."""
    if exhaust:
        Job.objects.filter(pk=batch.job_id).update(attempts=9)
    reap_stalled(timedelta(0))
    batch.refresh_from_db()
    job = batch.job
    stage.found[f"{phase} {job.state}"] += 1
    if job.state == "failed":
        if job.message != INTERRUPTED:
            raise SystemExit(f"{phase}: {job.message}")
        begin(stage, phase, batch)


def finish_job(batch: ImportBatch) -> None:
    """A worker killed after it wrote everything: the reaper has its job reported as done."""
    reap_stalled(timedelta(0))
    os.waitpid(worker(), 0)
    batch.refresh_from_db()
    if batch.job.state != "done":
        raise SystemExit(f"{batch.job.state}: {batch.job.message}")
