"""Handing an action down: a copy of each occurrence at each unit, whose states roll up."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.notices import settle
from rostok.orgs.models import OrgUnit
from rostok.roadmaps import journal, permissions
from rostok.roadmaps.cascade import going_down
from rostok.roadmaps.fitting import nothing_ahead_words, refuse_unfit, unfit_for_unit
from rostok.roadmaps.models import Action, Handing, Occurrence, OccurrenceState
from rostok.roadmaps.notices import tell_of_handed
from rostok.roadmaps.occurring import add_copies_at

UNTOUCHED = (OccurrenceState.PLANNED,)


@transaction.atomic
def hand_down(
    actor: Actor, *, action: Action, above: OrgUnit, units: Sequence[OrgUnit]
) -> list[Handing]:
    """Hand an action of a unit down to others below it; those that have it already are left out.

    Only what is ahead goes down. Refused: an action no longer in force; a unit that has not got the
    action itself, or has nothing of it ahead; units that are not below it, or closed.
    """
    made = handed_to(actor, action, above, units)
    tell_of_handed(actor, made, above)
    return made


@transaction.atomic
def hand_down_many(
    actor: Actor, *, actions: Sequence[Action], above: OrgUnit, unit: OrgUnit
) -> list[Handing]:
    """Hand several actions of a unit down to one below it: all of them or none, told once.

    Refused as when one is handed, every such action by name; one that the unit has already, too.
    """
    authorise(actor, permissions.MANAGE, above)
    held = locked_actions(actions)
    refuse_unfit(unfit_for_unit(unit, above, held))
    made = [one for action in held for one in handed_to(actor, action, above, [unit])]
    tell_of_handed(actor, made, above)
    return made


def locked_actions(actions: Sequence[Action]) -> list[Action]:
    rows = Action.objects.with_places().filter(pk__in={one.pk for one in actions})
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def handed_to(
    actor: Actor, action: Action, above: OrgUnit, units: Sequence[OrgUnit]
) -> list[Handing]:
    """The action with all that is ahead at units that have not got it; nobody is told yet."""
    action = lock(action)
    authorise(actor, permissions.MANAGE, above)
    refuse_ended(action)
    parents = list(going_down(action, above).select_related("action"))
    refuse_nothing_ahead(action, above, parents)
    refuse_foreign(above, units, action)
    held = set(action.handings.values_list("unit", flat=True))
    made: list[Handing] = Handing.objects.bulk_create(
        [
            Handing(action=action, unit=unit, above=above, author_title=actor.title)
            for unit in units
            if unit.pk not in held
        ]
    )
    add_copies_at([one.unit_id for one in made], parents)
    if made:
        record(actor, journal.HANDED, action, *(one.unit for one in made), count=len(made))
    return made


@transaction.atomic
def take_back(actor: Actor, *, handing: Handing) -> Action:
    """Take an action back from a unit. Refused: work has begun there; it was handed on further."""
    action = lock(handing.action)
    authorise(actor, permissions.MANAGE, handing.above)
    copies = Occurrence.objects.filter(action=action, unit=handing.unit)
    if action.handings.filter(above=handing.unit).exists():
        raise RuleViolation("Мероприятие передано дальше: сначала отмените те передачи.")
    begun = ~Q(state__in=UNTOUCHED) | Q(proofs__isnull=False) | Q(slips__isnull=False)
    if copies.filter(begun).exists():
        raise RuleViolation("Там уже начали работу: передача остаётся.")
    unit = handing.unit
    settle(copies)
    handing.delete()
    copies.delete()
    record(actor, journal.TAKEN_BACK, action, unit, unit=str(unit))
    return action


def refuse_ended(action: Action) -> None:
    if not action.is_in_force:
        raise RuleViolation("Мероприятие отменено: передавать нечего.")


def refuse_nothing_ahead(action: Action, above: OrgUnit, parents: Sequence[Occurrence]) -> None:
    if parents:
        return
    if not Occurrence.objects.filter(action=action, unit=above).exists():
        raise RuleViolation(f"«{above}» сама не исполняет это мероприятие.")
    raise RuleViolation(f"Передавать нечего: {nothing_ahead_words(above)}.")


def refuse_foreign(above: OrgUnit, units: Sequence[OrgUnit], action: Action) -> None:
    if not units:
        raise RuleViolation("Выберите, кому передать.", {"units": "Никто не выбран."})
    below = OrgUnit.objects.below(above).open_on(action.roadmap.system.today).exclude(pk=above.pk)
    there = set(below.filter(pk__in=[unit.pk for unit in units]).values_list("pk", flat=True))
    foreign = [str(unit) for unit in units if unit.pk not in there]
    if foreign:
        message = f"Передают тем, кто ниже и открыт. Лишние: {', '.join(foreign[:3])}."
        raise RuleViolation(message, {"units": message})
