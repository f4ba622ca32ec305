"""Files on disk: random names in folders by two letters, written before the row, removed after it.

A file whose transaction did not hold is left on the disk without a row; the nightly sweep takes it,
and rows that nobody owns any more.
"""

import hashlib
import logging
import os
import re
import secrets
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.files.kinds import (
    DAMAGED,
    KINDS,
    LARGEST,
    TOO_LARGE,
    FileKind,
    kind_of_content,
    refuse_foreign_extension,
)
from rostok.kernel.models import StoredFile
from rostok.kernel.text import clean

logger = logging.getLogger("rostok.files")

FOLDER = "kept"
BLOCK = 1 << 20
LONGEST_NAME = 150
FRESH = timedelta(days=1)
GONE = "Файла «{name}» нет на сервере. Сообщите администратору: он восстановит его из копии."


def keep_file(actor: Actor, file: IO[bytes], *, name: str) -> StoredFile:
    """Keep what somebody sent. Refused: empty, too large, of another kind than its name or ours."""
    kind = kind_of_content(file)
    refuse_foreign_extension(name, kind)
    return kept(actor, file, harmless_name(name, kind), kind, LARGEST)


def keep_made_file(actor: Actor, file: IO[bytes], *, name: str, kind: FileKind) -> StoredFile:
    """Keep what the system has made itself; its size is nobody's fault."""
    file.seek(0)
    return kept(actor, file, harmless_name(name, kind), kind, None)


def kept(
    actor: Actor, file: IO[bytes], name: str, kind: FileKind, largest: int | None
) -> StoredFile:
    stored_name = secrets.token_hex(16)
    digest, size = write(file, stored_name, largest)
    stored: StoredFile = StoredFile.objects.create(
        stored_name=stored_name,
        name=name,
        kind=kind.code,
        size=size,
        sha256=digest,
        user_id=actor.user_id,
        actor_title=actor.title,
    )
    return stored


def harmless_name(name: str, kind: FileKind) -> str:
    """The last part of the name without marks that a disk or a header would mistake."""
    stem = re.split(r"[/\\]", name)[-1].rpartition(".")[0]
    plain = clean(re.sub(r'[\x00-\x1f\x7f<>:"|?*\u202a-\u202e\u2066-\u2069]', " ", stem))
    return f"{plain.strip('. ')[:LONGEST_NAME] or 'файл'}.{kind.extension}"


def folder() -> Path:
    return Path(settings.FILES_DIR) / FOLDER


def path_of(stored_name: str) -> Path:
    return folder() / stored_name[:2] / stored_name


def write(file: IO[bytes], stored_name: str, largest: int | None) -> tuple[str, int]:
    """SHA-256 and size of what was written; nothing stays on the disk when it is refused."""
    path = path_of(stored_name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as target:
            return copy(file, target, largest)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def copy(source: IO[bytes], target: IO[bytes], largest: int | None) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        size += len(block)
        if largest is not None and size > largest:
            raise RuleViolation(TOO_LARGE)
        digest.update(block)
        target.write(block)
    return digest.hexdigest(), size


def opened(stored: StoredFile) -> IO[bytes]:
    """The file, open for reading. Refused: it is not on the disk, or not whole."""
    path = path_of(stored.stored_name)
    try:
        whole = path.stat().st_size == stored.size
    except FileNotFoundError:
        logger.exception("Нет файла %s (%s)", path, stored.pk)
        raise RuleViolation(GONE.format(name=stored)) from None
    if not whole:
        logger.error("Файл %s (%s) не того размера", path, stored.pk)
        raise RuleViolation(DAMAGED)
    return path.open("rb")


def kind_of(stored: StoredFile) -> FileKind:
    return KINDS[stored.kind]


def remove_file(stored: StoredFile) -> None:
    """Forget a file that its owner has let go; it leaves the disk once the transaction holds."""
    path = path_of(stored.stored_name)
    stored.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def sweep() -> int:
    """Remove rows that nobody owns and files without a row, none of them of the last day."""
    unowned = list(without_owner().filter(created_at__lt=clock.now() - FRESH))
    for stored in unowned:
        remove_file(stored)
    return len(unowned) + sum(map(removed_from_disk, without_row()))


def without_owner() -> models.QuerySet[Any]:
    found = StoredFile.objects.all()
    for key in keys_of_owners():
        rows: Any = key.model._default_manager
        found = found.exclude(Exists(rows.filter(**{key.name: OuterRef("pk")})))
    return found


def keys_of_owners() -> list[Any]:
    """Every foreign key to a kept file, those without a way back too."""
    relations: list[Any] = StoredFile._meta.get_fields(include_hidden=True)
    return [one.field for one in relations if one.auto_created and not one.concrete]


def without_row() -> list[Path]:
    before = (clock.now() - FRESH).timestamp()
    old = [p for p in folder().glob("??/*") if p.is_file() and p.stat().st_mtime < before]
    known = set(StoredFile.objects.values_list("stored_name", flat=True)) if old else set()
    return [path for path in old if path.name not in known]


def removed_from_disk(path: Path) -> bool:
    path.unlink(missing_ok=True)
    return True
