"""What goes down is told to those who keep the units below; what all of them have done, above."""

from collections.abc import Collection

from django.urls import reverse

from rostok.accounts.queries import keepers_of
from rostok.kernel.access import Actor
from rostok.kernel.notices import notice_kind, notify
from rostok.orgs.models import OrgUnit
from rostok.roadmaps import permissions
from rostok.roadmaps.models import (
    OPEN_STATES,
    TO_DO_STATES,
    Action,
    Occurrence,
    OccurrenceState,
)
from rostok.roadmaps.notices.terms import doers, own_list


def received_list() -> str:
    return reverse("roadmaps:received_all")


HANDED = notice_kind(
    "roadmaps.handed",
    "Передали мероприятие сверху",
    "Передано с уровня выше ({above}): {title}. Назначьте исполнителя",
    many=received_list,
)
ALL_BELOW_ACCEPTED = notice_kind(
    "roadmaps.all_below_accepted",
    "Все, кому передано мероприятие, его выполнили",
    "Ниже всё принято. Приложите подтверждение и отправьте на приёмку: {title}",
    many=own_list,
)


def tell_of_handed(actor: Actor, action: Action, above: OrgUnit, units: Collection[int]) -> None:
    """Who keeps each unit hears of its nearest term; those who keep the sender know already."""
    first = first_copies(action, units)
    found = keepers_of([above.pk, *first], permissions.WORK)
    aware = set(found.get(above.pk, []))
    who = {
        copy: [one for one in found.get(unit, []) if one not in aware]
        for unit, copy in first.items()
    }
    notify(actor, HANDED, who, above=above)


def first_copies(action: Action, units: Collection[int]) -> dict[int, Occurrence]:
    """Of each unit that has something to do, the term that comes first."""
    rows = Occurrence.objects.filter(action=action, state__in=TO_DO_STATES).select_related("action")
    copies = rows.filter(unit__in=units).order_by("year", "number")
    return {row.unit_id: row for row in reversed(copies)}


def tell_of_copies(actor: Actor, copy: Occurrence) -> None:
    """The last of those handed down was accepted: now it is the turn of the unit above."""
    parent = copy.above
    if parent is None or parent.state not in TO_DO_STATES:
        return
    if (
        copy.state != OccurrenceState.ACCEPTED
        or parent.copies.filter(state__in=OPEN_STATES).exists()
    ):
        return
    named = doers(parent)
    unit = parent.unit_id
    who = named or keepers_of([unit], permissions.WORK).get(unit, [])
    notify(actor, ALL_BELOW_ACCEPTED, {parent: who}, due=parent.due)
