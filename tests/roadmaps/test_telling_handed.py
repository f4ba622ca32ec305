"""What is handed down is told below; what all below have done is told above."""

from datetime import date

import pytest

from rostok.accounts.models import RoleHolding, User
from rostok.notifications.models import Notice
from rostok.orgs.models import OrgUnit
from rostok.roadmaps import notices, services
from rostok.roadmaps.models import Action, Handing, Occurrence, OccurrenceState
from tests.factories import BOSS, make_school, make_user
from tests.roadmaps.conftest import ORDER, Place
from tests.roadmaps.test_telling import told


def keeper(unit: OrgUnit) -> User:
    user: User = make_user(unit)
    RoleHolding.objects.create(user=user, role="service_head", unit=unit, start=date(2020, 1, 1))
    return user


@pytest.fixture
def action(place: Place) -> Action:
    return place.occurrence("a8").action


def hand(place: Place, action: Action, *units: OrgUnit) -> None:
    services.hand_down(place.head, action=action, above=place.unit, units=units)


def test_whoever_keeps_the_unit_is_told_of_its_first_term(place: Place, action: Action) -> None:
    below = keeper(place.school)
    hand(place, action, place.school)
    notice = Notice.objects.get(kind=notices.HANDED)
    first = Occurrence.objects.filter(unit=place.school).order_by("year", "number")[0]
    assert (notice.user, notice.ref_id) == (below, first.pk)
    assert notice.params == {"above": str(place.unit)}


def test_those_who_keep_the_sender_are_not_told_of_units_without_anybody(
    place: Place, action: Action
) -> None:
    keeper(place.unit)
    hand(place, action, place.school)
    assert told(notices.HANDED) == []


def test_somebody_who_keeps_many_finds_one_notice_with_their_number(
    place: Place, action: Action
) -> None:
    schools = [make_school(place.unit, f"Школа {number}") for number in range(5)]
    user = keeper(schools[0])
    for school in schools[1:]:
        RoleHolding.objects.create(
            user=user, role="service_head", unit=school, start=date(2020, 1, 1)
        )
    hand(place, action, *schools)
    [notice] = Notice.objects.filter(user=user, read_at=None)
    assert notice.params == {"number": 5, "url": "/roadmaps/received/"}


def test_taken_back_there_is_nothing_to_do(place: Place, action: Action) -> None:
    keeper(place.school)
    hand(place, action, place.school)
    services.take_back(place.head, handing=Handing.objects.get(unit=place.school))
    assert told(notices.HANDED) == []


def test_the_last_one_accepted_below_is_told_above(place: Place, action: Action) -> None:
    above = keeper(place.unit)
    other = make_school(place.unit, "Другая школа")
    hand(place, action, place.school, other)
    first, last = Occurrence.objects.filter(action=action, year=2023, above__isnull=False)
    accept(place, first)
    assert told(notices.ALL_BELOW_ACCEPTED) == []
    accept(place, last)
    assert told(notices.ALL_BELOW_ACCEPTED) == [above.pk]
    notice = Notice.objects.get(kind=notices.ALL_BELOW_ACCEPTED)
    assert notice.ref_id == last.above_id


def accept(place: Place, copy: Occurrence) -> None:
    services.add_proof(place.methodist, occurrence=copy, proof=ORDER)
    copy.refresh_from_db()
    services.submit(place.methodist, occurrence=copy)
    copy.refresh_from_db()
    done = services.accept(BOSS, occurrence=copy)
    assert done.state == OccurrenceState.ACCEPTED
