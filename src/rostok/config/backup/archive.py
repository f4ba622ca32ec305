"""Reading an archive: everything is checked before anything is believed."""

import gzip
import hashlib
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.db.migrations.loader import MigrationLoader
from pydantic import ValidationError

from rostok.config.backup.manifest import (
    FILES,
    FORMAT,
    FORMAT_VERSION,
    KEYS,
    MANIFEST,
    PACKS,
    TABLES,
    Manifest,
    TablePart,
)
from rostok.config.backup.schema import unknown_to
from rostok.kernel.errors import RuleViolation

CHUNK = 1 << 20
LONGEST_MANIFEST = 256 << 20
LONGEST_ROW = 256 << 20
FOLDERS = (TABLES, FILES, PACKS, KEYS)

FOREIGN = "Это не резервная копия «Ростка»: {path}."
TORN = "Копия неполная: {path}. Она оборвалась при записи или пересылке, возьмите другую."
DAMAGED = "Копия повреждена: {what}. Возьмите другую."
NEWER = "Копия сделана более новой программой (версия {version}). Обновите программу и повторите."

Progress = Callable[[str], None]


class Archive:
    """An open archive whose manifest has been read."""

    def __init__(self, path: Path, tar: tarfile.TarFile) -> None:
        self.path = path
        self.tar = tar
        self.members = {member.name: member for member in members_of(path, tar)}
        self.manifest = self.read_manifest()

    def read_manifest(self) -> Manifest:
        """Refused: none (it is written last); one of another format; one of a newer program."""
        member = self.members.get(MANIFEST)
        if member is None:
            ours = any(name.startswith(TABLES) for name in self.members)
            raise RuleViolation((TORN if ours else FOREIGN).format(path=self.path))
        if member.size > LONGEST_MANIFEST:
            raise RuleViolation(FOREIGN.format(path=self.path))
        try:
            manifest = Manifest.model_validate_json(self.open(MANIFEST).read())
        except (ValidationError, ValueError):
            raise RuleViolation(DAMAGED.format(what="не читается её описание")) from None
        if manifest.format != FORMAT:
            raise RuleViolation(FOREIGN.format(path=self.path))
        self.refuse_newer(manifest)
        return manifest

    def refuse_newer(self, manifest: Manifest) -> None:
        loader = MigrationLoader(None)
        is_newer = manifest.format_version > FORMAT_VERSION
        if is_newer or unknown_to(loader, manifest.migrations):
            raise RuleViolation(NEWER.format(version=manifest.product))

    def open(self, name: str) -> IO[bytes]:
        found = self.tar.extractfile(self.members[name])
        if found is None:
            raise RuleViolation(DAMAGED.format(what=name))
        return found

    @contextmanager
    def lines(self, table: TablePart) -> Iterator[Iterator[bytes]]:
        """The rows of a table as they were written."""
        with (
            self.open(table.name) as packed,
            gzip.GzipFile(fileobj=packed) as raw,
            BufferedReader(raw, CHUNK) as file,
        ):
            yield rows_in(file, table)

    def check(self, progress: Progress) -> None:
        """Every part is there, whole and as the manifest says; nothing else is."""
        listed = {part.name: part for part in self.manifest.parts}
        extra = sorted(set(self.members) - set(listed) - {MANIFEST})
        missing = sorted(set(listed) - set(self.members))
        if extra or missing:
            raise RuleViolation(
                DAMAGED.format(what=f"лишнее или недостающее {(extra or missing)[0]}")
            )
        for part in listed.values():
            if self.members[part.name].size != part.size or self.hash_of(part.name) != part.sha256:
                raise RuleViolation(DAMAGED.format(what=f"не сходится {part.name}"))
        for table in self.manifest.tables:
            self.check_rows(table)
        progress(f"проверено частей: {len(listed)}")

    def hash_of(self, name: str) -> str:
        digest = hashlib.sha256()
        with self.open(name) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
        return digest.hexdigest()

    def check_rows(self, table: TablePart) -> None:
        with self.lines(table) as lines:
            if sum(1 for _ in lines) != table.rows:
                raise RuleViolation(DAMAGED.format(what=f"не все строки {table.table}"))


def rows_in(file: IO[bytes], table: TablePart) -> Iterator[bytes]:
    """Lines, none of them longer than a row can be and all together not more than was written."""
    total = 0
    while line := file.readline(LONGEST_ROW):
        total += len(line)
        if not line.endswith(b"\n") or total > table.unpacked:
            raise RuleViolation(DAMAGED.format(what=f"строки {table.table}"))
        yield line


def members_of(path: Path, tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Plain files under the folders of an archive. Refused: links, other places, doubles."""
    seen: set[str] = set()
    for member in tar:
        if not is_harmless(member) or member.name in seen:
            raise RuleViolation(
                f"В копии {path} чужое содержимое: «{member.name}». Восстанавливать её нельзя."
            )
        seen.add(member.name)
        yield member


def is_harmless(member: tarfile.TarInfo) -> bool:
    name = member.name
    if name == MANIFEST:
        return member.isreg()
    path = PurePosixPath(name)
    inside = name.startswith(FOLDERS) and not path.is_absolute() and ".." not in path.parts
    plain = inside and path.as_posix() == name and "\\" not in name and "\0" not in name
    return member.isreg() and plain


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive, its manifest read. Refused in words: no archive, a torn or a foreign one."""
    path = path.expanduser()
    if path.is_dir():
        raise RuleViolation(f"Это папка, а не файл: {path}.")
    path.stat()
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield Archive(path, tar)
    except tarfile.ReadError as error:
        is_torn = "unexpected end" in str(error) or "truncated" in str(error)
        phrase = TORN if is_torn else FOREIGN
        raise RuleViolation(phrase.format(path=path)) from None
    except (gzip.BadGzipFile, EOFError):
        raise RuleViolation(DAMAGED.format(what=str(path))) from None


def check_archive(path: Path, *, progress: Progress = print) -> Manifest:
    """Verify an archive and write nothing."""
    with opened(path) as archive:
        archive.check(progress)
        return archive.manifest


def summary(manifest: Manifest) -> dict[str, Any]:
    """The archive in one row, for the console."""
    return {
        "made_at": manifest.made_at,
        "product": manifest.product,
        "database": manifest.database,
        "tables": len(manifest.tables),
        "rows": manifest.rows,
        "files": len(manifest.files),
        "keys": [part.name.removeprefix(KEYS) for part in manifest.keys],
    }
