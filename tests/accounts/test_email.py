"""The address of a user: changed by its owner or by who gives access, never taken over."""

import pytest
from django.urls import reverse

from rostok.accounts.models import User
from rostok.accounts.queries import actor_of
from rostok.accounts.services import change_email
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from tests.factories import hold, make_user

pytestmark = pytest.mark.django_db


def test_who_gives_access_changes_an_address_and_the_journal_does_not_tell_it(place, inside):
    page = reverse("accounts:user_email", args=[place.user.pk])
    assert inside.post(page, {"email": "Petrova@Example.ru "}).status_code == 302
    assert User.objects.get(pk=place.user.pk).email == "petrova@example.ru"
    words = sentence_of(timeline_of(place.user)[0])
    assert "Изменена почта" in words
    assert "petrova" not in words


def test_a_taken_or_broken_address_is_refused(place):
    make_user(place.school, email="taken@example.ru")
    for email, words in (("Taken@example.ru", "уже есть"), ("нет", "адрес")):
        with pytest.raises(RuleViolation, match=words):
            change_email(place.actor, user=place.user, email=email)


def test_an_address_of_somebody_higher_or_foreign_stays(place):
    head = make_user(place.school)
    hold(head, "service_head", place.unit)
    with pytest.raises(RuleViolation, match="больше, чем вы"):
        change_email(place.actor, user=head, email="mine@example.ru")
    with pytest.raises(Forbidden):
        change_email(place.actor, user=make_user(), email="mine@example.ru")


def test_an_address_may_be_taken_away(place):
    change_email(actor_of(place.user), user=place.user, email="a@example.ru")
    assert change_email(actor_of(place.user), user=place.user, email="").email == ""
