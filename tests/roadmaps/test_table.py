"""The page of a roadmap: figures equal lists, filters, many accepted at once."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from rostok.accounts.models import User
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.orgs.services import activate_system
from rostok.roadmaps import services
from rostok.roadmaps.lists import state_words
from rostok.roadmaps.models import Occurrence, OccurrenceState, Roadmap, Slip
from rostok.roadmaps.queries import (
    occurrences_of,
    waiting_for,
    without_roadmap,
    years_of,
    years_shown,
)
from rostok.roadmaps.terms import years_in
from tests.factories import (
    BOSS,
    hold,
    make_municipality,
    make_person,
    make_region,
    make_regulation,
    make_user,
)
from tests.roadmaps.conftest import Place

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def client_of_head(place: Place) -> Client:
    """A signed-in head of the service, by the role of the pack."""
    return signed_in(head_of(place))


def head_of(place: Place) -> User:
    user = make_user(place.unit, person=make_person("Руководителева"))
    hold(user, "service_head", place.unit, start=LONG_AGO)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    return client


def rows_at(client: Client, place: Place, **query: Any) -> list[Occurrence]:
    answer = client.get(
        reverse("roadmaps:roadmap", args=[place.system.key]), {"year": 2023} | query
    )
    assert answer.status_code == 200
    return [row.record for row in answer.context["table"].rows]


def sent(place: Place, *codes: str) -> list[Occurrence]:
    return [services.submit(place.methodist, occurrence=place.proved(code)) for code in codes]


def test_each_figure_equals_the_list_it_leads_to(place: Place, client_of_head: Client) -> None:
    sent(place, "a1", "a2")
    services.accept(place.head, occurrence=place.occurrence("a2"))
    page = client_of_head.get(reverse("roadmaps:roadmap", args=[place.system.key]))
    figures = page.context["figures"]
    assert figures[0].value == 1
    assert figures[1].value == 1
    for figure in figures:
        if figure.url:
            rows = client_of_head.get(figure.url).context["table"].rows
            assert len(rows) == figure.value, figure.title
    assert sum(figure.value for figure in figures) == len(rows_at(client_of_head, place))


def test_rows_stand_under_the_headings_of_the_text(place: Place, client_of_head: Client) -> None:
    page = client_of_head.get(reverse("roadmaps:roadmap", args=[place.system.key]))
    groups = list(page.context["table"].groups())
    said = [group.direction for group in groups if group.direction]
    assert said == [str(one) for one in place.roadmap.directions.all()]
    assert sum(len(group.rows) for group in groups) == len(rows_at(client_of_head, place))


def test_a_quarter_and_a_person_narrow_the_list(place: Place, client_of_head: Client) -> None:
    named = place.occurrence("a1")
    person = make_person("Исполнителева")
    Occurrence.objects.filter(pk=named.pk).update(responsible=person, due=date(2023, 9, 30))
    assert named in rows_at(client_of_head, place, term="q3")
    assert named not in rows_at(client_of_head, place, term="q4")
    assert rows_at(client_of_head, place, person=person.pk) == [named]
    assert named not in rows_at(client_of_head, place, person="none")
    assert rows_at(client_of_head, place, mine="on") == []


def test_several_are_accepted_at_once_and_refusals_are_told(
    place: Place, client_of_head: Client
) -> None:
    good, gone = sent(place, "a1", "a2")
    address = reverse("roadmaps:accept_many")
    question = client_of_head.get(address, {"ids": [good.pk, gone.pk]})
    assert "Будет принято: 2" in question.content.decode().replace("\xa0", " ")
    services.return_occurrence(place.head, occurrence=gone, comment="Не тот приказ")
    answer = client_of_head.post(address, {"ids": [good.pk, gone.pk]}, follow=True)
    said = [str(message).replace("\xa0", " ") for message in answer.context["messages"]]
    assert said[0] == "Принято: 1 мероприятие."
    assert "отправлено на приёмку" in said[1]
    good.refresh_from_db()
    assert good.state == OccurrenceState.ACCEPTED


def test_a_stranger_accepts_nothing_by_guessing_numbers(place: Place) -> None:
    (waiting,) = sent(place, "a1")
    user = make_user(place.stranger_unit)
    hold(user, "service_head", place.stranger_unit, start=LONG_AGO)
    signed_in(user).post(reverse("roadmaps:accept_many"), {"ids": [waiting.pk]})
    waiting.refresh_from_db()
    assert waiting.state == OccurrenceState.SUBMITTED


def test_one_does_not_wait_for_oneself(place: Place) -> None:
    (mine,) = sent(place, "a1")
    assert list(waiting_for(place.head)) == [mine]
    Occurrence.objects.filter(pk=mine.pk).update(responsible=place.head.person_id)
    assert list(waiting_for(place.head)) == []


def test_a_system_without_a_roadmap_is_offered_one(place: Place) -> None:
    Occurrence.objects.all().delete()
    place.roadmap.actions.all().delete()
    for direction in place.roadmap.directions.all():
        direction.key_activities.all().delete()
        direction.delete()
    place.roadmap.acts.all().delete()
    Roadmap.objects.all().delete()
    client = signed_in(head_of(place))
    page = client.get(reverse("roadmaps:start"))
    assert "Завести дорожную карту" in page.content.decode()
    client.post(reverse("roadmaps:draw", args=[place.system.key]))
    assert list(without_roadmap(BOSS)) == []
    assert Occurrence.objects.exists()


def test_copies_below_are_counted_beside_the_row(place: Place) -> None:
    parent = place.occurrence("a1")
    with clock.moved_to(date(2023, 8, 1)):
        services.hand_down(place.head, action=parent.action, above=place.unit, units=[place.school])
    Occurrence.objects.filter(above=parent).update(
        state=OccurrenceState.ACCEPTED, accepted_on=date(2023, 9, 1)
    )
    actor: Actor = place.head
    row = occurrences_of(actor, place.roadmap).get(pk=parent.pk)
    assert (row.copies_all, row.copies_done) == (1, 1)


def test_what_came_back_says_so_even_past_its_term(place: Place) -> None:
    (late,) = sent(place, "a1")
    returned = services.return_occurrence(place.head, occurrence=late, comment="Не тот приказ")
    returned.due = date(2023, 9, 1)
    assert state_words(returned, date(2023, 10, 2)) == "возвращено, просрочено, дней: 31"


def test_a_long_year_is_shown_whole_on_one_page_to_be_printed(
    place: Place, client_of_head: Client
) -> None:
    first = place.occurrence("a1")
    for number in range(100, 160):
        first.pk, first.number = None, number
        first.save(force_insert=True)
    address = reverse("roadmaps:roadmap", args=[place.system.key]) + "?year=2023"
    total = Occurrence.objects.filter(roadmap=place.roadmap, year=2023).count()
    page = client_of_head.get(address)
    assert len(page.context["table"].paginated_rows) == 50 < total
    assert "для печати" in page.content.decode()
    whole = client_of_head.get(f"{address}&whole=1")
    assert page.context["whole_url"] == "?year=2023&whole=1"
    assert len(whole.context["table"].paginated_rows) == total
    assert "для печати" not in whole.content.decode()


def test_a_year_whose_terms_all_moved_on_keeps_its_tab(
    place: Place, client_of_head: Client
) -> None:
    Occurrence.objects.filter(roadmap=place.roadmap, year=2023).delete()
    url = reverse("roadmaps:roadmap", args=[place.system.key])
    page = client_of_head.get(f"{url}?year=2023")
    assert page.status_code == 200
    tabs = {tab.title: tab.current for tab in page.context["tabs"]}
    assert (tabs["2023"], tabs["2024"]) == (True, False)
    assert "В этом году сроков нет" in page.content.decode()
    timeline = reverse("roadmaps:timeline", args=[place.system.key])
    assert client_of_head.get(f"{timeline}?year=2023").status_code == 200
    assert client_of_head.get(url).context["year"] == 2024
    assert client_of_head.get(f"{url}?year=2031").status_code == 404


def test_a_year_in_which_the_text_lets_nothing_fall_has_no_tab_until_something_was_due_in_it(
    db: None,
) -> None:
    unit = make_municipality(make_region("Область"))
    start = date(2022, 12, 1)
    pack = make_regulation("odintsovo")
    system = activate_system(BOSS, pack=pack, key="okrug", root=unit, from_date=start)
    roadmap = Roadmap.objects.get(system=system)
    assert years_in(roadmap.period)[0] == 2022
    assert years_shown(roadmap, years_of(roadmap)) == [2023, 2024, 2025, 2026]
    term = Occurrence.objects.filter(roadmap=roadmap)[0]
    moved = {"was": date(2022, 12, 20), "now": date(2023, 2, 1)}
    Slip.objects.create(occurrence=term, reason="Акт", author_title="", **moved)
    assert years_shown(roadmap, years_of(roadmap)) == [2022, 2023, 2024, 2025, 2026]
