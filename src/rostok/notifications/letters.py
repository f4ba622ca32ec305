"""The daily letter: everything new of a day in one, to those who have an address and want it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from rostok.accounts.models import User
from rostok.accounts.queries import actor_of
from rostok.accounts.services import note_refused_address
from rostok.kernel import clock
from rostok.kernel.access import installation
from rostok.kernel.mail import Fate, post
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

POST = installation("Почта")
STATES = {
    Fate.LEFT: LetterState.SENT,
    Fate.REFUSED: LetterState.FAILED,
    Fate.STAYED: LetterState.FAILED,
}
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
    """Whom a letter waits for today: those with an address that takes letters, who are not away."""
    told = Letter.objects.filter(user=OuterRef("pk"), day=day).exclude(state=LetterState.FAILED)
    waiting = notices_to_send().order_by().filter(user=OuterRef("pk"))
    rows = User.objects.filter(
        Exists(waiting), ~Exists(told), is_active=True, email_refused_at=None
    )
    rows = rows.exclude(email="")
    for absent in quiet.values():
        rows = rows.exclude(person__isnull=False, person__in=absent(day))
    return list(rows.select_related("person").order_by("pk"))


@dataclass
class Run:
    """What became of the letters of one run."""

    sent: int = 0
    failed: int = 0
    refused: int = 0
    in_a_row: int = 0

    @property
    def server_is_down(self) -> bool:
        return self.in_a_row >= GIVEN_UP

    def count(self, fate: Fate) -> None:
        self.sent += fate is Fate.LEFT
        self.refused += fate is Fate.REFUSED
        lost = fate in (Fate.STAYED, Fate.UNKNOWN)
        self.failed += lost
        self.in_a_row = self.in_a_row + 1 if lost else 0

    def words(self) -> str:
        counted = [(self.failed, "Не ушло писем"), (self.refused, "Не принято адресов")]
        troubles = [f" {title}: {number}." for number, title in counted if number]
        return f"писем: {self.sent}." + "".join(troubles)


def send_letters(day: date, progress: Progress = say_nothing) -> Run:
    """Send what waits. A mail server that is down is left be after some failures in a row.

    Each letter is written down and committed before it leaves (see `Letter`).
    """
    waiting, run = readers(day), Run()
    for number, user in enumerate(waiting, start=1):
        if run.server_is_down:
            break
        letter = begin(user, day)
        if letter is not None:
            run.count(send(user, letter))
        progress(number, len(waiting))
    return run


def send_again(day: date, progress: Progress = say_nothing) -> Run:
    """Later on the day: those whom the morning's letter did not reach, if there are any."""
    failed = Letter.objects.filter(day=day, state=LetterState.FAILED)
    return send_letters(day, progress) if failed.exists() else Run()


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


def send(user: User, letter: Letter) -> Fate:
    """Send a letter that was begun; when it surely stayed, its notices wait for the next one.

    One that may have left is not repeated: its notices are on the site. A refused address is noted.
    """
    done = post(message_to(user, letter))
    if done.fate is Fate.REFUSED:
        note_refused_address(POST, user=user, words=done.words)
    if done.fate in STATES:
        if not done.left:
            letter.notices.update(letter=None)
        Letter.objects.filter(pk=letter.pk).update(state=STATES[done.fate], at=clock.now())
    return done.fate


def message_to(user: User, letter: Letter) -> EmailMessage:
    """The letter as its reader may see its rows now."""
    rows = shown(actor_of(user), list(letter.notices.order_by("kind", "due", "-at", "-pk")))
    subject = f"Росток: {count_words(len(rows), NEWS)}"
    return EmailMessage(subject, body_of(rows), None, [user.email])


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
