"""Whoever did an action in the last year goes on with it in the next, if still there."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rostok.accounts.models import RoleHolding
from rostok.kernel import clock
from rostok.kernel.notices import kinds
from rostok.notifications.models import Notice
from rostok.people.models import Person
from rostok.roadmaps import notices, services
from rostok.roadmaps.models import Occurrence
from rostok.roadmaps.prolonging import LEAVE, MOVE, Answers
from rostok.staff.models import Employment
from tests.factories import hire, make_person, make_school, make_user
from tests.roadmaps.conftest import Place
from tests.roadmaps.versions import put_in_force, row_of

DAY = date(2024, 12, 20)
ACT = Answers(kind="Приказ", number="300", signed_on=date(2024, 12, 18), for_all=LEAVE)


@pytest.fixture
def worker(place: Place) -> Person:
    """Somebody of the school below, named for the last term of an action."""
    person = make_person("Исполнителева")
    hire(person, place.school)
    name(place.occurrence("a5", 2024), person)
    return person


def name(term: Occurrence, person: Person | None) -> None:
    Occurrence.objects.filter(pk=term.pk).update(responsible=person)


def leave(person: Person) -> None:
    Employment.objects.filter(person=person).update(end=date(2024, 9, 1))


def prolong(place: Place, answers: Answers = ACT) -> int:
    """How many questions it costs; rows are written in batches, so inserts are not counted."""
    with clock.moved_to(DAY), CaptureQueriesContext(connection) as caught:
        services.prolong_roadmap(place.head, roadmap=place.roadmap, answers=answers)
    return sum(not one["sql"].startswith("INSERT") for one in caught)


def test_whoever_did_the_last_term_does_the_new_one(place: Place, worker: Person) -> None:
    name(place.occurrence("a5", 2023), make_person("Прежняя"))
    prolong(place)
    assert place.occurrence("a5", 2025).responsible == worker
    assert place.occurrence("a9", 2025).responsible is None


def test_nobody_is_named_where_the_last_term_had_nobody(place: Place, worker: Person) -> None:
    name(place.occurrence("a5", 2023), worker)
    name(place.occurrence("a5", 2024), None)
    prolong(place)
    assert place.occurrence("a5", 2025).responsible is None


def test_whoever_has_left_is_not_named_unless_a_role_keeps_them(
    place: Place, worker: Person
) -> None:
    leave(worker)
    stays = make_person("Ролевая")
    user = make_user(place.school, person=stays)
    RoleHolding.objects.create(
        user=user, role="municipal_methodist", unit=place.school, start=date(2023, 1, 1)
    )
    name(place.occurrence("a9", 2024), stays)
    prolong(place)
    assert place.occurrence("a5", 2025).responsible is None
    assert place.occurrence("a9", 2025).responsible == stays


def test_below_their_own_doers_go_on_for_the_same_price(place: Place, worker: Person) -> None:
    action = place.occurrence("a5").action
    schools = [place.school, *(make_school(place.unit) for _ in range(4))]
    services.hand_down(place.head, action=action, above=place.unit, units=schools)
    prices = []
    for year, at in ((2025, schools[:1]), (2026, schools[1:])):
        for copy in Occurrence.objects.filter(action=action, unit__in=at, year=year - 1):
            name(copy, worker)
        prices.append(prolong(place))
        place.roadmap.refresh_from_db()
    below = Occurrence.objects.filter(action=action, unit=place.school, year=2026)
    assert [one.responsible for one in below] == [worker]
    elsewhere = Occurrence.objects.filter(action=action, unit=schools[1], year=2026)
    assert [one.responsible for one in elsewhere] == [None]
    assert prices[0] == prices[1]


def test_a_new_version_keeps_them_too(place: Place, worker: Person) -> None:
    def quarterly(roadmap: dict[str, object]) -> None:
        row_of(roadmap, "a5").update(term="Ежеквартально", term_kind="quarterly")

    name(place.occurrence("a5", 2023), worker)
    put_in_force(place.system, quarterly, date(2023, 10, 2))
    place.roadmap.refresh_from_db()
    Occurrence.objects.filter(action__code="a5", year=2023).update(state="in-work")
    services.renew_roadmap(place.head, roadmap=place.roadmap)
    assert place.occurrence("a5", 2024).label == "I квартал"
    assert place.occurrence("a5", 2024).responsible == worker


def test_the_page_says_who_goes_on_and_who_has_left(
    place: Place, worker: Person, admin: Client
) -> None:
    url = "/roadmaps/of/rayon/prolong/check/"
    with clock.moved_to(DAY):
        page = admin.get(url).content.decode().replace("\xa0", " ")
        assert "прошлогодние сохраняются: 1 человек" in page
        assert "там уже не работают" not in page
        leave(worker)
        page = admin.get(url).content.decode().replace("\xa0", " ")
    assert "там уже не работают: 1 человек" in page


def test_what_does_not_continue_counts_nobody(place: Place, worker: Person, admin: Client) -> None:
    services.keep_answers(place.head, roadmap=place.roadmap, actions=[])
    with clock.moved_to(DAY):
        page = admin.get("/roadmaps/of/rayon/prolong/check/").content.decode()
    assert "никто не назначен" in page
    prolong(place, replace(ACT, actions=frozenset()))
    assert not Occurrence.objects.filter(year=2025).exists()


def test_whoever_goes_on_is_told_once_with_the_day_of_the_new_year(
    place: Place, worker: Person
) -> None:
    user = make_user(place.school, person=worker)
    prolong(place)
    [notice] = Notice.objects.filter(kind=notices.KEPT)
    term = place.occurrence("a5", 2025)
    assert (notice.user, notice.ref_id, notice.due) == (user, term.pk, term.due)
    assert "Вы остаётесь исполнителем" in kinds.get(notice.kind).sentence


def test_of_many_terms_kept_and_carried_over_one_notice_tells(place: Place, worker: Person) -> None:
    make_user(place.school, person=worker)
    rows = Occurrence.objects.filter(roadmap=place.roadmap, year=2024)
    rows.update(responsible=worker)
    prolong(place, replace(ACT, for_all=MOVE))
    [notice] = Notice.objects.filter(kind=notices.KEPT, read_at=None)
    ahead = Occurrence.objects.filter(roadmap=place.roadmap, year=2025, responsible=worker)
    assert notice.params["number"] == ahead.count() > rows.count()


def test_what_is_given_to_another_tells_the_former_no_more(place: Place, worker: Person) -> None:
    make_user(place.school, person=worker)
    prolong(place)
    services.assign(place.head, occurrence=place.occurrence("a5", 2025), person=None)
    assert not Notice.objects.filter(kind=notices.KEPT, read_at=None).exists()
