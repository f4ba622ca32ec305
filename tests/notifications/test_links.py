"""A link for a new password whose letter stayed here: it leaves later, or is of no use any more."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from rostok.accounts.adapter import own_hand
from rostok.accounts.links import send_waiting_links
from rostok.accounts.models import AskedLink, User
from rostok.accounts.services import (
    choose_password,
    close_access,
    issue_codes,
    note_refused_address,
)
from rostok.accounts.tasks import LINKS
from rostok.kernel import clock
from rostok.kernel.duties import start_due_duties
from rostok.kernel.jobs import perform
from tests.factories import BOSS
from tests.notifications.conftest import Place
from tests.notifications.test_mail import use
from tests.smtp import MailServer, serving

pytestmark = pytest.mark.django_db


def asked_when_mail_was_down(settings: Any, client: Client, email: str) -> None:
    use(settings, "smtp://127.0.0.1:1")
    client.post(reverse("account_reset_password"), {"email": email})


def hourly(at: datetime) -> list[str]:
    """What the worker of an hour starts for the links that wait, run to its end."""
    with travel(at, tick=False):
        begun = [job for job in start_due_duties() if job.kind == LINKS]
        for job in begun:
            perform(job)
            job.refresh_from_db()
    return [job.message for job in begun]


def test_a_link_that_stayed_leaves_with_the_next_hour_and_opens(
    place: Place, settings: Any, client: Client
) -> None:
    asked_when_mail_was_down(settings, client, "kotova@example.ru")
    assert AskedLink.objects.get().user == place.coordinator
    soon = clock.now() + timedelta(hours=2)
    assert hourly(soon) == ["Отправлено ссылок: 0."]
    with serving(MailServer()) as running:
        use(settings, f"smtp://127.0.0.1:{running.port}")
        assert hourly(soon) == []
        assert hourly(soon + timedelta(hours=1)) == ["Отправлено ссылок: 1."]
        assert hourly(soon + timedelta(hours=2)) == []
        [(to, message)] = running.taken
    assert to == "kotova@example.ru"
    assert str(message["Subject"]).strip() == "Росток: новый пароль"
    link = re.search(r"https?://\S+", message.get_content())
    assert link is not None
    assert link[0].startswith(settings.SITE_URL)
    page = link[0].removeprefix(settings.SITE_URL)
    with travel(soon + timedelta(hours=3), tick=False):
        assert "Новый пароль" in client.get(page, follow=True).content.decode()


@pytest.mark.parametrize("gone", ["late", "code", "signed in", "closed", "password", "refused"])
def test_a_link_that_is_of_no_use_any_more_is_not_sent(
    place: Place, settings: Any, client: Client, gone: str
) -> None:
    user = place.coordinator
    asked_when_mail_was_down(settings, client, user.email)
    if gone == "late":
        AskedLink.objects.update(asked_at=clock.now() - timedelta(hours=25))
    elif gone == "code":
        issue_codes(BOSS, users=[user])
    elif gone == "signed in":
        User.objects.filter(pk=user.pk).update(last_login=clock.now() + timedelta(minutes=1))
    elif gone == "closed":
        close_access(BOSS, user=user)
    elif gone == "password":
        choose_password(own_hand(user), user=user, password="новый длинный пароль 7")
    else:
        note_refused_address(BOSS, user=user, words="550")
    with serving(MailServer()) as running:
        use(settings, f"smtp://127.0.0.1:{running.port}")
        assert send_waiting_links() == 0
    assert running.taken == []
    assert not AskedLink.objects.exists()


def test_a_link_to_an_address_that_is_not_there_is_given_up(
    place: Place, settings: Any, client: Client
) -> None:
    asked_when_mail_was_down(settings, client, "kotova@example.ru")
    with serving(MailServer()) as running:
        use(settings, f"smtp://127.0.0.1:{running.port}")
        running.answers["kotova@example.ru"] = "550 5.1.1 no such user"
        assert send_waiting_links() == 0
    place.coordinator.refresh_from_db()
    assert place.coordinator.email_refused_at is not None
    assert not AskedLink.objects.exists()
