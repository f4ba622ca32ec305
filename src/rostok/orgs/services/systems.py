"""A regulation begins to work on a territory, changes its version, ends."""

import re
from datetime import date

from django.db import transaction
from django.db.models import Q

from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.periods import DAY
from rostok.orgs import journal, permissions
from rostok.orgs.models import OrgUnit, System, SystemVersion, UnitKind
from rostok.packs.models import PackVersion
from rostok.packs.queries import latest_version
from rostok.packs.services import store_version

KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
RESERVED = {"activate", "reports"}  # addresses beside those of systems


@transaction.atomic
def activate_system(
    actor: Actor, *, pack: PackVersion | str, key: str, root: OrgUnit, from_date: date
) -> System:
    """Let a regulation (a version, or the newest of a key) work on a territory from a day on.

    Refused: a pack nobody loaded; a territory of another level than the pack's or closed; a key
    that is taken or no address; the same pack working on the same territory at that time. A
    system may stand inside the territory of another.
    """
    root = lock(root)
    authorise(actor, permissions.ACTIVATE, root)
    version = pack if isinstance(pack, PackVersion) else newest_version(pack)
    refuse_wrong_root(version, root, from_date)
    refuse_odd_key(key)
    refuse_taken_key(key)
    refuse_second_system(version, root, from_date)
    system = System.objects.create(key=key, root=root, start=from_date)
    SystemVersion.objects.create(system=system, pack_version=version, start=from_date)
    record(
        actor,
        journal.SYSTEM_ACTIVATED,
        system,
        root,
        pack=version.short_title,
        on=f"{from_date:%d.%m.%Y}",
        key=key,
    )
    return system


@transaction.atomic
def activate_pack(actor: Actor, *, pack: str, key: str, root: OrgUnit, from_date: date) -> System:
    """Accept the pack of a folder as it stands and let it work on a territory from a day on."""
    if key in RESERVED:
        raise RuleViolation(f"Ключ «{key}» занят программой.", {"key": "Возьмите другой ключ."})
    version = store_version(actor, key=pack)
    return activate_system(actor, pack=version, key=key, root=root, from_date=from_date)


@transaction.atomic
def end_system(actor: Actor, *, system: System, end: date) -> System:
    """End a system; `end` is the first day without it. Refused: ended already; before its start."""
    root = lock(system.root)
    system = lock(system)
    authorise(actor, permissions.ACTIVATE, root)
    if system.end is not None:
        raise RuleViolation("Действие системы уже завершено.")
    if end <= system.start:
        raise RuleViolation("Система не может завершиться раньше, чем началась.")
    system.end = end
    system.save()
    system.versions.filter(end__isnull=True).update(end=end)
    record(actor, journal.SYSTEM_ENDED, system, root, last_day=f"{end - DAY:%d.%m.%Y}")
    return system


@transaction.atomic
def change_version(
    actor: Actor, *, system: System, pack_version: PackVersion, from_date: date
) -> SystemVersion:
    """Let a system work by another version of its pack from a day on.

    Refused: another pack; the version it works by, or another content under its number; a day not
    after the last change; an end.
    """
    root = lock(system.root)
    system = lock(system)
    authorise(actor, permissions.ACTIVATE, root)
    if system.end is not None and system.end <= from_date:
        raise RuleViolation("Действие системы к этому дню завершено.")
    last = last_link(system)
    refuse_wrong_change(last, pack_version, from_date)
    last.end = from_date
    last.save()
    made = SystemVersion.objects.create(
        system=system, pack_version=pack_version, start=from_date, end=system.end
    )
    day = f"{from_date:%d.%m.%Y}"
    record(actor, journal.VERSION_CHANGED, system, root, version=pack_version.version, on=day)
    return made


def newest_version(key: str) -> PackVersion:
    found = latest_version(key)
    if found is None:
        raise RuleViolation(f"Положение «{key}» ещё не загружено.")
    return found


def last_link(system: System) -> SystemVersion:
    last: SystemVersion = system.versions.select_related("pack_version").order_by("-start")[0]
    return last


def refuse_wrong_root(version: PackVersion, root: OrgUnit, day: date) -> None:
    if root.kind != version.level:
        needed, given = UnitKind(version.level).label, root.get_kind_display()
        raise RuleViolation(
            f"Положение рассчитано на уровень «{needed}», а «{root}» — это {given}.",
            {"root": f"Нужен уровень «{needed}»."},
        )
    if not root.is_open_on(day):
        raise RuleViolation(
            f"«{root}» в этот день не открыта.", {"root": "Не открыта в этот день."}
        )


def refuse_odd_key(key: str) -> None:
    """A key stands in addresses and commands."""
    if not KEY.fullmatch(key):
        message = "Ключ системы пишут латиницей: буквы, цифры, «-» и «_», до 40 знаков."
        raise RuleViolation(message, {"key": message})


def refuse_taken_key(key: str) -> None:
    if System.objects.filter(key=key).exists():
        message = f"Ключ «{key}» уже занят другой системой."
        raise RuleViolation(message, {"key": message})


def refuse_second_system(version: PackVersion, root: OrgUnit, day: date) -> None:
    same_pack = root.systems.filter(versions__pack_version__key=version.key)
    if same_pack.filter(Q(end__isnull=True) | Q(end__gt=day)).exists():
        raise RuleViolation(f"Это положение уже действует: «{root}».")


def refuse_wrong_change(last: SystemVersion, version: PackVersion, day: date) -> None:
    if last.pack_version.key != version.key:
        raise RuleViolation("Это редакция другого положения. Для него нужна своя система.")
    if last.pack_version_id == version.pk:
        raise RuleViolation("Система уже работает по этой редакции.")
    if last.pack_version.version == version.version:
        raise RuleViolation(
            f"Содержание изменилось, а номер редакции прежний: {version.version}."
            " Поднимите version в pack.yaml."
        )
    if day <= last.start:
        raise RuleViolation(f"Новая редакция вступает в силу позже {last.start:%d.%m.%Y}.")
