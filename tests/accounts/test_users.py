"""Accounts in bulk, by invitation, closed and opened again."""

import pytest

from rostok.accounts import console
from rostok.accounts.models import OneTimeCode, User
from rostok.accounts.queries import actor_of
from rostok.accounts.services import (
    choose_password,
    close_access,
    invite_user,
    open_accounts,
    reopen_access,
    sign_out_elsewhere,
)
from rostok.kernel.access import STRANGER
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.models import JournalEntry
from rostok.people.models import Person
from tests.factories import BOSS, PASSWORD, hold, make_person, make_school, make_system, make_user

pytestmark = pytest.mark.django_db

INVITATION = {"username": "Sidorova.E", "title": "Сидорова Елена", "email": "S@Example.org"}


def kinds_about(user):
    return [entry.kind for entry in timeline_of(user)]


def test_names_to_sign_in_are_made_of_ones_own(place, employ):
    people = [
        make_person("Щёголева"),
        make_person("Иванова"),
        make_person("Иванова"),
        make_person("Ооржак-Ким", first_name="Чойгана", patronymic=""),
        make_person("林", first_name="—", patronymic=""),
    ]
    make_user(username="ivanova.mp")
    for person in people:
        employ(person, place.school)
    issued = open_accounts(place.actor, people=people)
    assert [each.user.username for each in issued] == [
        "shchegoleva.mp",
        "ivanova.mp2",
        "ivanova.mp3",
        "oorzhak-kim.c",
        "user",
    ]


def test_an_account_opens_with_a_code_and_no_password(place, employ):
    person = make_person()
    employ(person, place.school)
    [issued] = open_accounts(place.actor, people=[person], home=place.school)
    user = User.objects.get(person=person)
    assert issued.user == user
    assert not user.has_usable_password()
    assert user.must_change_password
    assert not user.roles.exists()
    assert OneTimeCode.objects.live().filter(user=user).count() == 1
    assert kinds_about(user) == ["accounts.opened"]


def test_those_who_have_an_account_are_left_alone(place, employ):
    person = make_person()
    employ(person, place.school)
    open_accounts(place.actor, people=[person, person])
    assert open_accounts(place.actor, people=[person]) == []
    assert User.objects.filter(person=person).count() == 1


def test_hundreds_are_opened_in_a_few_queries(place, employ, django_assert_max_num_queries):
    people = Person.objects.bulk_create(
        [Person(last_name="Иванова", first_name="Анна", norm="иванова анна") for _n in range(120)]
    )
    for person in people:
        employ(person, place.school)
    with django_assert_max_num_queries(30):
        issued = open_accounts(place.actor, people=people)
    assert len({each.user.username for each in issued}) == 120
    assert JournalEntry.objects.filter(kind="accounts.opened").count() == 1


def test_strangers_and_neighbours_open_nothing(place, employ):
    person = make_person()
    employ(person, make_school(place.unit))
    for actor in (place.actor, STRANGER):
        with pytest.raises(Forbidden):
            open_accounts(actor, people=[person])
    assert not User.objects.filter(person=person).exists()


def test_an_account_for_a_foreign_home_is_refused(place, employ):
    person = make_person()
    employ(person, place.school)
    with pytest.raises(Forbidden):
        open_accounts(place.actor, people=[person], home=place.unit)


def test_an_invitation_makes_a_user_a_role_and_a_code(place):
    user, issued = invite_user(place.actor, role="coordinator", unit=place.school, **INVITATION)
    assert (user.username, user.email, user.home) == ("sidorova.e", "s@example.org", place.school)
    assert user.roles.get().role == "coordinator"
    assert issued.code
    assert set(kinds_about(user)) == {"accounts.invited", "accounts.role_granted"}


def test_an_invitation_into_a_system(place):
    system = make_system(place.unit)
    user, _issued = invite_user(
        BOSS, role="coordinator", unit=place.school, system=system, **INVITATION
    )
    assert user.roles.get().system == system


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "petrova.a"},
        {"username": "PETROVA.A"},
        {"username": "две части"},
        {"username": ""},
        {"email": "taken@example.org"},
        {"email": "не почта"},
        {"role": "administrator"},
        {"role": "wizard"},
    ],
)
def test_a_wrong_invitation_leaves_nothing(place, wrong):
    place.user.email = "taken@example.org"
    place.user.save()
    before = User.objects.count()
    given = {**INVITATION, "role": "coordinator", "unit": place.school, **wrong}
    with pytest.raises(RuleViolation):
        invite_user(place.actor, **given)
    assert User.objects.count() == before


def test_an_invitation_to_a_foreign_unit_is_refused(place):
    for actor in (place.actor, STRANGER):
        with pytest.raises(Forbidden):
            invite_user(actor, role="coordinator", unit=place.unit, **INVITATION)


def test_closing_ends_sessions_and_codes(place, client):
    client.force_login(place.user, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/accounts/me/").status_code == 200
    close_access(place.actor, user=place.user)
    assert client.get("/accounts/me/").status_code == 302
    assert "закрыт" in sentence_of(timeline_of(place.user)[0])
    reopen_access(place.actor, user=place.user)
    assert client.get("/accounts/me/").status_code == 302
    place.user.refresh_from_db()
    assert place.user.is_active


def test_closing_twice_and_opening_the_open_are_refused(place):
    with pytest.raises(RuleViolation):
        reopen_access(place.actor, user=place.user)
    close_access(place.actor, user=place.user)
    with pytest.raises(RuleViolation):
        close_access(place.actor, user=place.user)


@pytest.mark.parametrize("service", [close_access, reopen_access])
def test_access_of_the_foreign_the_higher_and_ones_own_stays(place, service):
    boss = make_user(place.school)
    hold(boss, "service_head", place.unit)
    with pytest.raises(Forbidden):
        service(place.actor, user=make_user(make_school()))
    with pytest.raises(Forbidden):
        service(STRANGER, user=place.user)
    for user in (boss, place.coordinator):
        with pytest.raises(RuleViolation):
            service(place.actor, user=user)


def test_only_oneself_chooses_ones_password(place):
    with pytest.raises(Forbidden):
        choose_password(place.actor, user=place.user, password="семь зелёных крокодилов")
    with pytest.raises(Forbidden):
        sign_out_elsewhere(place.actor, user=place.user)
    assert place.user.check_password(PASSWORD)


def test_a_new_password_ends_the_code(place):
    invited, _issued = invite_user(place.actor, role="coordinator", unit=place.school, **INVITATION)
    choose_password(actor_of(invited), user=invited, password="семь зелёных крокодилов")
    assert not OneTimeCode.objects.live().filter(user=invited).exists()
    assert kinds_about(invited)[0] == "accounts.password_chosen"


def test_the_console_invites_the_first_administrator(place):
    [row] = console.invite("root", role="administrator", unit=place.region.code, title="Главный")
    assert row["username"] == "root"
    assert len(row["code"]) == 9
    assert actor_of(User.objects.get(username="root")).may("accounts.manage")


def test_the_console_names_what_it_does_not_know(place):
    with pytest.raises(RuleViolation, match="кодом «нет»"):
        console.invite("root", role="administrator", unit="нет")
    with pytest.raises(RuleViolation, match="системы «нет»"):
        console.invite("root", role="administrator", unit=place.region.code, system="нет")
    assert {"administrator", "teacher"} <= {row["role"] for row in console.roles()}
