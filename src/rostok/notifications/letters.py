"""The daily letter: everything new of a day in one, to those who have an address and want it."""

import logging
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from rostok.accounts.models import User
from rostok.accounts.queries import actor_of
from rostok.kernel import clock
from rostok.kernel.notices import kinds, quiet
from rostok.kernel.ui.formats import count_words
from rostok.notifications.models import (
    Channel,
    Letter,
    LetterState,
    Notice,
    NoticeChoice,
    NoticeQuerySet,
)
from rostok.notifications.queries import channel_of
from rostok.notifications.wording import Shown, shown

logger = logging.getLogger("rostok.notifications")

FRESH = timedelta(days=7)
LISTED = 20
GIVEN_UP = 3
NOTICES = "уведомление,уведомления,уведомлений"
NEWS = "новое уведомление,новых уведомления,новых уведомлений"
Progress = Callable[[int, int], None]


def say_nothing(_done: int, _total: int) -> None:
    """The progress of a run that nobody watches."""


def notices_to_send() -> NoticeQuerySet:
    """Unread news of the last days that no letter has told, of kinds their readers want by mail."""
    chosen = NoticeChoice.objects.filter(user=OuterRef("user"), kind=OuterRef("kind"))
    by_letter = [kind.name for kind in kinds.values() if channel_of(kind) == Channel.LETTER]
    wanted = Q(kind__in=by_letter) & ~Exists(chosen) | Exists(chosen.filter(channel=Channel.LETTER))
    rows: NoticeQuerySet = Notice.objects.unread()
    return rows.filter(wanted, letter=None, at__gte=clock.now() - FRESH)


def readers(day: date) -> list[User]:
    """Whom a letter waits for today: those with an address who are not away."""
    told = Letter.objects.filter(user=OuterRef("pk"), day=day).exclude(state=LetterState.FAILED)
    waiting = notices_to_send().order_by().filter(user=OuterRef("pk"))
    rows = User.objects.filter(Exists(waiting), ~Exists(told), is_active=True).exclude(email="")
    for absent in quiet.values():
        rows = rows.exclude(person__isnull=False, person__in=absent(day))
    return list(rows.select_related("person").order_by("pk"))


def send_letters(day: date, progress: Progress = say_nothing) -> tuple[int, int]:
    """Send what waits; how many left and how many did not. A mail server that is down is left be.

    Each letter is written down and committed before it leaves (see `Letter`).
    """
    connection = get_connection()
    waiting, sent, failed = readers(day), 0, 0
    for number, user in enumerate(waiting, start=1):
        if failed >= GIVEN_UP and not sent:
            break
        letter = begin(user, day)
        if letter is not None and post(user, letter, connection):
            sent += 1
        elif letter is not None:
            failed += 1
        progress(number, len(waiting))
    return sent, failed


@transaction.atomic
def begin(user: User, day: date) -> Letter | None:
    """The letter of the day with its notices, written down; None: it has begun already."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    letter, fresh = Letter.objects.get_or_create(
        user=user, day=day, defaults={"state": LetterState.SENDING}
    )
    if not fresh and letter.state != LetterState.FAILED:
        return None
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, at=clock.now())
    waiting = notices_to_send().order_by().filter(user=user)
    Notice.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(letter=letter)
    return letter


def post(user: User, letter: Letter, connection: Any) -> bool:
    """Send a letter that was begun; when it did not leave, its notices wait for the next one."""
    try:
        message_to(user, letter, connection).send()
    except OSError:
        logger.exception("Письмо дня пользователю %s не ушло", user.pk)
        letter.notices.update(letter=None)
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.FAILED)
        return False
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENT, at=clock.now())
    return True


def message_to(user: User, letter: Letter, connection: Any) -> EmailMessage:
    """The letter as its reader may see its rows now."""
    rows = shown(actor_of(user), list(letter.notices.order_by("kind", "due", "-at", "-pk")))
    subject = f"Росток: {count_words(len(rows), NEWS)}"
    return EmailMessage(subject, body_of(rows), None, [user.email], connection=connection)


def body_of(rows: Iterable[Shown]) -> str:
    """Kinds one under another, a line for each row, and where to choose fewer letters."""
    parts = ["Здравствуйте! Это новое в «Ростке» за день."]
    for title, group in groupby(rows, key=lambda one: one.kind.title if one.kind else ""):
        parts.append("\n".join([f"{title}:", *lines_of(list(group))]))
    site = settings.SITE_URL
    parts.append(f"Все уведомления: {site}{reverse('notifications:list')}")
    parts.append(f"Не присылать или присылать меньше: {site}{reverse('notifications:choose')}")
    return "\n\n".join(parts)


def lines_of(rows: list[Shown]) -> list[str]:
    """At most `LISTED` rows; what names people is only counted."""
    if rows[0].kind is not None and rows[0].kind.discreet:
        return [f"— {count_words(len(rows), NOTICES)}, откройте на сайте"]
    lines = [f"— {line_of(row)}" for row in rows[:LISTED]]
    rest = len(rows) - LISTED
    return [*lines, f"— и ещё {rest}"] if rest > 0 else lines


def line_of(row: Shown) -> str:
    words = ", ".join(filter(None, [row.sentence, row.term]))
    return f"{words}. {settings.SITE_URL}{row.address}" if row.address else f"{words}."
