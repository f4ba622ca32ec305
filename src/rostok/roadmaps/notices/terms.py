"""What people are told of occurrences, and whose terms are near."""

from collections.abc import Collection, Iterator, Sequence
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
KEPT = notice_kind(
    "roadmaps.kept",
    "Оставили вас исполнителем на следующий год",
    "Вы остаётесь исполнителем мероприятия «{title}»",
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


def tell_of_assigned(actor: Actor, occurrences: Sequence[Occurrence]) -> None:
    """The new one is told; whoever was named before is no more to act on it."""
    settle(occurrences, ASSIGNED, KEPT)
    tell_doers(actor, ASSIGNED, occurrences)


def tell_of_kept(actor: Actor, occurrences: Sequence[Occurrence]) -> None:
    """Whoever did it goes on in the new year, which says what an assignment unread said, too."""
    settle(occurrences, ASSIGNED, KEPT)
    tell_doers(actor, KEPT, occurrences)


def tell_doers(actor: Actor, kind: str, occurrences: Sequence[Occurrence]) -> None:
    """Each hears of their own terms with the day of each."""
    users = users_of({one.responsible_id for one in occurrences if one.responsible_id})
    who = {one: [users[one.responsible_id]] for one in occurrences if one.responsible_id in users}
    notify(actor, kind, who, due={one: one.due for one in who})


def users_of(people: Collection[int]) -> dict[int, int]:
    """Live accounts by the person they are of."""
    rows = User.objects.filter(person__in=people, is_active=True)
    return dict(rows.values_list("person", "pk"))


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
    person = occurrence.responsible_id
    return list(users_of([person]).values()) if person else []


def senders(occurrence: Occurrence) -> list[int]:
    """Who does it and who sent it."""
    sent = [occurrence.sender_id] if occurrence.sender_id else []
    return list(dict.fromkeys([*doers(occurrence), *sent]))


def open_terms(day: date) -> Iterator[Told]:
    """What is to be done by the day: its person is reminded, else those who keep the unit's."""
    rows = list(
        Occurrence.objects.filter(state__in=TO_DO_STATES, due__lte=day).select_related("action")
    )
    users = users_of({row.responsible_id for row in rows if row.responsible_id})
    alone = {row.unit_id for row in rows if row.responsible_id not in users}
    keepers = keepers_of(alone, permissions.WORK)
    for row in rows:
        own = users.get(row.responsible_id)
        for user in [own] if own else keepers.get(row.unit_id, ()):
            yield Told(user, ref_to(row), row.due)


term_kind("roadmaps.terms", "Выполнить мероприятие дорожной карты", open_terms, many=own_list)
