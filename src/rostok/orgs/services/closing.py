"""Territories and organisations close, and open again."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.periods import DAY
from rostok.kernel.text import clean, plural
from rostok.orgs import journal, rules
from rostok.orgs.followers import Ended, Returned, followers, held_open
from rostok.orgs.models import OrgClosing, OrgPause, OrgUnit
from rostok.orgs.reopening import ended_with
from rostok.orgs.services.units import locked, save_change, shown


@dataclass(frozen=True)
class Reopening:
    """A unit whose closing was taken back, and what came back with it."""

    unit: OrgUnit
    returned: Returned


@transaction.atomic
def close_unit(
    actor: Actor,
    *,
    unit: OrgUnit,
    closed_on: date,
    dismiss: bool = False,
    version: int | None = None,
) -> OrgUnit:
    """Close a unit; `closed_on` is the first day without it. Roles and vacancies there end too.

    `dismiss` ends the work of those who are still there. Refused: already closed, closing before
    opening, something below it still open on that day, a system that runs on it longer, people who
    work there and are not dismissed, a stale form.
    """
    unit = locked(actor, unit, version)
    if unit.closed_on is not None:
        raise RuleViolation(f"«{unit}» уже закрыта, последний день {shown(unit.closed_on - DAY)}.")
    rules.refuse_wrong_days(unit.opened_on, closed_on)
    refuse_open_children(unit, closed_on)
    refuse_running_system(unit, closed_on)
    if not dismiss:
        refuse_people(unit, closed_on)
    end_all(actor, unit, closed_on)
    unit.closed_on = closed_on
    save_change(unit)
    record(actor, journal.UNIT_CLOSED, unit, last_day=shown(closed_on - DAY))
    return unit


def end_all(actor: Actor, unit: OrgUnit, day: date) -> None:
    """What stands at a unit that closes ends, and is kept so that it can be given back.

    Upper packages first: roles of a person end with their work.
    """
    told = {key: followers.get(key).end(actor, unit, day) for key in reversed(list(followers))}
    ended = {key: value for key, value in told.items() if value}
    OrgClosing.objects.update_or_create(unit=unit, defaults={"day": day, "ended": ended})


@transaction.atomic
def reopen_unit(
    actor: Actor, *, unit: OrgUnit, give_back: bool = False, version: int | None = None
) -> Reopening:
    """Undo a closing that was a mistake; `give_back` also what ended with it and is as it was.

    Refused: it is open; a successor went on instead of it; what it belongs to is closed; a stale
    form; nothing to give back.
    """
    unit = locked(actor, unit, version)
    refuse_succeeded(unit, refuse_not_closed(unit))
    rules.refuse_closed_parent(unit.parent, clock.today())
    ended = ended_with(unit)
    if give_back and not ended:
        message = (
            "Об этом закрытии не записано, что закончилось вместе с ним: примите людей заново."
        )
        raise RuleViolation(message, {"give_back": message})
    open_again(unit)
    record(actor, journal.UNIT_REOPENED, unit)
    return Reopening(unit, return_all(actor, unit, ended) if give_back else Returned())


def return_all(actor: Actor, unit: OrgUnit, ended: dict[str, Ended]) -> Returned:
    """Upper packages first here too: whoever can't come back to work gets no role."""
    done = Returned()
    for key in reversed(list(followers)):
        if key in ended:
            returned = followers.get(key).give_back(actor, unit, ended[key])
            done.back.extend(returned.back)
            done.left.extend(returned.left)
    return done


def open_again(unit: OrgUnit) -> None:
    OrgClosing.objects.filter(unit=unit).delete()
    unit.closed_on = None
    save_change(unit)


@transaction.atomic
def resume_unit(
    actor: Actor, *, unit: OrgUnit, on: date, ground: str = "", version: int | None = None
) -> OrgUnit:
    """Open a closed unit again from a day on; the days between stay a pause in its history.

    What ended with it stays ended: after a pause people are engaged anew.

    Refused: it is open; a day not after its closing or still to come; what it belongs to is
    closed; a stale form.
    """
    unit = locked(actor, unit, version)
    closed_on = refuse_not_closed(unit)
    if on <= closed_on:
        message = f"Закрыта с {shown(closed_on)}: снова открывается позже."
        raise RuleViolation(message, {"on": message})
    rules.refuse_day_to_come(on, "on")
    rules.refuse_closed_parent(unit.parent, on)
    OrgPause.objects.create(unit=unit, start=closed_on, end=on, ground=clean(ground))
    open_again(unit)
    record(actor, journal.UNIT_RESUMED, unit, on=shown(on), ground=clean(ground) or "не указано")
    return unit


def refuse_not_closed(unit: OrgUnit) -> date:
    """The first day without the unit."""
    if unit.closed_on is None:
        raise RuleViolation(f"«{unit}» не закрыта.")
    closed_on: date = unit.closed_on
    return closed_on


def refuse_succeeded(unit: OrgUnit, closed_on: date) -> None:
    row = unit.successions.filter(day=closed_on).select_related("successor").first()
    if row is not None:
        raise RuleViolation(
            f"Вместо неё работает «{row.successor}» ({row.get_kind_display()})."
            " Отмените реорганизацию, если она внесена по ошибке."
        )


def refuse_people(unit: OrgUnit, day: date) -> None:
    number = held_open({unit.pk: day}).get(unit.pk, 0)
    if number:
        message = people_stay(number)
        raise RuleViolation(message, {"dismiss": message})


def people_stay(number: int) -> str:
    places = plural(number, "место работы", "места работы", "мест работы")
    return (
        f"Здесь не окончено {number} {places}. Отметьте «уволить», если люди уходят,"
        " или внесите реорганизацию, если они переходят в другую организацию."
    )


def refuse_open_children(unit: OrgUnit, day: date) -> None:
    still_open = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    names = [str(child) for child in unit.children.filter(still_open)[:4]]
    if names:
        some = ", ".join(f"«{name}»" for name in names[:3]) + (" и другие" if names[3:] else "")
        raise RuleViolation(f"Сначала закройте то, что внутри: {some}.")


def refuse_running_system(unit: OrgUnit, day: date) -> None:
    running = unit.systems.filter(Q(end__isnull=True) | Q(end__gt=day))
    if running.exists():
        raise RuleViolation("Здесь работает система сопровождения. Сначала завершите её.")
