"""The daily letter: one to a person whatever happens to the job, with what is theirs to see."""

from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from rostok.accounts.models import RoleHolding, User
from rostok.kernel.jobs import run_now
from rostok.kernel.notices import TermKind, Told, notify
from rostok.kernel.refs import ref_to
from rostok.notifications.letters import begin, send_letters
from rostok.notifications.models import Channel, Letter, LetterState, Notice
from rostok.notifications.reading import mark_all_read
from rostok.notifications.services import choose_channels
from rostok.notifications.tasks import MORNING
from rostok.staff.models import Absence, AbsenceKind
from tests.factories import BOSS, hire, make_person, make_user
from tests.notifications.conftest import QUIET, RETURNED, SECRET, TODAY, Place

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process dies while a letter is leaving."""


class DyingBackend(EmailBackend):
    """Sends one letter and takes the process with it at the second."""

    def send_messages(self, messages: Any) -> int:
        if len(mail.outbox) == 1:
            raise Killed
        return super().send_messages(messages)


class DeadBackend(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError


def tell(place: Place, kind: str = RETURNED) -> None:
    who = [place.coordinator.pk, place.methodist.pk]
    notify(BOSS, kind, {place.school: who}, comment="число", person="Иванову")


def recipients() -> list[str]:
    return [to for message in mail.outbox for to in message.to]


def test_news_of_a_day_come_in_one_letter(place: Place) -> None:
    tell(place)
    tell(place)
    assert send_letters(TODAY).sent == 2
    assert recipients() == ["kotova@example.ru", "muhina@example.ru"]
    text = str(mail.outbox[0].body)
    assert text.count("Вернули «Школа 1»: число") == 2
    assert place.school.get_absolute_url() in text
    assert send_letters(TODAY).sent == 0


def test_without_an_address_or_news_there_is_no_letter(place: Place) -> None:
    User.objects.filter(pk=place.methodist.pk).update(email="")
    tell(place, QUIET)
    assert send_letters(TODAY).sent == 0
    tell(place)
    assert send_letters(TODAY).sent == 1
    assert "Изменилось" not in str(mail.outbox[0].body)


def test_a_choice_holds_for_what_was_told_before_it(place: Place) -> None:
    tell(place)
    tell(place, QUIET)
    channels = {RETURNED: Channel.SITE, QUIET: Channel.LETTER}
    choose_channels(place.actor(place.coordinator), channels=channels)
    send_letters(TODAY)
    text = str(mail.outbox[0].body)
    assert "Изменилось «Школа 1»" in text
    assert "Вернули" not in text


def test_what_was_read_on_the_site_is_not_sent(place: Place) -> None:
    tell(place)
    mark_all_read(place.actor(place.coordinator), up_to=2**40)
    send_letters(TODAY)
    assert recipients() == ["muhina@example.ru"]


def test_a_letter_names_nobody_of_a_discreet_kind(place: Place) -> None:
    tell(place, SECRET)
    send_letters(TODAY)
    text = str(mail.outbox[0].body)
    assert "Перевод:\n— 1 уведомление".replace(" уведомление", "\u00a0уведомление") in text
    assert "Иванову" not in text
    assert "Школа 1" not in text


def test_a_letter_tells_nothing_of_what_its_reader_may_no_longer_see(place: Place) -> None:
    tell(place)
    RoleHolding.objects.filter(user=place.coordinator).delete()
    send_letters(TODAY)
    text = str(mail.outbox[0].body)
    assert "записи больше нет, или она вам не видна" in text
    assert "Школа 1" not in text
    assert "число" not in text


def test_a_job_killed_in_the_middle_sends_nobody_twice(place: Place, settings: Any) -> None:
    third = make_user(place.school, email="third@example.ru")
    tell(place)
    notify(BOSS, RETURNED, {place.school: [third.pk]}, comment="число")
    settings.EMAIL_BACKEND = f"{__name__}.DyingBackend"
    with pytest.raises(Killed):
        send_letters(TODAY)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_letters(TODAY).sent == 1
    assert recipients() == ["kotova@example.ru", "third@example.ru"]
    left = Letter.objects.get(user=place.methodist)
    assert left.state == LetterState.SENDING, "it may have left, so it is not repeated"


def test_a_letter_begun_by_another_process_is_not_begun_again(place: Place) -> None:
    tell(place)
    assert begin(place.coordinator, TODAY) is not None
    assert begin(place.coordinator, TODAY) is None


def test_a_mail_server_that_is_down_loses_nothing(place: Place, settings: Any) -> None:
    for number in range(5):
        user = make_user(place.school, email=f"user{number}@example.ru")
        notify(BOSS, RETURNED, {place.school: [user.pk]}, comment="число")
    settings.EMAIL_BACKEND = f"{__name__}.DeadBackend"
    assert send_letters(TODAY).failed == 3, "after three failures in a row it is left be"
    assert not Notice.objects.exclude(letter=None).exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_letters(TODAY).sent == 5


def test_somebody_away_for_long_gets_no_letter(place: Place) -> None:
    person = make_person("Котова")
    User.objects.filter(pk=place.coordinator.pk).update(person=person)
    absence = Absence.objects.create(
        employment=hire(person, place.school), kind=AbsenceKind.CHILD_CARE, start=TODAY
    )
    tell(place)
    send_letters(TODAY)
    assert recipients() == ["muhina@example.ru"]
    absence.delete()
    send_letters(TODAY)
    assert recipients() == ["muhina@example.ru", "kotova@example.ru"]


def test_the_morning_job_reminds_and_sends(place: Place, term: TermKind) -> None:
    place.open_rows[:] = [Told(place.coordinator.pk, ref_to(place.school), TODAY)]
    job = run_now(BOSS, MORNING, "Утро")
    assert job.message == "Напоминаний: 1, писем: 1."
    assert "Сдать форму: «Школа 1», срок сегодня" in str(mail.outbox[0].body)
    assert run_now(BOSS, MORNING, "Утро").message == "Напоминаний: 0, писем: 0."
