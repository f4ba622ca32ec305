"""Only what is ahead goes down: nobody below is late from birth or redoes what was accepted."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from rostok.kernel import clock
from rostok.kernel.errors import RuleViolation
from rostok.roadmaps import services
from rostok.roadmaps.models import Action, Occurrence
from tests.factories import make_school
from tests.roadmaps.conftest import TODAY, Place
from tests.roadmaps.versions import put_in_force, row_of

WINTER = date(2024, 2, 1)


@pytest.fixture
def winter(place: Place) -> Iterator[Place]:
    """The second year: the terms of the first are over."""
    with clock.moved_to(WINTER):
        yield place


def hand(place: Place, action: Action) -> list[Occurrence]:
    services.hand_down(place.head, action=action, above=place.unit, units=[place.school])
    return below(place, action)


def below(place: Place, action: Action) -> list[Occurrence]:
    rows = Occurrence.objects.filter(action=action, unit=place.school)
    return list(rows.order_by("year", "number"))


def test_the_past_stays_with_whoever_hands(winter: Place) -> None:
    action = winter.occurrence("a5").action
    (copy,) = hand(winter, action)
    assert copy.above == winter.occurrence("a5", 2024)


def test_what_was_accepted_or_cancelled_ahead_of_its_day_stays_too(winter: Place) -> None:
    ahead = winter.occurrence("a5", 2024)
    closed = {"accepted": {"accepted_on": WINTER}, "cancelled": {"cancelled_on": WINTER}}
    for state, day in closed.items():
        Occurrence.objects.filter(pk=ahead.pk).update(state=state, **day)
        with pytest.raises(RuleViolation, match="нечего"):
            hand(winter, ahead.action)
    assert not ahead.action.handings.exists()


def test_what_is_due_today_or_waits_for_a_day_goes_down(winter: Place) -> None:
    past, ahead = winter.occurrence("a5"), winter.occurrence("a5", 2024)
    rows = Occurrence.objects.filter(pk__in=[past.pk, ahead.pk])
    rows.update(due=None, start=None)
    assert [one.above for one in hand(winter, ahead.action)] == [ahead]
    today = winter.occurrence("a8", 2024)
    Occurrence.objects.filter(pk=today.pk).update(due=WINTER)
    assert [one.above for one in hand(winter, today.action)] == [today]


def test_handed_to_one_more_the_others_get_nothing_new(winter: Place) -> None:
    past = winter.occurrence("a5")
    hand(winter, past.action)
    later = date(2024, 6, 1)
    services.move_due(winter.head, occurrence=past, due=later, reason="Ждём перечень")
    other = make_school(winter.unit)
    services.hand_down(winter.head, action=past.action, above=winter.unit, units=[other])
    assert past.copies.get().unit == other
    assert len(below(winter, past.action)) == 1


def test_a_new_version_sends_no_overdue_terms_down(winter: Place) -> None:
    action = winter.occurrence("a14").action
    hand(winter, action)

    def quarterly(roadmap: dict[str, Any]) -> None:
        row_of(roadmap, "a14").update(term="Ежеквартально", term_kind="quarterly")

    put_in_force(winter.system, quarterly, TODAY)
    winter.roadmap.refresh_from_db()
    services.renew_roadmap(winter.head, roadmap=winter.roadmap)
    assert action.occurrences.own().filter(year=2023).count() > 1
    assert [(one.year, one.number) for one in below(winter, action)] == [
        (2024, number) for number in range(1, 5)
    ]


def test_a_late_term_that_went_down_in_time_is_made_anew_below_too(place: Place) -> None:
    action = place.occurrence("a14").action
    hand(place, action)

    def quarterly(roadmap: dict[str, Any]) -> None:
        row_of(roadmap, "a14").update(term="Ежеквартально", term_kind="quarterly")

    with clock.moved_to(WINTER):
        put_in_force(place.system, quarterly, TODAY)
        place.roadmap.refresh_from_db()
        services.renew_roadmap(place.head, roadmap=place.roadmap)
    assert [one.due for one in below(place, action) if one.year == 2023] == [date(2023, 12, 31)]


def test_the_page_says_how_many_terms_go_down(winter: Place, admin: Client) -> None:
    action = winter.occurrence("a5").action
    url = f"/roadmaps/actions/{action.pk}/hand/?kind=school"
    page = admin.get(url).content.decode().replace("\xa0", " ")
    assert "1 срок, ближайший до 31 декабря 2024 г." in page
    assert "остаются у того, кто передаёт" in page
    assert admin.post(url, {"everybody": "on"}).status_code == 302
    assert len(below(winter, action)) == 1


def test_with_nothing_ahead_the_page_says_so_and_hands_nothing(
    winter: Place, admin: Client
) -> None:
    action = winter.occurrence("a1").action
    url = f"/roadmaps/actions/{action.pk}/hand/?kind=school"
    page = admin.get(url).content.decode()
    assert "Передавать нечего" in page
    assert 'name="everybody"' not in page
    refused = admin.post(url, {"everybody": "on"})
    assert (refused.status_code, below(winter, action)) == (422, [])
    assert "Передавать нечего" in refused.content.decode()
