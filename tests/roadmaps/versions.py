"""Further versions of a regulation, made in a test from the one a system runs by."""

import copy
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from rostok.orgs.models import System
from rostok.orgs.services import change_version
from rostok.packs.models import PackVersion
from tests.factories import BOSS

numbers = count(1)
Edit = Callable[[dict[str, Any]], None]


def row_of(roadmap: dict[str, Any], code: str) -> dict[str, Any]:
    rows = (row for _activity, row in walk(roadmap))
    return next(row for row in rows if row["code"] == code)


def walk(roadmap: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [
        (activity, row)
        for direction in roadmap["directions"]
        for activity in direction["key_activities"]
        for row in activity["actions"]
    ]


def drop_row(roadmap: dict[str, Any], code: str) -> None:
    activity, row = next(pair for pair in walk(roadmap) if pair[1]["code"] == code)
    activity["actions"].remove(row)


def another_version(old: PackVersion, edit: Edit) -> PackVersion:
    number = next(numbers)
    content = copy.deepcopy(old.content)
    edit(content["roadmap"])
    made: PackVersion = PackVersion.objects.create(
        key=old.key,
        title=old.title,
        short_title=old.short_title,
        level=old.level,
        version=f"2.{number}",
        digest=f"{old.digest[:50]}{number:014}",
        content=content,
    )
    return made


def put_in_force(system: System, edit: Edit, day: date) -> PackVersion:
    version = another_version(system.current_version, edit)
    change_version(BOSS, system=system, pack_version=version, from_date=day)
    system.refresh_from_db()
    return version
