"""`rostok backup`: one consistent archive of a running installation."""

import gzip
import hashlib
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedWriter, BytesIO
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, models, transaction

from rostok.config import journal
from rostok.config.backup.leftovers import clear_leftovers, own_folder
from rostok.config.backup.manifest import (
    FILES,
    KEYS,
    MANIFEST,
    PACKS,
    TABLES,
    Manifest,
    Part,
    TablePart,
    product_version,
)
from rostok.config.backup.schema import applied_here, columns_of, is_up_to_date, tables_at
from rostok.config.backup.sequences import last_id
from rostok.config.backup.values import line_of
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record

CHUNK = 2000
BUFFER = 1 << 20
QUICK = 3  # half the time of the usual compression for a tenth more bytes
NAME = "rostok-{:%Y%m%d-%H%M%S}.tar"
OURS = re.compile(r"^rostok-\d{8}-\d{6}\.tar$")
KEY_FILES = ("person.key", "secret")
SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """A finished archive; `removed` are the older ones that gave way to it."""

    path: Path
    size: int
    manifest: Manifest
    removed: list[Path]


def make_backup(
    actor: Actor, *, to: Path | None = None, keep: int | None = None, progress: Progress = print
) -> Made:
    """Write an archive, by default into `backups` of the home folder, while the site works on.

    Refused: a file of that name; a database without tables or newer than the program.
    """
    target = free_target(to)
    clear_leftovers(target.parent)
    clear_leftovers(Path(settings.HOME))
    unfinished = target.with_name(f"{target.name}.unfinished-{os.getpid()}")
    try:
        with private_file(unfinished) as file:
            manifest = write_archive(file, target.parent, progress)
        place(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    removed = remove_older(target, keep) if keep else []
    made = Made(target, target.stat().st_size, manifest, removed)
    if is_up_to_date():  # a copy before an update is taken of tables that are behind the program
        note(actor, made)
    return made


def note(actor: Actor, made: Made) -> None:
    record(
        actor,
        journal.BACKUP_MADE,
        file=made.path.name,
        rows=made.manifest.rows,
        size=made.size,
        files=len(made.manifest.files),
    )


def free_target(to: Path | None) -> Path:
    """Where the archive will stand; a folder gets a name with the moment."""
    folder = Path(settings.HOME) / "backups"
    if to is None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = (to or folder).expanduser().absolute()
    target = wanted / NAME.format(clock.now().astimezone()) if wanted.is_dir() else wanted
    if target.exists():
        raise RuleViolation(f"Файл уже есть: {target}. Укажите другой: --to")
    if not target.parent.is_dir():
        raise RuleViolation(f"Папки нет: {target.parent}. Создайте её или укажите другую: --to")
    return target


@contextmanager
def private_file(path: Path) -> Iterator[IO[bytes]]:
    """A new file for its owner's eyes only, on the disk when the block is over."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with os.fdopen(handle, "w+b") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def place(unfinished: Path, target: Path) -> None:
    """Give the finished file its name, unless somebody has taken it meanwhile."""
    try:
        os.link(unfinished, target)
    except FileExistsError:
        raise RuleViolation(f"Файл уже есть: {target}. Укажите другой: --to") from None
    except OSError:  # a disk without links
        unfinished.rename(target)


def remove_older(target: Path, keep: int) -> list[Path]:
    """All archives of our own naming beside the target but the newest `keep`."""
    ours = sorted(path for path in target.parent.iterdir() if OURS.match(path.name))
    older = [path for path in ours[:-keep] if path != target]
    for path in older:
        path.unlink(missing_ok=True)
    return older


def write_archive(file: IO[bytes], folder: Path, progress: Progress) -> Manifest:
    state = applied_here()
    if not state:
        raise RuleViolation("Копировать нечего: в базе данных нет таблиц.")
    tables = tables_at(state)
    with (
        tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar,
        own_folder("backup") as held,
    ):
        hold_files(held)
        with snapshot():
            hold_files(held)
            made_at = clock.now()
            table_parts = [write_table(tar, model, folder, progress) for model in tables]
        manifest = Manifest(
            product=product_version(),
            made_at=made_at,
            time_zone=settings.TIME_ZONE,
            database=connection.vendor,
            migrations=state,
            tables=table_parts,
            files=[
                *write_files(tar, held, FILES, progress),
                *write_files(tar, Path(settings.HOME) / "packs", PACKS, progress),
            ],
            keys=[write_file(tar, path, f"{KEYS}{path.name}") for path in key_files()],
        )
        add_bytes(tar, MANIFEST, manifest.model_dump_json(indent=1).encode())
    return manifest


@contextmanager
def snapshot() -> Iterator[None]:
    """Reads within the block see one moment of the database; writers are not held up."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SNAPSHOT)
            cursor.execute("SELECT 1 FROM django_migrations")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute("SELECT 1 FROM django_migrations")  # the first read fixes the moment
            yield
        finally:
            cursor.execute("ROLLBACK")


def hold_files(held: Path) -> None:
    """Link the files of now aside, so that none disappears while they are copied.

    Called before and after the moment of the database: a file is written before its row and
    removed after it, so that every row of that moment has its file among them.
    """
    for path in files_below(Path(settings.FILES_DIR)):
        place_aside = held / path.relative_to(settings.FILES_DIR)
        place_aside.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError, FileExistsError):
            hold(path, place_aside)


def hold(path: Path, aside: Path) -> None:
    """A link costs nothing; a disk that can't make one gets a copy."""
    try:
        os.link(path, aside)
    except FileExistsError:
        raise
    except OSError:
        shutil.copyfile(path, aside)


def files_below(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())


def key_files() -> list[Path]:
    return [path for name in KEY_FILES if (path := Path(settings.HOME) / name).is_file()]


def write_table(
    tar: tarfile.TarFile, model: type[models.Model], folder: Path, progress: Progress
) -> TablePart:
    """The rows of a table by their keys, packed in a file beside before they join the archive."""
    table = model._meta.db_table
    fields = model._meta.local_concrete_fields
    rows = model._default_manager.order_by("pk").values_list(*(field.attname for field in fields))
    with tempfile.TemporaryFile(dir=folder) as file:
        count, unpacked = pack_rows(file, rows.iterator(CHUNK))
        part = add_stream(tar, f"{TABLES}{table}.jsonl.gz", file)
    if count >= CHUNK:
        progress(f"{table}: {count}")
    return TablePart(
        **part.model_dump(),
        table=table,
        columns=columns_of(model),
        rows=count,
        unpacked=unpacked,
        last_id=last_id(model),
    )


def pack_rows(file: IO[bytes], rows: Iterator[tuple[Any, ...]]) -> tuple[int, int]:
    """How many rows there were, and how many bytes before packing."""
    count = unpacked = 0
    with (
        gzip.GzipFile(fileobj=file, mode="wb", compresslevel=QUICK, mtime=0) as packed,
        BufferedWriter(packed, BUFFER) as out,
    ):
        for count, row in enumerate(rows, start=1):  # noqa: B007 - counts
            unpacked += out.write(line_of(row))
    return count, unpacked


def write_files(tar: tarfile.TarFile, folder: Path, prefix: str, progress: Progress) -> list[Part]:
    """All plain files of a folder under a prefix; a folder that is not there has none."""
    found = files_below(folder)
    if found:
        progress(f"{prefix}: {len(found)}")
    return [write_file(tar, p, f"{prefix}{p.relative_to(folder).as_posix()}") for p in found]


def write_file(tar: tarfile.TarFile, path: Path, name: str) -> Part:
    with path.open("rb") as file:
        return add_stream(tar, name, file)


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> Part:
    return add_stream(tar, name, BytesIO(content))


def add_stream(tar: tarfile.TarFile, name: str, file: IO[bytes]) -> Part:
    """Put a whole open file into the archive, its hash taken on the way."""
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = (
        file.seek(0, os.SEEK_END),
        0o600,
        int(clock.now().timestamp()),
    )
    file.seek(0)
    hashed = Hashed(file)
    tar.addfile(info, hashed)
    return Part(name=name, size=info.size, sha256=hashed.digest.hexdigest())


class Hashed:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        self.digest.update(chunk)
        return chunk
