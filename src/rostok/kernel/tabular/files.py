"""Uploaded files on disk: random names in a folder of their own, gone once the batch is over."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import IO

from django.conf import settings

from rostok.kernel.errors import RuleViolation
from rostok.kernel.tabular.limits import LIMITS

BLOCK = 1 << 20


def folder() -> Path:
    path = Path(settings.FILES_DIR) / "imports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def path_of(stored_name: str) -> Path:
    return folder() / stored_name


def store(file: IO[bytes]) -> tuple[str, str]:
    """Keep a file; its stored name and SHA-256. Refused: empty, or larger than the limit."""
    name = secrets.token_hex(16)
    handle = os.open(path_of(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as kept:
            return name, copy(file, kept)
    except BaseException:
        remove(name)
        raise


def copy(source: IO[bytes], target: IO[bytes]) -> str:
    digest, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        size += len(block)
        if size > LIMITS.size:
            raise RuleViolation(LIMITS.too_large)
        digest.update(block)
        target.write(block)
    if not size:
        raise RuleViolation("Файл пустой. Проверьте, что выбрали нужный, и отправьте его снова.")
    return digest.hexdigest()


def remove(stored_name: str) -> None:
    if stored_name:
        path_of(stored_name).unlink(missing_ok=True)
