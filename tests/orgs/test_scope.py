"""Who sees what of OrgUnit, OrgFlag and System: one's own subtree and nothing beside it."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from rostok.kernel.access import LINE, STRANGER, Actor, Grant
from rostok.orgs import permissions, queries
from rostok.orgs.models import OrgFlag, OrgUnit, Succession, System
from rostok.orgs.services import join_unit, set_flag
from tests.factories import (
    BOSS,
    actor_at,
    make_municipality,
    make_region,
    make_school,
    make_system,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, OrgUnit]:
    region = make_region("Край")
    here, there = make_municipality(region, "Север"), make_municipality(region, "Юг")
    return {
        "region": region,
        "here": here,
        "there": there,
        "school": make_school(here, "Школа А"),
        "foreign": make_school(there, "Школа Б"),
    }


def seen(actor: Actor) -> set[str]:
    return {unit.short_title for unit in queries.units_for_list(actor)}


def test_everybody_sees_their_subtree(tree: dict[str, OrgUnit]) -> None:
    def at(place: str) -> Actor:
        return actor_at(tree[place], permissions.VIEW)

    assert seen(at("school")) == {"Школа А"}
    assert seen(at("here")) == {"Север", "Школа А"}
    assert seen(at("region")) == {"Край", "Север", "Юг", "Школа А", "Школа Б"}
    assert seen(STRANGER) == set()
    assert seen(actor_at(tree["here"], permissions.EDIT)) == set()


def test_the_line_reach_sees_what_is_above(tree: dict[str, OrgUnit]) -> None:
    actor = Actor("Педагог", grants=(Grant(permissions.VIEW, LINE, tree["school"].pk),))
    assert seen(actor) == {"Край", "Север", "Школа А"}


def test_flags_and_systems_follow_their_unit(tree: dict[str, OrgUnit]) -> None:
    for place in ("school", "foreign"):
        set_flag(BOSS, unit=tree[place], flag="it_cube", start=date(2024, 1, 1))
    make_system(tree["here"], "north")
    make_system(tree["there"], "south")
    actor = actor_at(tree["here"], permissions.VIEW, permissions.VIEW_SYSTEMS)
    assert [flag.unit for flag in OrgFlag.objects.visible_to(actor, permissions.VIEW)] == [
        tree["school"]
    ]
    assert [system.key for system in queries.systems_for_list(actor)] == ["north"]
    assert not System.objects.visible_to(STRANGER, permissions.VIEW_SYSTEMS).exists()
    units = queries.system_units(actor, System.objects.get(key="north"))
    assert set(units) == {tree["here"], tree["school"]}


def test_units_to_edit_stand_under_the_right(tree: dict[str, OrgUnit]) -> None:
    actor = actor_at(tree["here"], permissions.EDIT)
    assert set(queries.units_to_edit(actor)) == {tree["school"]}
    assert set(queries.units_to_edit(actor_at(tree["region"], permissions.EDIT))) == set(
        tree.values()
    )


@pytest.mark.parametrize("role", ["coordinator", "municipal_methodist", "service_head"])
@pytest.mark.parametrize("page", ["unit", "create", "rename", "correct", "close", "reopen", "flag"])
def test_a_foreign_unit_does_not_exist(
    enter: Any, tree: dict[str, OrgUnit], role: str, page: str
) -> None:
    client = enter(role, tree["school" if role == "coordinator" else "here"])
    for place in ("foreign", "there", "region"):
        address = reverse(f"orgs:{page}", args=[tree[place].pk])
        wanted = {404} if page == "unit" or role == "service_head" else {403}
        assert {client.get(address).status_code, client.post(address).status_code} <= wanted | {405}


def test_a_foreign_system_does_not_exist(enter: Any, tree: dict[str, OrgUnit]) -> None:
    make_system(tree["there"], "south")
    client = enter("municipal_methodist", tree["here"])
    assert client.get(reverse("orgs:system", args=["south"])).status_code == 404
    assert b"south" not in client.get(reverse("orgs:systems")).content


def test_a_foreign_flag_does_not_exist(enter: Any, tree: dict[str, OrgUnit]) -> None:
    flag = set_flag(BOSS, unit=tree["foreign"], flag="it_cube", start=date(2024, 1, 1))
    client = enter("service_head", tree["here"])
    address = reverse("orgs:end-flag", args=[flag.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"last_day": "31.12.2024"}).status_code == 404
    flag.refresh_from_db()
    assert flag.end is None


def test_a_guest_is_asked_to_sign_in(client: Any) -> None:
    answer = client.get(reverse("orgs:list"))
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


def test_a_succession_is_seen_and_undone_from_both_its_ends(tree: dict[str, OrgUnit]) -> None:
    join_unit(
        BOSS,
        unit=tree["school"],
        into=tree["foreign"],
        day=date(2024, 9, 1),
        ground="Постановление",
    )

    def seen_by(actor: Actor) -> int:
        return int(Succession.objects.visible_to(actor, permissions.VIEW).count())

    assert seen_by(actor_at(tree["here"], permissions.VIEW)) == 1
    assert seen_by(actor_at(tree["there"], permissions.VIEW)) == 1
    assert seen_by(actor_at(make_region(), permissions.VIEW)) == 0
    assert not queries.successions_to_undo(actor_at(tree["here"], permissions.REORGANISE))
    assert queries.successions_to_undo(actor_at(tree["region"], permissions.REORGANISE))
