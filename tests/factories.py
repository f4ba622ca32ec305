"""Rows for tests: few defaults, each says only what its test is about."""

from collections.abc import Container
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from rostok.accounts.models import RoleHolding, User
from rostok.kernel.access import SUBTREE, Actor, Grant, installation
from rostok.orgs.models import OrgKind, OrgUnit, System, UnitKind
from rostok.orgs.services import activate_system, create_unit
from rostok.packs.folders import folder_of
from rostok.packs.models import PackVersion
from rostok.packs.services import version_in_folder
from rostok.people.models import Person, PersonSensitive
from rostok.staff.models import Employment, Post, PostCategory, StaffCard

BOSS = installation("Установка")
ACCEPTED = [one for one in PackVersion._meta.fields if one.name not in {"id", "created_at"}]
numbers = count(1)


def make_unit(kind: str, parent: OrgUnit | None = None, title: str = "", **fields: Any) -> OrgUnit:
    number = next(numbers)
    name = title or f"{UnitKind(kind).label} {number}"
    values = {"code": f"u{number}", "title": name, "short_title": name, **fields}
    return create_unit(BOSS, kind=kind, parent=parent, **values)


def make_region(title: str = "", **fields: Any) -> OrgUnit:
    return make_unit(UnitKind.REGION, title=title, **fields)


def make_municipality(parent: OrgUnit | None = None, title: str = "", **fields: Any) -> OrgUnit:
    return make_unit(UnitKind.MUNICIPALITY, parent, title, **fields)


def make_school(parent: OrgUnit | None = None, title: str = "", **fields: Any) -> OrgUnit:
    fields = {"org_kind": OrgKind.SCHOOL, **fields}
    return make_unit(UnitKind.ORGANISATION, parent or make_municipality(), title, **fields)


def actor_at(unit: OrgUnit, *permissions: str, title: str = "Методист", **fields: Any) -> Actor:
    """Somebody who holds the rights for the unit and everything below it."""
    grants = tuple(Grant(name, SUBTREE, unit.pk) for name in permissions)
    return Actor(title=title, grants=grants, **fields)


def make_pack_version(
    key: str = "sample", level: str = "municipality", **fields: Any
) -> PackVersion:
    number = next(numbers)
    values = {
        "title": f"Положение {number}",
        "short_title": f"Положение {number}",
        "version": str(number),
        "digest": f"{number:064}",
        "content": {},
        **fields,
    }
    return PackVersion.objects.create(key=key, level=level, **values)


@cache
def accepted(key: str, folder: Path) -> dict[str, Any]:
    """A regulation of a folder as it is accepted; read and checked once for all tests."""
    version = version_in_folder(key)
    return {field.name: getattr(version, field.name) for field in ACCEPTED}


def make_regulation(key: str, *, context: Container[str] | None = None) -> PackVersion:
    """The version of a regulation, as `store_version` leaves it; the folder is not to change.

    `context` leaves of the indicators that every service asks for these alone: each costs a test
    of a whole system as much as the regulation's own.
    """
    values = accepted(key, folder_of(key))
    if context is not None:
        values = with_context(values, context)
    known: PackVersion | None = PackVersion.objects.filter(key=key, digest=values["digest"]).first()
    return known or PackVersion.objects.create(**values)


def with_context(values: dict[str, Any], codes: Container[str]) -> dict[str, Any]:
    section = values["content"]["indicators"]
    kept = [one for one in section["context"] if one["code"] in codes]
    content = {**values["content"], "indicators": {**section, "context": kept}}
    return {**values, "content": content, "digest": f"{values['digest'][:-1]}{len(kept)}"}


def make_system(root: OrgUnit | None = None, key: str = "", **fields: Any) -> System:
    root = root or make_municipality()
    pack = fields.pop("pack", None) or make_pack_version(level=root.kind)
    start = fields.pop("from_date", date(2023, 1, 1))
    return activate_system(
        BOSS, pack=pack, key=key or f"system-{next(numbers)}", root=root, from_date=start
    )


PASSWORD = "три слова подряд 7"


def make_person(last_name: str = "Иванова", **fields: Any) -> Person:
    values = {"first_name": "Мария", "patronymic": "Петровна", **fields}
    return Person.objects.create(last_name=last_name, **values)


def make_user(home: OrgUnit | None = None, username: str = "", **fields: Any) -> User:
    """Somebody who may sign in with `PASSWORD`."""
    name = username or f"user{next(numbers)}"
    user: User = User.objects.create_user(name, PASSWORD, home=home, **fields)
    return user


def hold(user: User, role: str, unit: OrgUnit, **fields: Any) -> RoleHolding:
    """A role held since long ago."""
    values = {"start": date(2024, 1, 1), **fields}
    holding: RoleHolding = RoleHolding.objects.create(user=user, role=role, unit=unit, **values)
    return holding


def make_post(code: str = "teacher", category: str = PostCategory.TEACHING) -> Post:
    values = {"title": code, "norm": code, "category": category}
    return Post.objects.get_or_create(code=code, defaults=values)[0]


def hire(
    person: Person, organisation: OrgUnit, start: date = date(2020, 9, 1), **fields: Any
) -> Employment:
    """A main employment as a teacher, unless told otherwise; dates as they are stored."""
    post = fields.pop("post", None) or make_post()
    employment: Employment = Employment.objects.create(
        person=person, organisation=organisation, post=post, start=start, **fields
    )
    return employment


def make_teacher(
    organisation: OrgUnit | None = None, last_name: str = "Иванова", **fields: Any
) -> Person:
    """A person with a birth date, a first day of pedagogical work and a main employment."""
    born, since = fields.pop("born", None), fields.pop("since", None)
    person = make_person(last_name, **fields)
    if born:
        PersonSensitive.objects.create(person=person, birth_date=born)
    if since:
        StaffCard.objects.create(person=person, pedagogical_since=since)
    hire(person, organisation or make_school())
    return person
