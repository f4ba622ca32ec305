"""Two people at the same moment; threads share no database in memory, so PostgreSQL alone."""

from datetime import date

import pytest
from django.db import connection

from rostok.kernel import clock
from rostok.roadmaps import services
from rostok.roadmaps.models import OccurrenceState, RoadmapAct
from rostok.roadmaps.prolonging import LEAVE, Answers
from tests.orgs.test_concurrency import at_once
from tests.roadmaps.conftest import TODAY, Place

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share no memory database"),
]


def test_two_accept_at_once_and_one_of_them_has_accepted() -> None:
    with clock.moved_to(TODAY):
        place = Place()
        other = place.somebody("Вторая", "roadmaps.accept")
        sent = services.submit(place.methodist, occurrence=place.proved())
        outcome = at_once(
            lambda: services.accept(place.head, occurrence=sent, version=sent.version),
            lambda: services.accept(other, occurrence=sent, version=sent.version),
        )
    assert outcome.count("done") == 1
    assert any("запись изменили" in words for words in outcome)
    sent.refresh_from_db()
    assert sent.state == OccurrenceState.ACCEPTED


def test_two_prolong_at_once_and_the_roadmap_is_a_year_longer() -> None:
    answers = Answers(kind="Приказ", number="300", signed_on=date(2023, 9, 1), for_all=LEAVE)
    with clock.moved_to(TODAY):
        place = Place()
        outcome = at_once(
            *(
                lambda: services.prolong_roadmap(
                    place.head, roadmap=place.roadmap, answers=answers, version=1
                )
                for _ in range(2)
            )
        )
    assert outcome.count("done") == 1
    assert RoadmapAct.objects.filter(number="300").count() == 1
    place.roadmap.refresh_from_db()
    assert place.roadmap.end == date(2026, 1, 1)
