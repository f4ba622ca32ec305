"""What a territory settles for itself beside its regulation: limits, and names of parties."""

from datetime import date
from typing import Any

from django.db import transaction

from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.orgs import journal, permissions
from rostok.orgs.models import OrgKind, SettingKind, System, SystemSetting
from rostok.orgs.queries import setting_of
from rostok.orgs.wording import setting_words

LARGEST = 100_000
LONGEST_LABEL = 200
WHOLE = 100
PERCENTS = {"close_within"}


@transaction.atomic
def settle(
    actor: Actor, *, system: System, kind: str, name: str, value: Any, start: date, ground: str
) -> SystemSetting:
    """Let a limit or a name differ from the regulation from a day on.

    Refused: a name the regulation does not know; a value of another kind or out of bounds; no
    ground; a day before an earlier change; what is there already.
    """
    system = lock_for(actor, system)
    known = setting_of(system, kind, name)
    refuse_value(name, known.printed, value)
    if not ground.strip():
        raise RuleViolation(
            "Назовите основание: приказ, протокол.", {"ground": "Назовите основание."}
        )
    refuse_same(known.value_on(start), value)
    end_last(system, kind, name, start)
    row: SystemSetting = SystemSetting.objects.create(
        system=system, kind=kind, name=name, value=value, start=start, ground=ground.strip()
    )
    record(
        actor,
        journal.SETTING_SET,
        system,
        system.root,
        on=f"{start:%d.%m.%Y}",
        title=known.title,
        value=setting_words(value),
        ground=row.ground,
    )
    return row


@transaction.atomic
def return_to_pack(actor: Actor, *, system: System, kind: str, name: str, start: date) -> None:
    """From a day on the regulation's own value counts again. Refused: it does already."""
    system = lock_for(actor, system)
    known = setting_of(system, kind, name)
    if known.own is None:
        raise RuleViolation("Здесь и так действует значение положения.")
    end_last(system, kind, name, start)
    day = f"{start:%d.%m.%Y}"
    record(actor, journal.SETTING_ENDED, system, system.root, on=day, title=known.title)


def lock_for(actor: Actor, system: System) -> System:
    root = lock(system.root)
    authorise(actor, permissions.TUNE, root)
    return lock(system)


def end_last(system: System, kind: str, name: str, start: date) -> None:
    """End what is in force; what would have begun on this very day is replaced."""
    last = system.settings.filter(kind=kind, name=name, end__isnull=True).first()
    if last is None:
        return
    if last.start > start:
        raise RuleViolation(
            f"С {last.start:%d.%m.%Y} уже записано другое значение.",
            {"start": f"Не раньше {last.start:%d.%m.%Y}."},
        )
    if last.start == start:
        last.delete()
    else:
        last.end = start
        last.save(update_fields=["end"])


def refuse_same(present: Any, value: Any) -> None:
    if present == value:
        raise RuleViolation("Это значение уже действует.", {"value": "Уже действует."})


def refuse_value(name: str, printed: Any, value: Any) -> None:
    problem = problem_of(name, printed, value)
    if problem:
        raise RuleViolation(problem, {"value": problem})


def problem_of(name: str, printed: Any, value: Any) -> str:
    """What is wrong with a value, judged by the kind of the regulation's own."""
    if type(value) is not type(printed):
        return "Значение другого вида, чем в положении."
    if isinstance(value, str):
        return "" if 0 < len(value.strip()) <= LONGEST_LABEL else "От одной до 200 букв."
    if isinstance(value, list):
        return "" if value and set(value) <= set(OrgKind.values) else "Выберите виды организаций."
    if isinstance(value, bool):
        return ""
    most = WHOLE if name in PERCENTS else LARGEST
    return "" if 0 <= value <= most else f"Целое число от 0 до {most}."


__all__ = ["SettingKind", "return_to_pack", "settle"]
