"""Who a user is as an actor: roles held today, of a pack or of base, and a person's own rights."""

from datetime import date, timedelta

import pytest

from rostok.accounts import permissions, queries
from rostok.accounts.queries import actor_by_id, actor_of, own_units
from rostok.kernel import clock
from rostok.kernel.access import LINE, SELF, SUBTREE, Grant
from rostok.kernel.access import permissions as all_permissions
from rostok.kernel.errors import Forbidden
from rostok.kernel.registry import Registered
from tests.factories import (
    hold,
    make_municipality,
    make_pack_version,
    make_person,
    make_region,
    make_school,
    make_system,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def works_at(monkeypatch):
    """Say where everybody works, as staff does."""

    def say(*units):
        places = {"tests": Registered(lambda _person: [unit.pk for unit in units], "tests")}
        monkeypatch.setattr(own_units, "entries", places)

    return say


def test_an_administrator_holds_every_right_in_the_subtree():
    region, user = make_region(), make_user()
    hold(user, "administrator", region)
    actor = actor_of(user)
    assert {g.permission for g in actor.grants if g.reach == SUBTREE} == set(all_permissions)
    assert {g.unit_id for g in actor.grants} == {region.pk}
    assert actor.place == str(region)


def test_a_role_counts_only_within_its_period():
    today, unit = clock.today(), make_municipality()
    user = make_user()
    hold(user, "service_head", unit, start=today - timedelta(days=9), end=today)
    hold(user, "municipal_methodist", unit, start=today + timedelta(days=1))
    assert actor_of(user).grants == ()


def test_an_unknown_role_gives_nothing():
    user = make_user()
    hold(user, "wizard", make_municipality())
    assert actor_of(user).grants == ()


def test_a_role_in_a_system_is_what_its_pack_says():
    unit = make_municipality()
    role = {
        "title": "Методист района",
        "level": "municipality",
        "grants": {"subtree": ["orgs.view"]},
    }
    pack = make_pack_version(content={"roles": {"roles": {"municipal_methodist": role}}})
    user = make_user()
    hold(user, "municipal_methodist", unit, system=make_system(unit, pack=pack))
    assert actor_of(user).grants == (Grant("orgs.view", SUBTREE, unit.pk),)


def test_the_place_is_the_unit_of_the_highest_role():
    region = make_region()
    unit = make_municipality(region)
    user = make_user()
    hold(user, "coordinator", make_school(unit))
    hold(user, "region_specialist", region)
    assert actor_of(user).place == str(region)


def test_a_person_without_roles_has_a_teachers_rights_at_work(works_at):
    school = make_school()
    works_at(school)
    actor = actor_of(make_user(person=make_person("Оюн")))
    assert actor.title == "Оюн Мария Петровна"
    assert actor.place == str(school)
    assert Grant("staff.view", SELF, school.pk) in actor.grants
    assert Grant("packs.view", LINE, school.pk) in actor.grants
    assert not actor.may(permissions.VIEW)


def test_a_methodist_who_is_a_person_also_sees_their_own_rows(works_at):
    school, unit = make_school(), make_municipality()
    works_at(school)
    user = make_user(person=make_person())
    hold(user, "municipal_methodist", unit)
    actor = actor_of(user)
    assert Grant("people.view_sensitive", SELF, school.pk) in actor.grants
    assert actor.place == str(unit)


def test_a_user_who_works_nowhere_has_no_rights(works_at):
    works_at()
    assert actor_of(make_user(person=make_person())).grants == ()


def test_a_job_acts_with_the_rights_of_today():
    user = make_user()
    hold(user, "coordinator", make_school())
    assert actor_by_id(user.pk).may(permissions.MANAGE)


def test_a_job_of_a_closed_account_is_refused():
    user = make_user(is_active=False)
    with pytest.raises(Forbidden):
        actor_by_id(user.pk)


def test_an_actor_costs_the_same_for_one_role_and_for_ten(django_assert_num_queries):
    queries.rights_at_work()
    one, ten, unit = make_user(), make_user(), make_municipality()
    hold(one, "coordinator", unit)
    for _number in range(10):
        hold(ten, "coordinator", make_school(unit), start=date(2025, 1, 1))
    for user in (one, ten):
        with django_assert_num_queries(1):
            actor_of(user)


def test_a_teacher_of_two_schools_has_their_own_rights_in_both(employ):
    main, other, person = make_school(), make_school(), make_person()
    employ(person, other, kind="external", start=date(2020, 1, 1))
    employ(person, main)
    employ(make_person(), make_school())
    actor = actor_of(make_user(person=person))
    assert {grant.unit_id for grant in actor.grants} == {main.pk, other.pk}
    assert actor.place == str(main)
