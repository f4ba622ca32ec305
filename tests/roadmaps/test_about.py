"""What the person's own copy holds of roadmaps and of what they were told."""

from django.conf import settings
from django.test import Client

from rostok.accounts.models import User
from rostok.notifications.models import Channel, NoticeChoice
from rostok.people.models import Person
from rostok.privacy.about import holdings
from rostok.privacy.views.own import SHOWN_RECORDS
from rostok.roadmaps import notices, services
from rostok.roadmaps.models import Occurrence
from tests.roadmaps.conftest import Place


def records(name: str, person: Person) -> list[dict[str, object]]:
    return list(holdings.get(name).records(person))


def test_the_own_copy_holds_what_one_did_sent_and_accepted(place: Place) -> None:
    doer = Person.objects.get(pk=place.methodist.person_id)
    head = Person.objects.get(pk=place.head.person_id)
    services.assign(place.head, occurrence=place.occurrence("a1"), person=doer)
    term = services.submit(place.methodist, occurrence=place.proved("a1"), progress="Готово")
    services.accept(place.head, occurrence=term)
    [mine] = records("roadmaps.terms", doer)
    assert mine["Мероприятие"] == term.action.title
    assert (mine["Ваше участие"], mine["Что сделано"]) == (
        "исполнитель, отправили на приёмку",
        "Готово",
    )
    [theirs] = records("roadmaps.terms", head)
    assert (theirs["Ваше участие"], theirs["Что сделано"]) == ("приняли", "")
    services.give_feed(place.methodist)
    assert records("roadmaps.feed", doer) == [{"Адрес календаря": "выдан"}]
    assert records("roadmaps.feed", head) == []
    plan = services.draw_plan(place.methodist, roadmap=place.roadmap, unit=place.unit, year=2024)
    assert records("roadmaps.plans", doer) == [{"План работы": str(plan)}]


def test_the_page_shows_the_first_and_how_many_more_the_archive_holds(
    place: Place, client: Client
) -> None:
    doer = Person.objects.get(pk=place.methodist.person_id)
    rows = Occurrence.objects.filter(roadmap=place.roadmap)
    rows.update(responsible=doer)
    user = User.objects.get(pk=place.methodist.user_id)
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[1])
    page = client.get("/privacy/mine/").content.decode()
    assert "Мероприятия дорожной карты" in page
    assert f"И ещё записей: {rows.count() - SHOWN_RECORDS}." in page


def test_the_own_copy_holds_kinds_and_days_of_notices_and_the_choice(place: Place) -> None:
    doer = Person.objects.get(pk=place.methodist.person_id)
    services.assign(place.head, occurrence=place.occurrence("a1"), person=doer)
    NoticeChoice.objects.create(
        user_id=place.methodist.user_id, kind=notices.ASSIGNED, channel=Channel.SITE
    )
    [told] = records("notifications.notices", doer)
    assert told["Уведомление"] == "Назначили вас исполнителем"
    [chosen] = records("notifications.choices", doer)
    assert chosen == {"О чём": "Назначили вас исполнителем", "Как": "только на сайте"}
    assert records("notifications.notices", Person.objects.get(pk=place.head.person_id)) == []
