"""Where packs lie: those of the installation over those that come with the program."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from rostok.kernel.errors import RuleViolation

BASE = "base"
Stamp = tuple[tuple[str, int], ...]


def own_folder() -> Path:
    """The installation's packs: they outlive the next release of the program."""
    return Path(settings.OWN_PACKS_DIR)


def shelves() -> Iterator[Path]:
    """Folders of packs; what stands on the first hides the same key on the next."""
    yield own_folder()
    yield Path(settings.PACKS_DIR)


def pack_keys() -> list[str]:
    """Keys of every pack found, base first."""
    found = {path.parent.name for shelf in shelves() for path in shelf.glob("*/pack.yaml")}
    return sorted(found, key=lambda key: (key != BASE, key))


def folder_of(key: str) -> Path:
    """The folder of a pack. Refused: there is none of this key."""
    for shelf in shelves():
        if (shelf / key / "pack.yaml").is_file() and key in pack_keys():
            return shelf / key
    known = ", ".join(pack_keys())
    raise RuleViolation(f"Нет положения «{key}». Есть: {known}.")


def stamp_of(key: str) -> Stamp:
    """Changes whenever a file of the folder does."""
    files = sorted(folder_of(key).glob("*.yaml"))
    return tuple((str(path), path.stat().st_mtime_ns) for path in files)
