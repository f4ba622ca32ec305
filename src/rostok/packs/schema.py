"""JSON Schema of every file of a pack, for editors that check while one writes."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from rostok.packs.fields import PackModel
from rostok.packs.sections import Section, in_order

FOLDER = "schema/"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """Texts by file name: one for a pack, one more for base where its shape differs."""
    made: dict[str, str] = {}
    for section in in_order():
        made[file_name(section)] = text_of(section, section.schema)
        if section.base is not None and section.base is not section.schema:
            made[file_name(section, "base.")] = text_of(section, section.base)
    return made


def file_name(section: Section, prefix: str = "") -> str:
    return f"{prefix}{section.file.removesuffix('.yaml')}.json"


def text_of(section: Section, shape: type[PackModel]) -> str:
    schema = {"$schema": DIALECT, **shape.file_schema(), "title": section.title}
    if section.base is not None and shape is section.schema:
        schema.pop("required", None)  # what base gives need not be repeated
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write_schemas() -> list[str]:
    """Write what differs into `packs/schema` and name it."""
    folder = folder_of_schemas()
    folder.mkdir(exist_ok=True)
    changed = [name for name, text in schemas().items() if text != current(folder / name)]
    for name in changed:
        (folder / name).write_text(schemas()[name], encoding="utf-8")
    for name in left_over(folder):
        (folder / name).unlink()
    return changed


def stale_schemas() -> list[str]:
    """Files of `packs/schema` that are missing, out of date or no longer made."""
    folder = folder_of_schemas()
    differ = [name for name, text in schemas().items() if text != current(folder / name)]
    return sorted([*differ, *left_over(folder)])


def folder_of_schemas() -> Path:
    return Path(settings.PACKS_DIR) / FOLDER


def left_over(folder: Path) -> list[str]:
    made: dict[str, Any] = schemas()
    return [path.name for path in folder.glob("*.json") if path.name not in made]


def current(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
