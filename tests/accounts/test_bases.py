"""A role rests on whoever gave it: it is shown, confirmed or ended when they could not any more."""

from datetime import timedelta

import pytest
from django.urls import reverse

from rostok.accounts import review
from rostok.accounts.basis import unfounded_on
from rostok.accounts.models import RoleHolding
from rostok.accounts.queries import actor_of, unfounded_roles
from rostok.accounts.services import (
    close_access,
    confirm_roles,
    end_role,
    end_roles,
    grant_role,
    invite_user,
    make_coordinators,
    mark_bases,
    prolong_role,
    reopen_access,
)
from rostok.kernel import clock
from rostok.kernel.duties import duties
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.jobs import run_now
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.todo import todo_sources
from rostok.notifications.models import Notice
from tests.factories import (
    BOSS,
    hire,
    hold,
    make_municipality,
    make_person,
    make_region,
    make_school,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PAGE = reverse("accounts:unfounded")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def town():
    """A head of a service and another one; a coordinator whom the first made; who she made."""
    unit = make_municipality(make_region())
    school = make_school(unit)
    head, other = make_user(unit, title="Первая Анна"), make_user(unit, title="Вторая Инна")
    holding = hold(head, "service_head", unit)
    hold(other, "service_head", unit)
    coordinator, second = (make_user(school, title=name) for name in ("Третья Зоя", "Четвёртая Ия"))
    made = grant_role(actor_of(head), user=coordinator, role="coordinator", unit=school)
    next_one = grant_role(actor_of(coordinator), user=second, role="coordinator", unit=school)
    return {
        "unit": unit, "school": school, "head": head, "other": other, "of_head": holding,
        "coordinator": coordinator, "made": made, "second": second, "next": next_one,
    }  # fmt: skip


def end_yesterday(holding):
    RoleHolding.objects.filter(pk=holding.pk).update(start=clock.today() - DAY, end=clock.today())


def test_a_role_rests_on_whoever_gave_it(town):
    assert town["made"].given_by == town["head"]
    assert town["of_head"].given_by is None
    assert unfounded_on(clock.today()) == set()


def test_a_chain_is_as_strong_as_its_first_link(town):
    end_yesterday(town["of_head"])
    assert unfounded_on(clock.today()) == {town["made"].pk, town["next"].pk}


def test_the_middle_of_a_chain_holds_what_comes_after(town):
    end_yesterday(town["made"])
    assert unfounded_on(clock.today()) == {town["next"].pk}


def test_two_who_gave_each_other_their_roles_rest_on_nothing(town):
    RoleHolding.objects.filter(pk=town["made"].pk).update(given_by=town["second"])
    assert unfounded_on(clock.today()) == {town["made"].pk, town["next"].pk}


def test_a_narrower_role_of_the_giver_no_longer_carries_the_given_one(town):
    RoleHolding.objects.filter(pk=town["of_head"].pk).update(role="municipal_methodist")
    assert town["made"].pk in unfounded_on(clock.today())


def test_a_role_that_lifts_nobody_needs_no_basis(town):
    guest = grant_role(actor_of(town["head"]), user=town["second"], role="guest", unit=town["unit"])
    end_yesterday(town["of_head"])
    assert guest.pk not in unfounded_on(clock.today())


def test_the_night_marks_tells_and_takes_the_mark_back(town):
    end_yesterday(town["of_head"])
    assert "accounts.bases" in duties
    run_now(BOSS, "accounts.bases", "Проверка оснований ролей")
    row = RoleHolding.objects.get(pk=town["made"].pk)
    assert row.unfounded_since == clock.today()
    sentences = [sentence_of(entry) for entry in timeline_of(town["coordinator"])]
    assert any("осталась без основания: Первая Анна" in words for words in sentences)
    assert Notice.objects.filter(kind="accounts.unfounded", user=town["other"]).exists()
    assert mark_bases(BOSS) == 0
    RoleHolding.objects.filter(pk=town["of_head"].pk).update(end=None)
    mark_bases(BOSS)
    assert not RoleHolding.objects.unfounded().exists()


def test_the_work_is_of_the_nearest_whose_own_role_stands(town):
    """The coordinators of the school manage access there, but neither role rests on anybody."""
    end_yesterday(town["of_head"])
    mark_bases(BOSS)
    told = Notice.objects.filter(kind="accounts.unfounded")
    assert {notice.user for notice in told} == {town["other"]}
    near = make_user(town["school"])
    hold(near, "coordinator", town["school"])
    source = todo_sources.get("accounts.unfounded")
    assert len(source.rows(actor_of(near))) == 2
    assert not source.rows(actor_of(town["other"]))


def test_who_rests_on_nobody_confirms_nobody(lost):
    with pytest.raises(RuleViolation, match="сама осталась без основания"):
        confirm_roles(actor_of(lost["second"]), holdings=[lost["made"]])
    assert RoleHolding.objects.unfounded().count() == 2


def test_closing_the_giver_marks_at_once_and_opening_again_unmarks(town):
    close_access(BOSS, user=town["head"])
    assert RoleHolding.objects.unfounded().count() == 2
    reopen_access(BOSS, user=town["head"])
    assert not RoleHolding.objects.unfounded().exists()


def test_closing_somebody_touches_only_what_rests_on_them(town):
    """A role of another territory that the night would mark waits for the night."""
    far = make_municipality(make_region())
    ended = make_user(far)
    end_yesterday(hold(ended, "service_head", far))
    elsewhere = hold(make_user(far), "coordinator", far, given_by=ended)
    marked = hold(make_user(far), "coordinator", far, unfounded_since=clock.today())
    close_access(BOSS, user=town["head"])
    elsewhere.refresh_from_db()
    marked.refresh_from_db()
    assert elsewhere.unfounded_since is None
    assert marked.unfounded_since is not None
    assert RoleHolding.objects.get(pk=town["next"].pk).unfounded_since == clock.today()


@pytest.fixture
def lost(town):
    end_yesterday(town["of_head"])
    mark_bases(BOSS)
    return town


def test_a_confirmed_role_rests_on_who_confirmed_and_carries_its_own(lost):
    other = lost["other"]
    assert confirm_roles(actor_of(other), holdings=[lost["made"]]) == 1
    row = RoleHolding.objects.get(pk=lost["made"].pk)
    assert (row.given_by, row.unfounded_since) == (other, None)
    assert "подтверждена" in sentence_of(timeline_of(lost["coordinator"])[0])
    assert not Notice.objects.unread().filter(title=str(lost["coordinator"])).exists()
    mark_bases(BOSS)
    assert not RoleHolding.objects.unfounded().exists()


def test_confirming_is_refused_to_strangers_for_oneself_from_below_and_without_need(lost, town):
    stranger = make_user()
    hold(stranger, "service_head", make_municipality())
    with pytest.raises(Forbidden):
        confirm_roles(actor_of(stranger), holdings=[lost["made"]])
    with pytest.raises(RuleViolation, match="собственный"):
        confirm_roles(actor_of(lost["second"]), holdings=[lost["next"]])
    above = hold(make_user(), "service_head", lost["school"], given_by=lost["head"])
    mark_bases(BOSS)
    with pytest.raises(RuleViolation, match="больше, чем вы"):
        confirm_roles(actor_of(lost["second"]), holdings=[above])
    standing = hold(make_user(), "coordinator", lost["school"])
    with pytest.raises(RuleViolation, match="есть основание"):
        confirm_roles(actor_of(lost["other"]), holdings=[standing])


def test_of_several_one_refused_leaves_all_as_they_were(lost):
    standing = hold(make_user(), "coordinator", lost["school"])
    with pytest.raises(RuleViolation):
        confirm_roles(actor_of(lost["other"]), holdings=[lost["made"], standing])
    assert RoleHolding.objects.unfounded().count() == 2


def test_several_are_ended_today_by_one_act(lost):
    rows = [lost["made"], lost["next"]]
    assert end_roles(actor_of(lost["other"]), holdings=rows) == 2
    assert set(RoleHolding.objects.filter(pk__in=[row.pk for row in rows]).values_list("end")) == {
        (clock.today() + DAY,)
    }


def test_whoever_prolongs_a_role_answers_for_it(lost):
    RoleHolding.objects.filter(pk=lost["made"].pk).update(end=clock.today() + DAY)
    row = prolong_role(actor_of(lost["other"]), holding=lost["made"], last_day=None)
    assert (row.given_by, row.unfounded_since) == (lost["other"], None)


def test_what_is_given_ends_with_the_giver_s_own_right(town):
    end = clock.today() + timedelta(days=10)
    acting = make_user(town["unit"])
    hold(acting, "service_head", town["unit"], end=end)
    giver, user = actor_of(acting), make_user(town["school"])
    with pytest.raises(RuleViolation, match="не дольше") as refusal:
        grant_role(giver, user=user, role="coordinator", unit=town["school"])
    assert "last_day" in refusal.value.fields
    row = grant_role(giver, user=user, role="coordinator", unit=town["school"], last_day=end - DAY)
    assert row.end == end
    with pytest.raises(RuleViolation, match="не дольше"):
        prolong_role(giver, holding=row, last_day=end)
    invited, _code = invite_user(
        giver, username="novaya", title="Новая", email="", role="coordinator",
        unit=town["school"], last_day=end - DAY,
    )  # fmt: skip
    assert invited.roles.get().end == end


def test_a_second_role_without_an_end_lifts_the_limit(town):
    hold(town["head"], "service_head", town["school"], end=clock.today() + DAY)
    user = make_user(town["school"])
    assert grant_role(
        actor_of(town["head"]), user=user, role="coordinator", unit=town["school"]
    ).end is None  # fmt: skip


def test_confirmed_by_somebody_with_an_end_a_role_ends_with_theirs(lost):
    acting, end = make_user(lost["unit"]), clock.today() + timedelta(days=10)
    hold(acting, "service_head", lost["unit"], end=end)
    confirm_roles(actor_of(acting), holdings=[lost["made"]])
    assert RoleHolding.objects.get(pk=lost["made"].pk).end == end


def test_coordinators_made_at_once_rest_on_who_made_them(town):
    acting, end = make_user(town["unit"]), clock.today() + timedelta(days=10)
    hold(acting, "service_head", town["unit"], end=end)
    heads = {}
    for name in ("Новикова", "Старикова"):
        school, person = make_school(town["unit"]), make_person(name)
        hire(person, school)
        heads[school] = person
    make_coordinators(actor_of(acting), heads=heads)
    made = RoleHolding.objects.filter(unit__in=heads)
    assert set(made.values_list("given_by", "end")) == {(acting.pk, end)}


@pytest.fixture
def browser(lost, client):
    client.force_login(lost["other"], backend=BACKEND)
    return client


def test_the_page_lists_confirms_and_ends(lost, browser):
    text = browser.get(PAGE).content.decode()
    assert "Третья Зоя" in text
    assert "Первая Анна" in text
    browser.post(PAGE, {"which": "ticked", "act": "confirm"})
    assert RoleHolding.objects.unfounded().count() == 2
    browser.post(PAGE, {"which": "ticked", "act": "confirm", "ids": [lost["made"].pk, "x"]})
    assert RoleHolding.objects.unfounded().count() == 1
    browser.post(PAGE, {"which": "all", "act": "end"})
    assert RoleHolding.objects.get(pk=lost["next"].pk).end == clock.today() + DAY


def test_the_page_acts_on_what_the_filter_shows(lost, browser):
    browser.post(f"{PAGE}?giver={lost['head'].pk}", {"which": "all", "act": "confirm"})
    assert [row.pk for row in RoleHolding.objects.unfounded()] == [lost["next"].pk]
    assert browser.get(PAGE, {"q": "Четвёртая", "export": "csv"}).status_code == 200


def test_what_stands_above_is_shown_without_a_box(lost, client):
    above = hold(
        make_user(title="Пятая Оля"), "service_head", lost["school"], given_by=lost["head"]
    )
    near = make_user(lost["school"])
    hold(near, "coordinator", lost["school"])
    mark_bases(BOSS)
    client.force_login(near, backend=BACKEND)
    text = client.get(PAGE).content.decode()
    assert "решает тот, кто стоит выше" in text
    client.post(PAGE, {"which": "ticked", "act": "end", "ids": [above.pk]})
    assert RoleHolding.objects.get(pk=above.pk).end is None


def test_roles_of_others_are_not_listed(lost):
    stranger = make_user()
    hold(stranger, "service_head", make_municipality())
    assert not unfounded_roles(actor_of(stranger)).exists()


def test_the_review_and_the_home_page_count_them(lost):
    actor = actor_of(lost["other"])
    counts = {one.key: number for one, number in review.counts_of_findings(actor, lost["unit"])}
    assert counts["unfounded"] == 2
    source = todo_sources.get("accounts.unfounded")
    rows = source.rows(actor)
    assert {row.pk for row in rows} == {lost["made"].pk, lost["next"].pk}
    assert not source.rows(actor_of(lost["coordinator"]))


def test_ending_a_role_says_what_would_rest_on_nobody(lost, town, client):
    client.force_login(town["other"], backend=BACKEND)
    confirm_roles(actor_of(town["other"]), holdings=[town["made"]])
    mark_bases(BOSS)
    page = reverse("accounts:end_role", args=[town["made"].pk])
    assert "останутся без основания роли, которые по ней даны: 1" in (
        client.get(page).content.decode()
    )
    end_role(actor_of(town["other"]), holding=town["made"], last_day=clock.today())
    with clock.moved_to(clock.today() + DAY):
        assert mark_bases(BOSS) == 1
