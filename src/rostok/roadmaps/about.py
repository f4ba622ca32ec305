"""What roadmaps hold about a person: what they do or did, sent, accepted."""

from django.db.models import Q

from rostok.people.models import Person
from rostok.privacy.about import Holding, Record, tell
from rostok.roadmaps.models import CalendarFeed, Occurrence, WorkPlan


def terms_of(person: Person) -> list[Record]:
    mine = Q(responsible=person) | Q(sender__person=person) | Q(accepter__person=person)
    rows = Occurrence.objects.filter(mine).select_related("sender", "accepter").with_actions()
    rows = rows.order_by("-year", "-due", "pk")
    return [
        {
            "Мероприятие": one.action.title,
            "Где": str(one.unit),
            "Когда": one.when,
            "Срок": one.due,
            "Состояние": one.get_state_display(),
            "Ваше участие": ", ".join(parts_in(one, person)),
            "Что сделано": one.progress if one.responsible_id == person.pk else "",
        }
        for one in rows
    ]


def parts_in(occurrence: Occurrence, person: Person) -> list[str]:
    parts = (
        ("исполнитель", occurrence.responsible_id),
        ("отправили на приёмку", getattr(occurrence.sender, "person_id", None)),
        ("приняли", getattr(occurrence.accepter, "person_id", None)),
    )
    return [words for words, who in parts if who == person.pk]


def plans_of(person: Person) -> list[Record]:
    rows = WorkPlan.objects.filter(Q(author__person=person) | Q(approver__person=person))
    return [{"План работы": str(one)} for one in rows.select_related("unit", "roadmap__system")]


def feed_of(person: Person) -> list[Record]:
    """That there is one: the address itself is a secret even in an archive."""
    there = CalendarFeed.objects.filter(user__person=person).exists()
    return [{"Адрес календаря": "выдан"}] if there else []


tell("roadmaps.terms", Holding("Мероприятия дорожной карты", terms_of, order=30))
tell("roadmaps.plans", Holding("Планы работы", plans_of, order=31))
tell("roadmaps.feed", Holding("Подписка на календарь", feed_of, order=32))
