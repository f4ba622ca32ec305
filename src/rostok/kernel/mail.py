"""Letters leave by one door, which says what became of each.

A letter whose server took the text and then fell silent may have arrived: it is never repeated.
What surely stayed here may be sent again. While letters stay, one row says since when and why, for
those who keep the installation; the first letter that leaves takes it away.
"""

import logging
import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F

from rostok.kernel import clock
from rostok.kernel.models import MailTrouble

logger = logging.getLogger("rostok.mail")

# What the server said no to, or never heard, has surely not left.
STAYED = (SMTPResponseException, ConnectionRefusedError, socket.gaierror)
NO_SUCH_BOX = re.compile(r"^5\.(1\.\d+|2\.1)\b")
CODES_OF_A_BOX = (550, 551, 553)
LONGEST = 300


class Fate(StrEnum):
    """What became of a letter."""

    LEFT = "left"
    REFUSED = "refused"  # there is no such address: sending again is of no use
    STAYED = "stayed"  # to be sent again
    UNKNOWN = "unknown"  # may have arrived: not to be sent again


@dataclass(frozen=True)
class Post:
    """What became of a letter, and the words of the server when it did not leave."""

    fate: Fate
    words: str = ""

    @property
    def left(self) -> bool:
        return self.fate is Fate.LEFT


def post(message: EmailMessage) -> Post:
    """Send a letter to one address; trouble is noted, never raised."""
    found = attempt(message)
    if found.fate in (Fate.LEFT, Fate.REFUSED):
        MailTrouble.objects.all().delete()
    else:
        note_trouble(found.words)
    return found


def attempt(message: EmailMessage) -> Post:
    connection: Any = message.connection or get_connection()
    message.connection = connection
    try:
        connection.open()
    except OSError as error:
        return told(Fate.STAYED, error)
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        return refused(error)
    except STAYED as error:
        return told(Fate.STAYED, error)
    except OSError as error:
        return told(Fate.UNKNOWN, error)
    finally:
        with suppress(OSError):
            connection.close()
    return Post(Fate.LEFT)


def refused(error: SMTPRecipientsRefused) -> Post:
    """No such box is told apart from a full one, a busy server and a server that trusts us not."""
    code, said = next(iter(error.recipients.values()))
    words = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    extended = re.match(r"^\d\.\d+\.\d+", words)
    gone = bool(NO_SUCH_BOX.match(words)) if extended else code in CODES_OF_A_BOX
    answer = f"{code} {words}"[:LONGEST]
    logger.warning("Почтовый сервер не принял адрес: %s", answer)
    return Post(Fate.REFUSED if gone else Fate.STAYED, answer)


def told(fate: Fate, error: OSError) -> Post:
    logger.error("Письмо не ушло", exc_info=error)
    return Post(fate, words_of(error))


def words_of(error: OSError) -> str:
    if isinstance(error, SMTPResponseException):
        said = error.smtp_error
        words = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        return f"{error.smtp_code} {words}"[:LONGEST]
    return (str(error) or type(error).__name__)[:LONGEST]


@transaction.atomic
def note_trouble(words: str) -> None:
    row, _made = MailTrouble.objects.get_or_create(pk=MailTrouble.ONLY)
    again = MailTrouble.objects.filter(pk=row.pk)
    again.update(at=clock.now(), words=words, letters=F("letters") + 1)


def trouble() -> MailTrouble | None:
    """What keeps letters here, if the last one did not leave."""
    return MailTrouble.objects.first()
