"""Nobody ends with more than the giver: the rule over grants, through chains, on rows."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostok.accounts.models import RoleHolding
from rostok.accounts.queries import actor_of
from rostok.accounts.roles import RoleDefinition, holds_all_of, rights_at_work
from rostok.accounts.services import close_access, end_role, grant_role, prolong_role
from rostok.kernel import clock
from rostok.kernel.access import LINE, SELF, SUBTREE, Actor, Grant
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.orgs.permissions import VIEW
from tests.factories import (
    BOSS,
    hold,
    make_municipality,
    make_region,
    make_school,
    make_system,
    make_user,
)

# A tree by hand: a region, two municipalities, two schools in each. Unit → the way to the top.
LINES = {
    1: [1], 2: [2, 1], 3: [3, 1], 4: [4, 2, 1], 5: [5, 2, 1], 6: [6, 3, 1], 7: [7, 3, 1],
}  # fmt: skip
NAMES = ("staff.view", "staff.edit", "accounts.manage")
rights = st.tuples(st.sampled_from([SUBTREE, LINE, SELF]), st.sampled_from(NAMES))
roles = st.builds(
    lambda held: RoleDefinition("role", "Роль", "region", held),
    st.frozensets(rights, min_size=1, max_size=4),
)
units = st.sampled_from([*LINES])
grants = st.builds(lambda right, unit: Grant(right[1], right[0], unit), rights, units)
deeds = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), roles, units), max_size=12)


def rows_open(grant: Grant) -> set[tuple[str, int, str]]:
    """Which rows of which units a grant opens: all, published ones, one's own."""
    if grant.reach == SUBTREE:
        below = [unit for unit, line in LINES.items() if grant.unit_id in line]
        return {(grant.permission, unit, what) for unit in below for what in ("all", "published")}
    if grant.reach == LINE:
        return {(grant.permission, unit, "published") for unit in LINES[grant.unit_id]}
    return {(grant.permission, 0, "own")}


def opened(held: tuple[Grant, ...]) -> set[tuple[str, int, str]]:
    """What is open to a holder; whoever may do it everywhere below, may do it to their own."""
    found = {row for grant in held for row in rows_open(grant)}
    return found | {(name, 0, "own") for name, _unit, what in found if what == "all"}


def granted(role: RoleDefinition, unit: int) -> tuple[Grant, ...]:
    left = role.rights - rights_at_work()
    return tuple(Grant(name, reach, unit) for reach, name in sorted(left))


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=st.lists(grants, max_size=6), role=roles, unit=units)
def test_a_role_is_given_only_within_what_the_giver_may_see_and_do(held, role, unit):
    actor = Actor(title="Кто-то", grants=tuple(held))
    if holds_all_of(actor, role, LINES[unit]):
        assert opened(granted(role, unit)) <= opened(actor.grants)


@settings(max_examples=200)
@given(first=st.lists(grants, max_size=5), deeds=deeds)
def test_no_chain_of_giving_leads_beyond_the_first_giver(first, deeds):
    held = [tuple(first), (), (), (), ()]
    for giver, taker, role, unit in deeds:
        if giver != taker and holds_all_of(Actor(title="", grants=held[giver]), role, LINES[unit]):
            held[taker] += granted(role, unit)
    assert all(opened(one) <= opened(tuple(first)) for one in held)


@given(unit=units, role=roles)
def test_whoever_may_all_over_the_unit_gives_every_role_there(unit, role):
    top = Actor(title="", grants=tuple(Grant(name, SUBTREE, 1) for name in NAMES))
    assert holds_all_of(top, role, LINES[unit])
    assert not holds_all_of(Actor(title=""), role, LINES[unit]) or not granted(role, unit)


@pytest.fixture
def town():
    region = make_region()
    unit = make_municipality(region)
    return {"region": region, "unit": unit, "school": make_school(unit)}


def holder(unit, role, **fields):
    user = make_user(unit)
    hold(user, role, unit, **fields)
    return user


@pytest.mark.django_db
def test_every_try_to_give_ends_within_the_giver_s_rows(town):
    """Each role at each unit, given by each who may give: what is seen after was seen before."""

    other = make_school(make_municipality(town["region"]))
    givers = [holder(town["unit"], "service_head"), holder(town["school"], "coordinator")]
    given = 0
    for giver in givers:
        for role in (
            "administrator",
            "service_head",
            "municipal_methodist",
            "coordinator",
            "guest",
        ):
            for unit in (town["region"], town["unit"], town["school"], other):
                user = make_user(town["school"])
                try:
                    grant_role(actor_of(giver), user=user, role=role, unit=unit)
                except (RuleViolation, Forbidden):
                    continue
                given += 1
                units = type(unit).objects
                seen = set(units.visible_to(actor_of(user), VIEW).values_list("pk", flat=True))
                own = set(units.visible_to(actor_of(giver), VIEW).values_list("pk", flat=True))
                assert seen <= own
    assert given >= 5


@pytest.mark.django_db
def test_the_last_administrator_of_a_system_stays(town):
    system = make_system(town["unit"])
    head = holder(town["unit"], "service_head")
    leaving = holder(town["unit"], "service_head", end=clock.today() + timedelta(days=2))
    for act in (
        lambda: end_role(
            actor_of(leaving), holding=head.roles.get(), last_day=clock.today() + timedelta(days=9)
        ),
        lambda: end_role(
            actor_of(leaving), holding=head.roles.get(), last_day=clock.today() + timedelta(days=5)
        ),
    ):
        with pytest.raises(RuleViolation, match=f"последний администратор системы «{system}»"):
            act()
    end_role(BOSS, holding=head.roles.get(), last_day=clock.today())
    assert head.roles.get().end is not None


@pytest.mark.django_db
def test_one_of_two_administrators_may_go(town):
    make_system(town["unit"])
    head, second = (holder(town["unit"], "service_head") for _ in range(2))
    closed = holder(town["unit"], "service_head")
    close_access(actor_of(head), user=closed)
    end_role(actor_of(head), holding=second.roles.get(), last_day=clock.today())
    assert RoleHolding.objects.get(user=second).end


@pytest.mark.django_db
def test_a_coordinator_of_a_school_may_always_go(town):
    make_system(town["unit"])
    head, coordinator = holder(town["unit"], "service_head"), holder(town["school"], "coordinator")
    end_role(actor_of(head), holding=coordinator.roles.get(), last_day=clock.today())
    assert coordinator.roles.get().end


@pytest.mark.django_db
def test_a_role_is_prolonged_by_those_who_could_give_it(town):
    head, day = actor_of(holder(town["unit"], "service_head")), clock.today() + timedelta(days=5)
    row = holder(town["school"], "coordinator", end=day).roles.get()
    with pytest.raises(RuleViolation, match="позже нынешнего"):
        prolong_role(head, holding=row, last_day=day - timedelta(days=1))
    longer = prolong_role(head, holding=row, last_day=day)
    assert longer.last_day == day
    assert "продлена по" in sentence_of(timeline_of(row.user)[0])
    assert prolong_role(head, holding=row, last_day=None).end is None
    with pytest.raises(RuleViolation, match="Срока у роли нет"):
        prolong_role(head, holding=row, last_day=None)


@pytest.mark.django_db
def test_prolonging_is_refused_to_strangers_for_the_over_and_for_oneself(town):
    day = clock.today() + timedelta(days=5)
    coordinator = holder(town["school"], "coordinator", end=day)
    row = coordinator.roles.get()
    with pytest.raises(Forbidden):
        prolong_role(actor_of(holder(make_school(), "coordinator")), holding=row, last_day=None)
    with pytest.raises(RuleViolation, match="собственный"):
        prolong_role(actor_of(coordinator), holding=row, last_day=None)
    head = actor_of(holder(town["unit"], "service_head"))
    row.end = clock.today()
    row.save()
    with pytest.raises(RuleViolation, match="закончилась"):
        prolong_role(head, holding=row, last_day=None)
