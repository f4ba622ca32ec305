"""One-time codes: what they look like, who issues them, how they let in once."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.urls import reverse

from rostok.accounts import codes
from rostok.accounts.models import OneTimeCode
from rostok.accounts.queries import actor_of
from rostok.accounts.services import choose_password_by_code, issue_codes
from rostok.kernel import clock
from rostok.kernel.access import STRANGER, Actor
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.models import JournalEntry
from tests.factories import PASSWORD, hold, make_school, make_user

pytestmark = pytest.mark.django_db

NEW = "семь зелёных крокодилов"
ENTER, CHOOSE = reverse("accounts:enter_by_code"), reverse("accounts:password_by_code")


def issue(place, user=None):
    return issue_codes(place.actor, users=[user or place.user])[0]


def enter(client, issued, **fields):
    return client.post(ENTER, {"login": issued.user.username, "code": issued.code, **fields})


def choose(client, password=NEW, **fields):
    return client.post(CHOOSE, {"password": password, "again": password, **fields})


def test_a_code_is_eight_letters_in_two_halves():
    code = codes.new_code()
    assert len(code) == 9
    assert code[4] == "-"
    assert set(code) - {"-"} <= set(codes.ALPHABET)
    assert not set("ОЗБЧ01368") & set(codes.ALPHABET)


def test_case_spaces_and_latin_twins_do_not_matter():
    assert codes.code_hash(1, "К7Р2-МФ4Т") == codes.code_hash(1, " k7p2 мф4t")
    assert codes.code_hash(1, "К7Р2-МФ4Т") != codes.code_hash(2, "К7Р2-МФ4Т")


def test_a_code_is_issued_and_journalled_without_itself(place):
    issued = issue(place)
    row = OneTimeCode.objects.get(user=place.user)
    assert row.expires_at - row.created_at >= timedelta(days=13, hours=23)
    assert issued.code not in row.code_hash
    assert issued.code not in repr(issued)
    entry = timeline_of(place.user)[0]
    assert "одноразовый код" in sentence_of(entry)
    assert issued.code not in str(entry.params)


def test_a_new_code_ends_the_old(place, client):
    old, new = issue(place), issue(place)
    assert enter(client, old).status_code == 422
    assert enter(client, new).status_code == 302


def test_codes_of_hundreds_are_issued_in_a_few_queries(place, django_assert_max_num_queries):
    users = [make_user(place.school) for _number in range(60)]
    with django_assert_max_num_queries(20):
        assert len(issue_codes(place.actor, users=users)) == 60
    assert (
        JournalEntry.objects.count()
        - JournalEntry.objects.exclude(kind="accounts.codes_issued").count()
        == 1
    )


def test_a_stranger_and_a_neighbour_issue_nothing(place):
    with pytest.raises(Forbidden):
        issue_codes(STRANGER, users=[place.user])
    with pytest.raises(Forbidden):
        issue(place, make_user(make_school(place.unit)))


def test_no_code_for_somebody_who_may_more(place):
    """A code lets one become that person, so it must not lift anybody above themselves."""
    admin = make_user(place.school)
    hold(admin, "administrator", place.region)
    with pytest.raises(RuleViolation, match="больше, чем вы"):
        issue(place, admin)


def test_no_code_for_somebody_who_will_be_more(place):
    head = make_user(place.school)
    hold(head, "service_head", place.unit, start=clock.today() + timedelta(days=3))
    with pytest.raises(RuleViolation, match="больше, чем вы"):
        issue(place, head)


def test_no_code_for_oneself_or_a_closed_account(place):
    with pytest.raises(RuleViolation, match="собственный"):
        issue(place, place.coordinator)
    with pytest.raises(RuleViolation, match="закрыт"):
        issue(place, make_user(place.school, is_active=False))


def test_a_code_leads_to_a_password_and_in(place, client):
    user = place.user
    user.must_change_password = True
    user.save()
    assert enter(client, issue(place), login=" Petrova.A ").url == CHOOSE
    key = client.session.session_key
    assert choose(client).url == "/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert not user.must_change_password
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session.session_key != key
    assert "accounts.code_used" in {entry.kind for entry in timeline_of(user)}


def test_a_code_works_once(place, client):
    issued = issue(place)
    enter(client, issued)
    choose(client)
    client.logout()
    assert enter(client, issued).status_code == 422
    assert client.get(CHOOSE).url == ENTER


def test_two_browsers_with_one_code_choose_once(place, client, django_user_model):
    issued = issue(place)
    other = type(client)()
    enter(client, issued)
    enter(other, issued)
    assert choose(client).status_code == 302
    assert choose(other, "другой пароль подлиннее").url == ENTER
    assert django_user_model.objects.get(pk=place.user.pk).check_password(NEW)


def test_an_old_code_is_refused(place, client):
    issued = issue(place)
    OneTimeCode.objects.update(expires_at=clock.now() - timedelta(minutes=1))
    assert enter(client, issued).status_code == 422


def test_a_code_of_a_closed_account_is_refused(place, client):
    issued = issue(place)
    enter(client, issued)
    type(place.user).objects.filter(pk=place.user.pk).update(is_active=False)
    assert choose(client).url == ENTER
    assert enter(client, issued).status_code == 422


def test_anothers_code_is_refused(place):
    issue(place)
    code = OneTimeCode.objects.get(user=place.user)
    with pytest.raises(RuleViolation):
        choose_password_by_code(actor_of(place.coordinator), code=code, password=NEW)


def test_without_a_code_there_is_no_choice(client):
    assert client.get(CHOOSE).url == ENTER
    assert choose(client).url == ENTER


def test_a_weak_or_mistyped_password_is_returned(place, client):
    enter(client, issue(place))
    assert choose(client, "пароль12345").status_code == 422
    assert choose(client, again="не то же самое").status_code == 422
    assert "_auth_user_id" not in client.session


def test_wrong_codes_lock_the_name_at_the_address(place, client):
    issued = issue(place)
    for _number in range(6):
        assert enter(client, issued, code="АААА-АААА").status_code == 422
    answer = enter(client, issued, code="АААА-АААА")
    assert answer.status_code == 429
    assert "минут" in answer.content.decode()
    assert enter(client, issued).status_code == 429
    assert "АААА" not in stored_attempts()


def stored_attempts():
    return str(list(AccessAttempt.objects.values()))


def test_a_new_code_opens_a_locked_name(place, client):
    issued = issue(place)
    for _number in range(7):
        enter(client, issued, code="АААА-АААА")
    assert enter(client, issue(place)).status_code == 302


def test_an_unknown_name_is_answered_like_a_wrong_code(place, client):
    issue(place)
    known = client.post(ENTER, {"login": "petrova.a", "code": "АААА-АААА"}).content.decode()
    unknown = client.post(ENTER, {"login": "petrova.b", "code": "АААА-АААА"}).content.decode()
    without = lambda text: text.replace("petrova.a", "").replace("petrova.b", "").split("<main")[1]  # noqa: E731
    assert strip_tokens(without(known)) == strip_tokens(without(unknown))


def strip_tokens(text):
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", text)


def test_slips_are_printed_once_and_never_kept(place, inside):
    address = reverse("accounts:issue_code", args=[place.user.pk])
    assert inside.get(address).status_code == 200
    assert not OneTimeCode.objects.exists()
    answer = inside.post(address)
    text = answer.content.decode()
    assert answer.headers["Cache-Control"].startswith("no-store")
    assert "petrova.a" in text
    assert "/accounts/code/" in text
    shown = text.split("<dd>")[2][:9]
    assert codes.code_hash(place.user.pk, shown) == OneTimeCode.objects.get().code_hash
    assert shown not in inside.get(place.user.get_absolute_url()).content.decode()


def test_a_code_for_a_foreign_user_is_404(place, inside):
    foreign = make_user(make_school())
    address = reverse("accounts:issue_code", args=[foreign.pk])
    assert inside.get(address).status_code == 404
    assert inside.post(address).status_code == 404
    assert not OneTimeCode.objects.exists()


def test_a_password_is_not_chosen_for_another_by_session(place, client):
    """The session names the code that was entered, and the service asks whose it is."""
    issued = issue(place)
    enter(client, issued)
    code = OneTimeCode.objects.get(user=place.user)
    stranger = Actor(title="Чужой", user_id=place.coordinator.pk)
    with pytest.raises(RuleViolation):
        choose_password_by_code(stranger, code=code, password=NEW)
    assert place.user.check_password(PASSWORD)
