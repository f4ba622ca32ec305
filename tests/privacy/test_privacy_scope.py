"""Consent, DataRequest, Block, ErasureRun: seen where the person works and where given."""

from datetime import date

import pytest

from rostok.kernel.access import SELF, Actor, Grant
from rostok.privacy import permissions
from rostok.privacy.models import Block, Consent, ConsentText, DataRequest, ErasureRun
from rostok.staff.models import Employment
from tests.factories import actor_at, hire, make_school
from tests.privacy.conftest import Place

KEEP = permissions.KEEP


@pytest.fixture(params=["consent", "request", "block"])
def row(request: pytest.FixtureRequest, place: Place):
    own = {"person": place.teacher, "unit": place.school}
    day = date(2026, 1, 1)
    if request.param == "consent":
        text = ConsentText.objects.first()
        return Consent.objects.create(
            **own, purpose=text.purpose, text=text, given_on=day, start=day, medium="site"
        )
    if request.param == "request":
        return DataRequest.objects.create(
            **own, kind="access", medium="site", received_on=day, due_on=day
        )
    return Block.objects.create(**own, part="people.name", reason="Спор")


def seen_by(actor: Actor, row) -> bool:
    return type(row).objects.visible_to(actor, KEEP).filter(pk=row.pk).exists()


def test_the_school_and_those_above_see_it_a_neighbour_does_not(place: Place, row) -> None:
    assert seen_by(actor_at(place.school, KEEP), row)
    assert seen_by(actor_at(place.municipality, KEEP), row)
    assert not seen_by(actor_at(make_school(place.municipality), KEEP), row)


def test_the_new_school_sees_it_too_and_the_old_one_keeps_what_it_received(
    place: Place, row
) -> None:
    new = make_school(place.municipality)
    Employment.objects.filter(person=place.teacher).update(end=date(2025, 1, 1))
    hire(place.teacher, new, date(2025, 1, 1))
    assert seen_by(actor_at(new, KEEP), row)
    assert seen_by(actor_at(place.school, KEEP), row)


def test_a_person_sees_their_own(place: Place, row) -> None:
    own = Actor(title="Я", person_id=place.teacher.pk, grants=(Grant(KEEP, SELF, None),))
    assert seen_by(own, row)
    other = Actor(title="Не я", person_id=place.teacher.pk + 1, grants=own.grants)
    assert not seen_by(other, row)


def test_a_report_of_erasure_is_seen_from_its_territory_up(place: Place) -> None:
    run = ErasureRun.objects.create(unit=place.school, on=date(2026, 1, 1), reason="Срок")
    rows = ErasureRun.objects
    govern = permissions.GOVERN
    assert run in rows.visible_to(actor_at(place.municipality, govern), govern)
    assert not rows.visible_to(actor_at(make_school(), govern), govern)
