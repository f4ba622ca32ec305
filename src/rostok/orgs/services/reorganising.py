"""Joining, merger, division and separation: who ends, who goes on, and what goes with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError, Q

from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.ids import uuid7
from rostok.kernel.journal import record
from rostok.kernel.locks import refuse_stale
from rostok.kernel.text import clean
from rostok.orgs import journal, permissions, rules
from rostok.orgs.followers import Move, followers
from rostok.orgs.models import OrgClosure, OrgUnit, Succession, SuccessionKind
from rostok.orgs.services.bulk import NewUnit
from rostok.orgs.services.closing import refuse_running_system
from rostok.orgs.services.placing import put_back, put_under
from rostok.orgs.services.units import create_unit, shown

CHILDREN = "units"


@dataclass(frozen=True)
class Part:
    """A new organisation that comes out of another, with the ids of people who go there."""

    new: NewUnit
    people: frozenset[int] = frozenset()


@dataclass
class Reorganisation:
    """One act: the new rows of succession and, by kind, how much has moved."""

    kind: SuccessionKind
    day: date
    ground: str
    act: UUID = field(default_factory=uuid7)
    successions: list[Succession] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def successors(self) -> list[OrgUnit]:
        return list(dict.fromkeys(row.successor for row in self.successions))


@transaction.atomic
def join_unit(
    actor: Actor,
    *,
    unit: OrgUnit,
    into: OrgUnit,
    day: date,
    ground: str,
    version: int | None = None,
) -> Reorganisation:
    """End an organisation and let another, or a branch of another, go on with all it had.

    Refused: itself; a territory; one of them closed or not yet open on the day; a day to come; no
    ground; a system that runs on it; no right at the parents of both; a stale form.
    """
    act = Reorganisation(SuccessionKind.JOINING, day, checked_ground(day, ground))
    source, target = locked_all([unit, into])
    refuse_stale(source, version)
    if source == target:
        raise RuleViolation(
            f"«{unit}» нельзя присоединить к себе самой.", {"into": "Выберите другую организацию."}
        )
    for one in (source, target):
        refuse_unfit(actor, one, day)
    hand_over(actor, act, Move(source, target, day))
    close_source(source, day)
    return announced(actor, act)


@transaction.atomic
def merge_units(
    actor: Actor, *, units: Sequence[OrgUnit], new: NewUnit, day: date, ground: str
) -> Reorganisation:
    """End several organisations and begin a new one, in the place of the first, with all they had.

    Refused: fewer than two; what joining refuses for each; what creating refuses for the new one.
    """
    act = Reorganisation(SuccessionKind.MERGER, day, checked_ground(day, ground))
    sources = locked_all(units)
    if len(set(sources)) < 2:  # noqa: PLR2004 - a merger of one is none
        raise RuleViolation("Для слияния нужны хотя бы две организации.", {"other": "Выберите."})
    for source in sources:
        refuse_unfit(actor, source, day)
    target = begin(actor, sources[0], new, day)
    for source in sources:
        hand_over(actor, act, Move(source, target, day))
        close_source(source, day)
    return announced(actor, act)


@transaction.atomic
def split_unit(
    actor: Actor,
    *,
    unit: OrgUnit,
    parts: Sequence[Part],
    day: date,
    ground: str,
    version: int | None = None,
) -> Reorganisation:
    """End an organisation and begin several: each takes its people, the first also all the rest.

    Refused: fewer than two parts; somebody in two parts; what joining refuses for the unit; what
    creating refuses for the parts; a stale form.
    """
    if len(parts) < 2:  # noqa: PLR2004 - a division into one is none
        raise RuleViolation("Разделение даёт хотя бы две организации.")
    act = Reorganisation(SuccessionKind.DIVISION, day, checked_ground(day, ground))
    [source] = locked_all([unit])
    refuse_stale(source, version)
    refuse_unfit(actor, source, day)
    refuse_chosen_twice(parts)
    first, *others = [(begin(actor, source, part.new, day), part) for part in parts]
    for target, part in others:
        hand_over(actor, act, Move(source, target, day, part.people))
    hand_over(actor, act, Move(source, first[0], day))
    close_source(source, day)
    return announced(actor, act)


@transaction.atomic
def separate_unit(
    actor: Actor,
    *,
    unit: OrgUnit,
    part: Part,
    day: date,
    ground: str,
    version: int | None = None,
) -> Reorganisation:
    """Begin a new organisation with some of the people of one that goes on.

    Refused: what joining refuses for the unit; what creating refuses for the new one; a stale form.
    """
    act = Reorganisation(SuccessionKind.SEPARATION, day, checked_ground(day, ground))
    [source] = locked_all([unit])
    refuse_stale(source, version)
    refuse_unfit(actor, source, day)
    target = begin(actor, source, part.new, day)
    hand_over(actor, act, Move(source, target, day, part.people))
    return announced(actor, act)


@transaction.atomic
def undo_reorganisation(actor: Actor, *, act: UUID) -> list[OrgUnit]:
    """Take an act back as entered by mistake. The organisations that had ended, open again.

    Refused: no such act; something that moved has changed since; a new organisation with records
    of its own; no right at the parents of all.
    """
    rows = list(Succession.objects.filter(act=act).select_related("predecessor", "successor"))
    if not rows:
        raise RuleViolation("Эта реорганизация уже отменена.")
    units = locked_all([*(row.predecessor for row in rows), *(row.successor for row in rows)])
    by_id = {unit.pk: unit for unit in units}
    for unit in by_id.values():
        authorise(actor, permissions.REORGANISE, unit.parent or unit)
    sources = [by_id[pk] for pk in dict.fromkeys(row.predecessor_id for row in rows)]
    targets = [by_id[pk] for pk in dict.fromkeys(row.successor_id for row in rows)]
    for row in reversed(rows):
        take_back(actor, row, by_id[row.predecessor_id], by_id[row.successor_id])
    for source in sources if rows[0].kind != SuccessionKind.SEPARATION else ():
        open_again(source, rows[0].day)
    kind, day = rows[0].get_kind_display(), shown(rows[0].day)
    record(actor, journal.REORGANISATION_UNDONE, *sources, *targets, kind=kind, day=day)
    Succession.objects.filter(act=act).delete()
    if rows[0].kind != SuccessionKind.JOINING:
        forget(targets)
    return sources


def checked_ground(day: date, ground: str) -> str:
    rules.refuse_day_to_come(day)
    if not clean(ground):
        message = "Укажите документ: чей, от какого числа и под каким номером."
        raise RuleViolation(message, {"ground": message})
    return clean(ground)


def locked_all(units: Iterable[OrgUnit]) -> list[OrgUnit]:
    """The units as they stand; they, all above and what is inside are locked, in one order."""
    wanted = [unit.pk for unit in units]
    above = OrgClosure.objects.filter(descendant__in=wanted).values("ancestor")
    rows = OrgUnit.objects.filter(Q(pk__in=above) | Q(parent__in=wanted)).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))
    found = OrgUnit.objects.select_related("parent").in_bulk(wanted)
    return [found[pk] for pk in wanted]


def refuse_unfit(actor: Actor, unit: OrgUnit, day: date) -> None:
    authorise(actor, permissions.REORGANISE, unit.parent or unit)
    rules.refuse_territory(unit)
    if not unit.is_open_on(day) or unit.closed_on is not None:
        message = f"«{unit}» на этот день не работает или уже закрыта."
        raise RuleViolation(message, {"day": message})


def refuse_chosen_twice(parts: Sequence[Part]) -> None:
    chosen = [person for part in parts for person in part.people]
    if len(chosen) != len(set(chosen)):
        raise RuleViolation("Человек отмечен сразу в двух новых организациях.")


def begin(actor: Actor, source: OrgUnit, new: NewUnit, day: date) -> OrgUnit:
    """The new organisation, beside the one it comes from."""
    return create_unit(
        actor,
        kind=source.kind,
        code=new.code,
        title=new.title,
        short_title=new.short_title,
        parent=source.parent,
        org_kind=new.org_kind or source.org_kind,
        time_zone=new.time_zone or source.time_zone,
        opened_on=day,
    )


def hand_over(actor: Actor, act: Reorganisation, move: Move) -> None:
    """What stands at the source follows; the receipts are kept with the succession."""
    carried: dict[str, Any] = {}
    for key in followers:
        follower = followers.get(key)
        carried[key] = follower.follow(actor, move)
        count(act, follower.title, len(carried[key]))
    if move.is_whole:
        children = list(move.source.children.open_on(move.day).order_by("pk"))
        for child in children:
            put_under(child, move.target, move.day, act.ground)
        carried[CHILDREN] = [child.pk for child in children]
        count(act, "Подразделения", len(children))
    act.successions.append(
        Succession.objects.create(
            act=act.act,
            predecessor=move.source,
            successor=move.target,
            kind=act.kind,
            day=move.day,
            ground=act.ground,
            carried=carried,
        )
    )


def count(act: Reorganisation, title: str, number: int) -> None:
    act.counts[title] = act.counts.get(title, 0) + number


def close_source(source: OrgUnit, day: date) -> None:
    """Refused: it opened no earlier; a system runs on it."""
    rules.refuse_wrong_days(source.opened_on, day)
    refuse_running_system(source, day)
    source.closed_on = day
    source.version += 1
    source.save(update_fields=["closed_on", "version"])


def announced(actor: Actor, act: Reorganisation) -> Reorganisation:
    """One entry about everybody concerned."""
    predecessors = dict.fromkeys(row.predecessor for row in act.successions)
    record(
        actor,
        journal.REORGANISED,
        *predecessors,
        *act.successors,
        kind=act.kind.label,
        day=shown(act.day),
        ground=act.ground,
        predecessors=", ".join(f"«{unit}»" for unit in predecessors),
        successors=", ".join(f"«{unit}»" for unit in act.successors),
    )
    return act


def take_back(actor: Actor, row: Succession, source: OrgUnit, target: OrgUnit) -> None:
    move = Move(source, target, row.day)
    for key, receipt in row.carried.items():
        follower = followers.find(key)
        if follower is not None:
            follower.undo(actor, move, receipt)
    for child in OrgUnit.objects.filter(pk__in=row.carried.get(CHILDREN, ())):
        put_back(child, target, source, row.day)


def open_again(source: OrgUnit, day: date) -> None:
    if source.closed_on != day:
        raise RuleViolation(f"День закрытия «{source}» с тех пор изменили.")
    source.closed_on = None
    source.version += 1
    source.save(update_fields=["closed_on", "version"])


def forget(targets: Iterable[OrgUnit]) -> None:
    """Organisations that the act itself began have nothing of their own yet."""
    for target in targets:
        try:
            target.delete()
        except ProtectedError:
            raise RuleViolation(
                f"У «{target}» уже есть свои записи: сначала уберите или передайте их."
            ) from None
