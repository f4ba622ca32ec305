"""What people are told of occurrences, and whose terms are near."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from rostok.accounts.models import User
from rostok.accounts.queries import keepers_of
from rostok.kernel.access import Actor
from rostok.kernel.notices import Told, notice_kind, notify, settle, term_kind
from rostok.kernel.refs import ref_to
from rostok.roadmaps import permissions
from rostok.roadmaps.models import TO_DO_STATES, Occurrence, OccurrenceState


def own_list() -> str:
    return reverse("roadmaps:mine")


def waiting_list() -> str:
    return reverse("roadmaps:waiting")


ASSIGNED = notice_kind(
    "roadmaps.assigned",
    "Назначили вас исполнителем",
    "Вам назначено мероприятие «{title}»",
    many=own_list,
)
RETURNED = notice_kind(
    "roadmaps.returned", "Вернули мероприятие", "Исправьте «{title}»: {comment}", many=own_list
)
SUBMITTED = notice_kind(
    "roadmaps.submitted",
    "Мероприятие ждёт вашей приёмки",
    "Примите или верните «{title}»",
    many=waiting_list,
)
ACCEPTED = notice_kind(
    "roadmaps.accepted",
    "Приняли ваше мероприятие",
    "Приняли «{title}»",
    by_letter=False,
    many=own_list,
)


def tell_of_assigned(actor: Actor, occurrence: Occurrence) -> None:
    """The new one is told; whoever was named before is no more to act on it."""
    settle([occurrence], ASSIGNED)
    notify(actor, ASSIGNED, {occurrence: doers(occurrence)}, due=occurrence.due)


def tell_of_step(actor: Actor, occurrence: Occurrence) -> None:
    """What was told before is done; who is next to act, or did it, hears of the new state."""
    settle([occurrence])
    if occurrence.state == OccurrenceState.SUBMITTED:
        unit, involved = occurrence.unit_id, senders(occurrence)
        found = keepers_of([unit], permissions.ACCEPT, but=involved).get(unit, [])
        notify(actor, SUBMITTED, {occurrence: found})
    elif occurrence.state == OccurrenceState.RETURNED:
        who = {occurrence: senders(occurrence)}
        notify(actor, RETURNED, who, due=occurrence.due, comment=occurrence.comment)
    elif occurrence.state == OccurrenceState.ACCEPTED:
        notify(actor, ACCEPTED, {occurrence: senders(occurrence)})


def doers(occurrence: Occurrence) -> list[int]:
    """The account of the person who does it, if they have one."""
    if occurrence.responsible_id is None:
        return []
    users = User.objects.filter(person=occurrence.responsible_id, is_active=True)
    return list(users.values_list("pk", flat=True))


def senders(occurrence: Occurrence) -> list[int]:
    """Who does it and who sent it."""
    sent = [occurrence.sender_id] if occurrence.sender_id else []
    return list(dict.fromkeys([*doers(occurrence), *sent]))


def open_terms(day: date) -> Iterator[Told]:
    """What is to be done by the day: its person is reminded, else those who keep the unit's."""
    rows = list(
        Occurrence.objects.filter(state__in=TO_DO_STATES, due__lte=day).select_related("action")
    )
    people = {row.responsible_id for row in rows if row.responsible_id}
    users = dict(User.objects.filter(person__in=people, is_active=True).values_list("person", "pk"))
    alone = {row.unit_id for row in rows if row.responsible_id not in users}
    keepers = keepers_of(alone, permissions.WORK)
    for row in rows:
        own = users.get(row.responsible_id)
        for user in [own] if own else keepers.get(row.unit_id, ()):
            yield Told(user, ref_to(row), row.due)


term_kind("roadmaps.terms", "Выполнить мероприятие дорожной карты", open_terms, many=own_list)
