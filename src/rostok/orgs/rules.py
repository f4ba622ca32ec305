"""What the services of the tree refuse, each rule in one place."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.periods import DAY
from rostok.kernel.text import clean
from rostok.orgs import permissions
from rostok.orgs.models import PARENT_KINDS, TERRITORIES, WORKPLACES, OrgKind, OrgUnit, UnitKind


def authorise_under(actor: Actor, parent: OrgUnit | None) -> None:
    """The right is needed at the parent; only the installation itself makes a top of the tree."""
    if parent is not None:
        authorise(actor, permissions.EDIT, parent)
    elif not actor.unlimited:
        raise Forbidden("Верх дерева заводит только администратор установки.")


def authorise_change(actor: Actor, unit: OrgUnit) -> None:
    """The right is needed at the parent; at the top of the tree, on the unit itself."""
    authorise(actor, permissions.EDIT, unit.parent or unit)


def refuse_empty(code: str, title: str, short_title: str) -> None:
    values = {"code": code, "title": title, "short_title": short_title}
    empty = {name: "Заполните." for name, value in values.items() if not clean(value)}
    if empty:
        raise RuleViolation("Нужны код, полное и краткое название.", empty)


def refuse_wrong_kind(kind: str, org_kind: str) -> None:
    """An organisation says what kind it is; a territory has no kind of organisation."""
    if kind not in UnitKind.values:
        raise RuleViolation(
            "Такого вида территории или организации нет.", {"kind": "Выберите вид."}
        )
    if kind in WORKPLACES and org_kind not in OrgKind.values:
        raise RuleViolation("Укажите вид организации.", {"org_kind": "Укажите вид организации."})
    if kind in TERRITORIES and org_kind:
        message = "У территории не бывает вида организации."
        raise RuleViolation(message, {"org_kind": message})


def kind_within(kind: str, org_kind: str, parent: Any) -> str:
    """What a unit does: a branch of no kind of its own does what its organisation does."""
    inherits = kind == UnitKind.UNIT and not org_kind and parent is not None
    return str(parent.org_kind) if inherits else org_kind


def refuse_wrong_parent(kind: str, parent_kind: str | None) -> None:
    """A region stands in a country, an organisation in a municipality or a region, and so on."""
    if parent_kind is None:
        if kind not in TERRITORIES:
            message = "Укажите, где находится организация."
            raise RuleViolation(message, {"parent": message})
    elif parent_kind not in PARENT_KINDS[kind]:
        below, above = UnitKind(kind).label, UnitKind(parent_kind).label
        message = f"Вид «{below}» не может входить в вид «{above}»."
        raise RuleViolation(message, {"parent": message})


def refuse_wrong_zone(time_zone: str) -> None:
    if not time_zone:
        return
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"Часового пояса «{time_zone}» нет."
        raise RuleViolation(message, {"time_zone": message}) from None


def refuse_closed_parent(parent: OrgUnit | None, day: date) -> None:
    if parent is not None and parent.closed_on is not None and parent.closed_on <= day:
        message = f"«{parent}» к этому дню уже закрыта."
        raise RuleViolation(message, {"parent": message})


def refuse_day_to_come(day: date, place: str = "day") -> None:
    """Changes of the tree are entered when their day has come, or on its eve."""
    if day > clock.today() + DAY:
        message = "Изменение вносят, когда его день наступил."
        raise RuleViolation(message, {place: message})


def refuse_territory(unit: OrgUnit) -> None:
    if unit.kind in TERRITORIES:
        raise RuleViolation(f"«{unit}» — территория: реорганизуют организации.")


def refuse_wrong_days(opened_on: date | None, closed_on: date | None) -> None:
    if opened_on and closed_on and closed_on <= opened_on:
        message = "Закрытие не может быть раньше открытия."
        raise RuleViolation(message, {"last_day": message})


def code_taken(code: str) -> RuleViolation:
    message = f"Код «{code}» уже занят. Возможно, эта запись уже есть."
    return RuleViolation(message, {"code": message})
