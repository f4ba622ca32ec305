"""Whose account is whose: User follows the work of its person, RoleHolding its unit."""

from datetime import date, timedelta

import pytest

from rostok.accounts import permissions
from rostok.accounts.models import AccessReview, RoleHolding, User
from rostok.accounts.queries import holdings_for_list, users_for_list
from rostok.kernel import clock
from rostok.kernel.access import STRANGER
from tests.factories import actor_at, hold, make_person, make_school, make_user

pytestmark = pytest.mark.django_db


def seen_from(unit):
    actor = actor_at(unit, permissions.VIEW)
    return set(User.objects.visible_to(actor, permissions.VIEW))


def test_a_user_is_seen_at_home_and_above(place):
    assert place.user in seen_from(place.school)
    assert place.user in seen_from(place.region)
    assert place.user not in seen_from(make_school(place.unit))
    assert not User.objects.visible_to(STRANGER, permissions.VIEW).exists()


def test_an_account_moves_with_its_person(place, employ):
    """The former school can no longer issue codes for a teacher who left for another."""
    old, new, person = place.school, make_school(place.unit), make_person()
    user = make_user(old, person=person)
    job = employ(person, old)
    assert user in seen_from(old)
    job.end = clock.today()
    job.save()
    employ(person, new, start=clock.today())
    assert user not in seen_from(old)
    assert user in seen_from(new)


def test_who_works_nowhere_stays_at_home(place, employ):
    person = make_person()
    user = make_user(place.school, person=person)
    employ(person, place.school, end=date(2025, 1, 1))
    assert user in seen_from(place.school)


def test_a_teacher_of_two_schools_is_seen_in_both(place, employ):
    other, person = make_school(place.unit), make_person()
    user = make_user(person=person)
    employ(person, place.school)
    employ(person, other, kind="external")
    assert user in seen_from(place.school)
    assert user in seen_from(other)
    assert [user] == [
        row for row in users_for_list(actor_at(place.unit, permissions.VIEW)) if row == user
    ]


def test_a_holding_is_seen_at_its_unit(place):
    guest = make_user(make_school())
    row = hold(guest, "coordinator", place.school)
    ended = hold(guest, "coordinator", place.unit, end=clock.today() - timedelta(days=1))
    here = actor_at(place.region, permissions.VIEW)
    assert row in holdings_for_list(here)
    assert ended not in holdings_for_list(here)
    assert row not in holdings_for_list(actor_at(make_school(), permissions.VIEW))
    assert not RoleHolding.objects.visible_to(STRANGER, permissions.VIEW).exists()


def test_a_review_is_seen_in_its_territory_only(place):
    own = AccessReview.objects.create(unit=place.school, title="Кто-то")
    AccessReview.objects.create(unit=make_school(), title="Кто-то")
    above = AccessReview.objects.create(unit=place.unit, title="Кто-то")
    head = actor_at(place.unit, permissions.VIEW)
    assert set(AccessReview.objects.visible_to(place.actor, permissions.VIEW)) == {own}
    assert set(AccessReview.objects.visible_to(head, permissions.VIEW)) == {own, above}
