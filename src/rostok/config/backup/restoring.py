"""`rostok restore`: all of an archive or nothing."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, OperationalError, connection, transaction

from rostok.config import journal
from rostok.config.backup.archive import Archive, Progress, opened
from rostok.config.backup.leftovers import clear_leftovers, own_folder
from rostok.config.backup.loading import load
from rostok.config.backup.manifest import FILES, KEYS, PACKS, Manifest
from rostok.config.backup.sequences import quoted
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.statistics import refresh_statistics

HOLDS_DATA = ("accounts_user", "people_person", "orgs_orgunit")
FILLED = (
    "Здесь уже есть данные. Восстанавливайте в пустую установку или замените их: "
    "rostok restore --replace ФАЙЛ. Сначала сделайте копию: rostok backup."
)
IN_USE = "База данных занята: остановите сайт и фоновые задания и повторите."
NO_ROOM = "Не хватит места на диске: нужно {need} МБ, свободно {free} МБ. Ничего не изменено."
MEGABYTE = 1 << 20
SPARE = 2  # the rows take more room in a database, with its indexes, than as lines


@dataclass
class Restored:
    """`former` is the folder where the replaced data stand, if there were any."""

    manifest: Manifest
    former: Path | None = None


def restore_backup(
    actor: Actor,
    *,
    path: Path,
    replace: bool = False,
    confirm: Callable[[], bool] = lambda: False,
    progress: Progress = print,
) -> Restored:
    """Put an archive in place of this installation; tables of an older program are brought up.

    Refused, with nothing changed: a damaged, torn, foreign or newer archive; an installation with
    data unless `replace` is given and `confirm` agrees; a database in use; too little room.
    """
    with opened(path) as archive:
        is_filled = holds_data()
        if is_filled and not replace:
            raise RuleViolation(FILLED)
        archive.check(progress)
        refuse_without_room(archive.manifest)
        if is_filled and not confirm():
            raise RuleViolation("Не подтверждено, ничего не изменено.")
        former = carried_out(actor, archive, progress)
    if not is_filled:
        shutil.rmtree(former, ignore_errors=True)
    return Restored(archive.manifest, former if is_filled and former.exists() else None)


def holds_data() -> bool:
    """People, organisations, users or files. A database that has only its tables is empty."""
    files = Path(settings.FILES_DIR)
    if files.is_dir() and any(files.iterdir()):
        return True
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in present.intersection(HOLDS_DATA):
            cursor.execute(f"SELECT 1 FROM {quoted(table)} LIMIT 1")  # noqa: S608 - a name of ours
            if cursor.fetchone():
                return True
    return False


def refuse_without_room(manifest: Manifest) -> None:
    need = manifest.unpacked * SPARE
    free = shutil.disk_usage(settings.HOME).free
    if need > free:
        raise RuleViolation(NO_ROOM.format(need=need // MEGABYTE + 1, free=free // MEGABYTE))


def carried_out(actor: Actor, archive: Archive, progress: Progress) -> Path:
    """Everything is made beside what there is, and changes places with it at the end."""
    home = Path(settings.HOME)
    stamp = f"{clock.now().astimezone():%Y%m%d-%H%M%S}"
    swap = Swap(home / f"before-restore-{stamp}")
    clear_leftovers(home)
    try:
        with own_folder("restoring") as fresh, prepared(archive, fresh, swap):
            load(archive, progress)
            refresh_statistics()
            emit_post_migrate_signal(0, interactive=False, db="default")
            made_at = archive.manifest.made_at.astimezone()
            record(
                actor,
                journal.RESTORED,
                file=archive.path.name,
                made_at=f"{made_at:%d.%m.%Y %H:%M}",
                rows=archive.manifest.rows,
            )
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise RuleViolation("Не хватило места на диске. Ничего не изменено.") from error
        raise
    return swap.aside


@contextmanager
def prepared(archive: Archive, fresh: Path, swap: "Swap") -> Iterator[None]:
    unpack(archive, fresh, swap)
    with new_database(fresh, swap):
        yield


def unpack(archive: Archive, fresh: Path, swap: "Swap") -> None:
    """Files, packs and keys, each readable by its owner only, waiting for their places."""
    (fresh / FILES).mkdir(mode=0o700)
    for part in archive.manifest.files:
        write_member(archive, part.name, fresh / part.name)
    swap.add(fresh / FILES, Path(settings.FILES_DIR))
    if (fresh / PACKS).is_dir():
        swap.add(fresh / PACKS, Path(settings.HOME) / "packs")
    for part in archive.manifest.keys:
        key = part.name.removeprefix(KEYS)
        write_member(archive, part.name, fresh / key)
        swap.add(fresh / key, Path(settings.HOME) / key)


def write_member(archive: Archive, name: str, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as target, archive.open(name) as source:
        shutil.copyfileobj(source, target)


@contextmanager
def new_database(fresh: Path, swap: "Swap") -> Iterator[None]:
    """Within the block the database has no tables; after it the new one is in force, or the old."""
    if connection.vendor == "postgresql":
        with one_transaction(swap):
            yield
        return
    present = Path(str(connection.settings_dict["NAME"]))
    free_of_others(present)
    new = fresh / present.name
    with other_file(new):
        yield
    new.chmod(0o600)
    swap.add(new, present)
    swap.forward()


@contextmanager
def one_transaction(swap: "Swap") -> Iterator[None]:
    """PostgreSQL takes back tables as well as rows; files follow just before the commit."""
    try:
        with transaction.atomic():
            drop_our_tables()
            yield
            swap.forward()
    except BaseException:
        swap.back()
        raise


def drop_our_tables() -> None:
    present = set(connection.introspection.table_names())
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    labels = tuple(f"{config.label}_" for config in apps.get_app_configs())
    dropped = [t for t in sorted(present) if t in ours or t.startswith(labels)]
    names = ", ".join(quoted(table) for table in [*dropped, "django_migrations"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")
        try:
            cursor.execute(f"DROP TABLE IF EXISTS {names} CASCADE")
        except OperationalError as error:
            raise RuleViolation(IN_USE) from error


def free_of_others(path: Path) -> None:
    """Leave the write-ahead mode, which nobody can while another holds the file open."""
    if not path.exists():
        return
    with connection.cursor() as cursor:
        try:
            cursor.execute("PRAGMA busy_timeout = 2000")
            cursor.execute("PRAGMA journal_mode = DELETE")
            (mode,) = cursor.fetchone()
        except DatabaseError as error:
            raise RuleViolation(IN_USE) from error
    if mode != "delete":
        raise RuleViolation(IN_USE)


@contextmanager
def other_file(path: Path) -> Iterator[None]:
    """The database of the process is another SQLite file within the block."""
    former = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = former
    with path.open("rb") as file:
        os.fsync(file.fileno())


@dataclass
class Swap:
    """New things that change places with old ones, the old kept aside."""

    aside: Path
    pairs: list[tuple[Path, Path]] = field(default_factory=list)
    moved: list[tuple[Path, Path]] = field(default_factory=list)

    def add(self, new: Path, target: Path) -> None:
        self.pairs.append((new, target))

    def forward(self) -> None:
        """All of them, or back again and the error."""
        try:
            self.aside.mkdir(mode=0o700)
            for new, target in self.pairs:
                if target.exists():
                    self.move(target, self.aside / target.name)
                self.move(new, target)
        except BaseException:
            self.back()
            raise

    def move(self, source: Path, target: Path) -> None:
        source.rename(target)
        self.moved.append((source, target))

    def back(self) -> None:
        while self.moved:
            source, target = self.moved.pop()
            target.rename(source)
        with suppress(OSError):
            self.aside.rmdir()
