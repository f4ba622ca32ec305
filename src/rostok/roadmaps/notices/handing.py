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
    Handing,
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


def tell_of_handed(actor: Actor, handings: Collection[Handing], above: OrgUnit) -> None:
    """Who keeps each unit hears of the nearest term of each action handed to it.

    Those who keep the sender know already.
    """
    first = first_copies(handings)
    found = keepers_of([above.pk, *(copy.unit_id for copy in first)], permissions.WORK)
    aware = set(found.get(above.pk, []))
    who = {copy: [one for one in found.get(copy.unit_id, []) if one not in aware] for copy in first}
    notify(actor, HANDED, who, above=above)


def first_copies(handings: Collection[Handing]) -> list[Occurrence]:
    """Of each action at each unit, the term that comes first, where there is something to do."""
    made = {(one.action_id, one.unit_id) for one in handings}
    rows = Occurrence.objects.filter(state__in=TO_DO_STATES).select_related("action")
    copies = rows.filter(
        action__in={action for action, _unit in made}, unit__in={unit for _action, unit in made}
    ).order_by("year", "number")
    first = {(row.action_id, row.unit_id): row for row in reversed(copies)}
    return [row for place, row in first.items() if place in made]


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
