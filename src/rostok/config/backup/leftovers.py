"""Folders and files of a run that is under way, and what killed runs have left."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

OF_A_RUN = re.compile(r"(?:\.unfinished|^\.backup|^\.restoring)-(\d+)$")


@contextmanager
def own_folder(task: str) -> Iterator[Path]:
    """A folder of this run in the home folder, on the same disk as what is there; gone at the end.

    What it holds is closed to others.
    """
    folder = Path(settings.HOME) / f".{task}-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_leftovers(folder: Path) -> None:
    """Remove what runs that live no more have left half done."""
    for path in folder.iterdir():
        found = OF_A_RUN.search(path.name)
        if not found or is_alive(int(found[1])):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
