"""Giving and ending roles: never more than one holds, never to oneself."""

from datetime import timedelta

import pytest

from rostok.accounts.forms.roles import offered_roles
from rostok.accounts.models import RoleHolding
from rostok.accounts.queries import actor_of
from rostok.accounts.services import end_role, grant_role
from rostok.kernel import clock
from rostok.kernel.access import STRANGER, SUBTREE, Actor, Grant
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.orgs.models import System
from tests.factories import (
    BOSS,
    actor_at,
    hold,
    make_municipality,
    make_region,
    make_school,
    make_system,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    """A municipality in a region, with a school, its head of service and a coordinator to be."""
    region = make_region()
    unit = make_municipality(region)
    school = make_school(unit)
    head = make_user(unit)
    hold(head, "service_head", unit)
    return {
        "region": region,
        "unit": unit,
        "school": school,
        "head": head,
        "actor": actor_of(head),
        "user": make_user(school, title="Петрова Анна"),
    }


def give(place, role="coordinator", unit="school", **fields):
    return grant_role(
        place["actor"], **{"user": place["user"], "role": role, "unit": place[unit], **fields}
    )


def test_a_role_is_given_from_today_and_journalled(place):
    holding = give(place)
    assert holding.start == clock.today()
    assert holding.end is None
    words = sentence_of(timeline_of(place["user"])[0])
    assert "Координатор организации" in words
    assert str(place["school"]) in words


def test_the_last_day_is_inclusive(place):
    day = clock.today() + timedelta(days=30)
    assert give(place, last_day=day).end == day + timedelta(days=1)


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        ("administrator", "unit"),
        ("administrator", "school"),
        ("coordinator", "region"),
        ("service_head", "region"),
    ],
)
def test_nobody_gives_more_than_they_hold(place, role, unit):
    with pytest.raises((RuleViolation, Forbidden)):
        give(place, role, unit)
    assert not RoleHolding.objects.filter(user=place["user"]).exists()


REGIONAL = ("ministry", "region_specialist", "region_methodist")


@pytest.mark.parametrize("role", REGIONAL)
def test_a_role_of_a_higher_level_is_not_given_from_below(place, role):
    """All its rights are held by the head of a municipal service, yet it is not theirs to give."""
    with pytest.raises(RuleViolation, match="регионального уровня"):
        give(place, role, "unit")
    offered = {one.code for one in offered_roles(actor_of(place["head"]), System.objects.none())}
    assert offered == {"service_head", "municipal_methodist", "coordinator", "teacher", "guest"}


@pytest.mark.parametrize("role", REGIONAL)
def test_whoever_manages_a_region_gives_its_roles_in_a_district(place, role):
    admin = make_user(place["region"])
    hold(admin, "administrator", place["region"])
    grant_role(actor_of(admin), user=place["user"], role=role, unit=place["unit"])


def test_an_administrator_of_a_district_makes_another_one(place):
    admin = make_user(place["unit"])
    hold(admin, "administrator", place["unit"])
    grant_role(actor_of(admin), user=place["user"], role="administrator", unit=place["unit"])


def test_a_right_held_below_does_not_count_above(place):
    """The coordinator of a school gives no role of the municipality, alike as the rights are."""
    coordinator = make_user(place["school"])
    hold(coordinator, "coordinator", place["school"])
    with pytest.raises(Forbidden):
        grant_role(
            actor_of(coordinator), user=place["user"], role="coordinator", unit=place["unit"]
        )


def test_managing_alone_gives_nothing_else(place):
    """Somebody with the right to give roles, and no other, can hand on only what they hold."""
    names = ("accounts.manage", "accounts.view")
    bare = actor_at(place["unit"], *names, user_id=place["head"].pk)
    with pytest.raises(RuleViolation, match="больше, чем вы"):
        grant_role(bare, user=place["user"], role="coordinator", unit=place["school"])


def test_one_does_not_give_oneself_a_role(place):
    with pytest.raises(RuleViolation, match="собственный"):
        give(place, user=place["head"])


def test_an_administrator_gives_a_role_with_narrow_reaches(place):
    admin = make_user(place["region"])
    hold(admin, "administrator", place["region"])
    actor = actor_of(admin)
    for role in ("service_head", "coordinator", "teacher", "guest"):
        grant_role(actor, user=place["user"], role=role, unit=place["school"])
    assert place["user"].roles.count() == 4


def test_a_stranger_gives_nothing(place):
    with pytest.raises(Forbidden):
        grant_role(STRANGER, user=place["user"], role="coordinator", unit=place["school"])


def test_a_foreign_user_is_refused(place):
    with pytest.raises(Forbidden):
        give(place, user=make_user(make_school()))


def test_an_unknown_role_is_refused(place):
    with pytest.raises(RuleViolation, match="нет"):
        give(place, "wizard")


def test_the_same_role_twice_is_refused(place):
    give(place)
    with pytest.raises(RuleViolation, match="уже есть"):
        give(place)


def test_a_start_to_come_and_a_last_day_before_it_are_refused(place):
    with pytest.raises(RuleViolation):
        give(place, start=clock.today() + timedelta(days=1))
    with pytest.raises(RuleViolation):
        give(place, last_day=clock.today() - timedelta(days=1))


def test_a_unit_outside_the_system_is_refused(place):
    with pytest.raises(RuleViolation, match="не входит"):
        give(place, system=make_system())


def test_a_role_ends_with_its_last_day(place):
    holding = give(place)
    end_role(place["actor"], holding=holding, last_day=clock.today())
    holding.refresh_from_db()
    assert holding.last_day == clock.today()
    assert "завершена" in sentence_of(timeline_of(place["user"])[0])


def test_an_end_already_set_is_not_put_off(place):
    holding = give(place, last_day=clock.today())
    with pytest.raises(RuleViolation, match="раньше"):
        end_role(place["actor"], holding=holding, last_day=clock.today() + timedelta(days=5))


def test_one_does_not_end_ones_own_role(place):
    holding = place["head"].roles.get()
    with pytest.raises(RuleViolation):
        end_role(place["actor"], holding=holding, last_day=clock.today())


def test_a_role_that_may_more_is_not_ended_from_below(place):
    admin = make_user(place["unit"])
    holding = hold(admin, "administrator", place["unit"])
    with pytest.raises(RuleViolation, match="больше, чем вы"):
        end_role(place["actor"], holding=holding, last_day=clock.today())


def test_a_foreign_role_is_not_ended(place):
    holding = hold(make_user(), "coordinator", make_school())
    with pytest.raises(Forbidden):
        end_role(place["actor"], holding=holding, last_day=clock.today())
    with pytest.raises(Forbidden):
        end_role(STRANGER, holding=holding, last_day=clock.today())


def test_the_installation_gives_anything_anywhere(place):
    holding = grant_role(BOSS, user=place["user"], role="administrator", unit=place["region"])
    assert isinstance(holding, RoleHolding)


def test_a_grant_without_a_unit_covers_nothing(place):
    loose = Actor(title="Кто-то", grants=(Grant("accounts.manage", SUBTREE, None),))
    with pytest.raises(Forbidden):
        grant_role(loose, user=place["user"], role="guest", unit=place["school"])
