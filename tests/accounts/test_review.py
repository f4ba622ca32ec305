"""The review of access: counts equal lists; coordinators and codes for a whole territory."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rostok.accounts import review
from rostok.accounts.models import AccessReview, OneTimeCode, RoleHolding, User
from rostok.accounts.queries import actor_of
from rostok.accounts.services import confirm_review, make_coordinators
from rostok.kernel import clock
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from tests.factories import (
    actor_at,
    hire,
    hold,
    make_municipality,
    make_person,
    make_post,
    make_school,
    make_system,
    make_user,
)

pytestmark = pytest.mark.django_db

REVIEW, ROLES = reverse("accounts:review"), reverse("accounts:roles")
COORDINATORS, CODES = reverse("accounts:coordinators"), reverse("accounts:codes")
NOW = timezone.now


@pytest.fixture
def head(place, client):
    user = make_user(place.unit, last_login=NOW())
    hold(user, "service_head", place.unit)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return user


@pytest.fixture
def findings(place, head):
    """One role of each kind worth a look, each in a school of the municipality."""
    school = place.school

    def holder(**fields):
        return make_user(school, **{"last_login": NOW(), **fields})

    person = make_person()
    hire(person, school, end=date(2024, 1, 1))
    soon = clock.today() + timedelta(days=10)
    hold(holder(last_login=None), "coordinator", school)
    hold(holder(last_login=NOW() - timedelta(days=91)), "coordinator", school)
    hold(holder(person=person), "coordinator", school)
    hold(holder(is_active=False), "coordinator", school)
    hold(holder(), "coordinator", school, end=soon)
    later = clock.today() + timedelta(days=60)
    hold(holder(), "coordinator", school, end=later, unfounded_since=clock.today())
    hold(make_user(make_school(), last_login=None), "coordinator", make_school())
    return place


def rows_of(answer):
    return len(answer.context["table"].rows)


def test_each_count_is_the_length_of_the_list_it_opens(findings, client, head):
    User.objects.filter(username="coordinator").update(last_login=NOW())
    answer = client.get(REVIEW)
    counts = {finding.key: number for finding, number, _url in answer.context["findings"]}
    expected = {"never": 1, "unused": 1, "gone": 1, "closed": 1, "ending": 1, "plain": 1}
    expected["unfounded"] = 1
    assert counts == expected
    for _finding, number, url in answer.context["findings"]:
        assert rows_of(client.get(url)) == number
    for _title, number, url in answer.context["roles"]:
        assert rows_of(client.get(url)) == number
    assert rows_of(client.get(answer.context["list_url"])) == answer.context["total"] == 8
    assert rows_of(client.get(answer.context["unkept_url"])) == answer.context["unkept"] == 0


def test_a_login_of_oneself_does_not_hide_the_other_findings(findings, head):
    found = {
        finding.key: number
        for finding, number in review.counts_of_findings(actor_of(head), findings.school)
    }
    assert found["never"] == 2
    assert found["plain"] == 0


def test_the_list_of_roles_is_exported_as_shown(findings, client):
    answer = client.get(ROLES, {"finding": "ending", "export": "csv"})
    lines = b"".join(answer.streaming_content).decode().strip().split("\n")
    assert len(lines) == 2


def test_a_foreign_or_broken_territory_is_404(place, head, client):
    foreign = make_municipality()
    for given in (foreign.pk, "x", "²", "9" * 40, "-1"):
        assert client.get(REVIEW, {"unit": given}).status_code == 404
    assert client.post(f"{REVIEW}?unit={foreign.pk}").status_code == 404
    assert not AccessReview.objects.exists()


def test_a_review_is_kept_with_its_date_and_what_was_seen(findings, head, client):
    assert "ещё не проверяли" in client.get(REVIEW).content.decode()
    assert client.post(f"{REVIEW}?unit={findings.unit.pk}").status_code == 302
    row = AccessReview.objects.get()
    assert (row.unit, row.user) == (findings.unit, head)
    assert row.counts["roles"] == 8
    assert row.counts["ending"] == 1
    assert "Доступ проверен" in sentence_of(timeline_of(findings.unit)[0])
    assert "Последняя проверка" in client.get(REVIEW).content.decode()
    AccessReview.objects.update(at=NOW() - timedelta(days=366))
    assert "пора проверить" in client.get(REVIEW).content.decode()


def test_a_stranger_confirms_nothing(place):
    with pytest.raises(Forbidden):
        confirm_review(actor_at(make_school(), "accounts.manage"), unit=place.unit, counts={})


def test_roles_of_the_regulation_without_a_holder_are_named(place, head):
    system = make_system(place.unit)
    missing = {role.code for _system, role in review.roles_without_holder(place.unit)}
    assert "municipal_methodist" in missing
    assert "service_head" not in missing
    hold(make_user(place.school), "municipal_methodist", place.school)
    found = review.roles_without_holder(place.unit)
    assert "municipal_methodist" not in {role.code for _system, role in found}
    assert all(one == system for one, _role in found)


def test_a_coordinator_below_counts_as_a_keeper_only_while_active(place, head, client):
    found = review.organisations_for_access(actor_of(head))
    assert found.get().keepers == 1
    User.objects.filter(pk=place.coordinator.pk).update(is_active=False)
    assert found.all().get().keepers == 0


@pytest.fixture
def schools(place):
    """Three more schools: a head without an account, a head who has one, and no head."""
    with_head, with_user, headless = (make_school(place.unit) for _ in range(3))
    director = make_post("director", "management")
    hire(make_person("Новикова"), with_head, post=director)
    known = make_person("Старикова")
    hire(known, with_user, post=director)
    make_user(with_user, person=known, last_login=NOW())
    return {"with_head": with_head, "with_user": with_user, "headless": headless}


def test_heads_become_coordinators_in_one_act(place, head, schools, client):
    answer = client.get(COORDINATORS)
    assert rows_of(answer) == 4
    assert answer.context["waiting"] == 2
    text = answer.content.decode()
    assert "Новикова" in text
    assert "нет в списке работников" in text
    slips = client.post(COORDINATORS).content.decode()
    assert len(re.findall('class="slip"', slips)) == 1
    assert "novikova" in slips
    for school in ("with_head", "with_user"):
        held = RoleHolding.objects.get(unit=schools[school])
        assert held.role == "coordinator"
        assert (
            "координаторами" in sentence_of(timeline_of(held.user)[0]) or held.user.codes.exists()
        )
    assert not RoleHolding.objects.filter(unit=schools["headless"]).exists()
    assert client.get(COORDINATORS).context["waiting"] == 0
    assert client.post(COORDINATORS).status_code == 302
    assert RoleHolding.objects.filter(role="coordinator").count() == 3


def test_coordinators_are_made_only_where_the_list_shows(place, head, schools, client):
    address = f"{COORDINATORS}?q={schools['with_user'].code}"
    assert client.get(address).context["waiting"] == 1
    client.post(address)
    assert not RoleHolding.objects.filter(unit=schools["with_head"]).exists()


def test_coordinators_of_others_and_from_below_are_refused(place, head, schools):
    foreign = make_school()
    person = make_person()
    hire(person, foreign)
    with pytest.raises(Forbidden):
        make_coordinators(actor_of(head), heads={foreign: person})
    bare = actor_at(place.unit, "accounts.manage", "accounts.view")
    with pytest.raises(RuleViolation, match="больше, чем вы"):
        make_coordinators(bare, heads={schools["headless"]: make_person()})
    with pytest.raises(Forbidden):
        make_coordinators(actor_of(head), heads={schools["headless"]: person})


def test_many_heads_cost_a_few_queries(place, head, django_assert_max_num_queries):
    director, heads = make_post("director", "management"), {}
    for number in range(30):
        school, person = make_school(place.unit), make_person(f"Дир{number}")
        hire(person, school, post=director)
        heads[school] = person
    with django_assert_max_num_queries(41):
        assert len(make_coordinators(actor_of(head), heads=heads)) == 30


def test_codes_of_all_who_have_not_come_in_are_printed_anew(place, head, client):
    User.objects.filter(username="coordinator").update(last_login=NOW())
    second = make_user(place.school, title="Ильина Анна")
    make_user(make_school(), title="Чужакова Нина")
    first = client.post(CODES).content.decode()
    assert len(re.findall('class="slip"', first)) == 2
    assert "Чужакова" not in first
    again = client.post(f"{CODES}?q=Ильина").content.decode()
    assert len(re.findall('class="slip"', again)) == 1
    assert OneTimeCode.objects.live().filter(user=second).count() == 1
    assert OneTimeCode.objects.filter(user=second).count() == 2
    assert client.get(CODES, {"q": "Ильина"}).context["total"] == 1
    assert client.get(CODES, {"unit": place.school.short_title}).context["total"] == 2
    assert client.get(CODES, {"unit": "такой нет"}).context["total"] == 0
    assert "Сначала отберите" not in client.get(CODES).content.decode()
    make_user(make_school(place.unit), title="Соседкина Нина")
    assert "Сначала отберите" in client.get(CODES).content.decode()


def test_the_list_of_roles_leads_only_where_one_may_go(findings, client):
    """A holder of elsewhere has no page here; a role without an end has nothing to prolong."""
    outsider = make_user(make_school(), title="Приезжая Анна")
    endless = hold(outsider, "coordinator", findings.school)
    text = client.get(ROLES).content.decode()
    assert "Приезжая Анна" in text
    assert outsider.get_absolute_url() not in text
    assert findings.coordinator.get_absolute_url() in text
    assert reverse("accounts:prolong_role", args=[endless.pk]) not in text
    dated = RoleHolding.objects.filter(unit=findings.school, end__isnull=False).first()
    assert reverse("accounts:prolong_role", args=[dated.pk]) in text
