"""Pages of access: what they show, what they do, and that foreign rows do not exist."""

from datetime import timedelta

import pytest
from django.urls import reverse

from rostok.accounts.models import RoleHolding, User
from rostok.kernel import clock
from tests.factories import hold, make_school, make_system, make_user

pytestmark = pytest.mark.django_db

USERS, ROLES, INVITE = (reverse(f"accounts:{name}") for name in ("users", "roles", "invite"))


def page(name, row):
    return reverse(f"accounts:{name}", args=[row.pk])


def test_the_list_shows_ones_own_users(place, inside):
    stranger = make_user(make_school(), title="Чужакова Нина")
    text = inside.get(USERS).content.decode()
    assert "Петрова Анна" in text
    assert "Координатор организации" in text
    assert stranger.title not in text


def test_the_list_is_searched_in_any_case(place, inside):
    make_user(place.school, title="Сидорова Елена")
    text = inside.get(USERS, {"q": "ПЕТРОВ"}).content.decode()
    assert "Петрова Анна" in text
    assert "Сидорова" not in text
    assert (
        "Петрова" in inside.get(USERS, {"access": "never", "with_role": "false"}).content.decode()
    )


def test_a_filter_that_is_not_set_says_everything(inside):
    page = inside.get(USERS).content.decode()
    assert "Не задано" not in page
    assert "-----" not in page


def test_the_list_is_exported_as_shown(place, inside):
    lines = b"".join(inside.get(USERS, {"export": "csv"}).streaming_content).decode()
    assert "Петрова Анна" in lines
    assert "Координатор организации" in lines


@pytest.mark.parametrize("address", [USERS, ROLES])
def test_a_list_costs_the_same_for_ten_and_twenty(
    place, inside, address, django_assert_num_queries, django_assert_max_num_queries
):
    def add(times):
        for _number in range(times):
            hold(make_user(place.school), "coordinator", place.school)

    add(10)
    inside.get(address)
    with django_assert_max_num_queries(25) as first:
        inside.get(address)
    add(10)
    with django_assert_num_queries(len(first)):
        inside.get(address)


def test_a_user_page_shows_roles_and_history(place, inside):
    holding = hold(place.user, "coordinator", place.school)
    inside.post(page("issue_code", place.user))
    text = inside.get(place.user.get_absolute_url()).content.decode()
    assert "Координатор организации" in text
    assert "одноразовый код" in text
    assert page("end_role", holding) in text


def test_ones_own_page_offers_nothing(place, inside):
    text = inside.get(place.coordinator.get_absolute_url()).content.decode()
    assert page("issue_code", place.coordinator) not in text
    assert page("grant_role", place.coordinator) not in text


@pytest.mark.parametrize(
    "name", ["user", "grant_role", "issue_code", "close_access", "reopen_access"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_user_is_404(inside, name, method):
    foreign = make_user(make_school())
    answer = getattr(inside, method)(page(name, foreign))
    assert answer.status_code == (405 if (name, method) == ("user", "post") else 404)
    assert User.objects.get(pk=foreign.pk).is_active


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_role_is_404(inside, method):
    holding = hold(make_user(), "coordinator", make_school())
    answer = getattr(inside, method)(page("end_role", holding), {"last_day": str(clock.today())})
    assert answer.status_code == 404
    holding.refresh_from_db()
    assert holding.end is None


@pytest.mark.parametrize("address", [USERS, ROLES, INVITE])
def test_a_user_without_the_right_is_refused(place, client, address):
    client.force_login(place.user, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(address).status_code == 403
    client.logout()
    assert client.get(address).status_code == 302


def test_a_role_is_given_by_the_form(place, inside):
    address = page("grant_role", place.user)
    text = inside.get(address).content.decode()
    assert "Координатор организации" in text
    assert "Администратор" not in text
    answer = inside.post(address, {"role": "coordinator", "place": place.school.pk})
    assert answer.url == place.user.get_absolute_url()
    assert place.user.roles.get().unit == place.school


def test_a_role_elsewhere_is_named_by_its_code(place, client):
    head = make_user(place.unit)
    hold(head, "service_head", place.unit)
    client.force_login(head, "allauth.account.auth_backends.AuthenticationBackend")
    other, foreign = make_school(place.unit), make_school()
    address = page("grant_role", place.user)
    given = {"role": "coordinator", "place": place.school.pk}
    assert client.post(address, {**given, "code": foreign.code}).status_code == 422
    client.post(address, {**given, "code": other.code})
    assert place.user.roles.get().unit == other


def test_a_system_is_offered_to_those_who_see_it(place, inside):
    system = make_system(place.unit)
    address = page("grant_role", place.user)
    assert f'<option value="{system.pk}">' in inside.get(address).content.decode()
    inside.post(address, {"role": "coordinator", "place": place.school.pk, "system": system.pk})
    assert place.user.roles.get().system == system


@pytest.mark.parametrize(
    "forged",
    [{"role": "administrator"}, {"role": "service_head"}, {"place": "unit"}, {"place": "region"}],
)
def test_a_forged_form_lifts_nobody(place, inside, forged):
    given = {"role": "coordinator", "place": place.school.pk, **forged}
    if given["place"] in {"unit", "region"}:
        given["place"] = getattr(place, given["place"]).pk
    assert inside.post(page("grant_role", place.user), given).status_code == 422
    assert not place.user.roles.exists()


def test_a_role_is_ended_by_the_form(place, inside):
    holding = hold(place.user, "coordinator", place.school)
    address = page("end_role", holding)
    assert "Петрова Анна" in inside.get(address).content.decode()
    assert inside.post(address, {"last_day": str(clock.today() - timedelta(days=1))}).url == ROLES
    holding.refresh_from_db()
    assert holding.end == clock.today()
    assert "Петрова" not in inside.get(ROLES).content.decode()


def test_access_is_closed_and_opened(place, inside):
    for name, expected in (("close_access", False), ("reopen_access", True)):
        assert inside.get(page(name, place.user)).status_code == 200
        assert inside.post(page(name, place.user)).url == place.user.get_absolute_url()
        place.user.refresh_from_db()
        assert place.user.is_active is expected


def test_a_refusal_is_shown_on_the_page(place, inside):
    boss = make_user(place.school)
    hold(boss, "service_head", place.unit)
    for name in ("close_access", "issue_code"):
        answer = inside.post(page(name, boss))
        assert answer.status_code == 422
        assert "больше, чем вы" in answer.content.decode()


def test_somebody_is_invited(place, inside):
    assert inside.get(INVITE).status_code == 200
    given = {
        "title": "Сидорова Елена",
        "username": "sidorova.e",
        "email": "",
        "role": "coordinator",
        "place": place.school.pk,
    }
    answer = inside.post(INVITE, given)
    assert "sidorova.e" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert RoleHolding.objects.get(user__username="sidorova.e").unit == place.school
    again = inside.post(INVITE, given)
    assert again.status_code == 422
    assert "занято" in again.content.decode()
