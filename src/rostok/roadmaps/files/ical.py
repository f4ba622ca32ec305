"""Terms as a calendar (RFC 5545): whole-day events, lines folded at 75 octets."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from rostok.kernel import clock
from rostok.kernel.periods import DAY
from rostok.kernel.text import clean
from rostok.roadmaps.lists import state_words
from rostok.roadmaps.models import Occurrence

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST = 75
NAME = "Росток: мои мероприятия"
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def calendar_of(rows: Iterable[Occurrence], site: str, moment: datetime, name: str = NAME) -> bytes:
    """A calendar of occurrences with a day; `site` is the address the links begin with."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Rostok//Roadmaps//RU",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    today, stamp = clock.day_of(moment), f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for row in rows:
        lines += event_of(row, site, stamp, today)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def event_of(row: Occurrence, site: str, stamp: str, today: date) -> list[str]:
    """The last day for it: a term of a year is no event of a year."""
    if row.due is None:
        return []
    address = f"{site}{row.get_absolute_url()}"
    words = f"{row.unit}. Состояние: {state_words(row, today)}."
    if row.action.result:
        words += f"\nРезультат: {row.action.result}"
    return [
        "BEGIN:VEVENT",
        f"UID:occurrence-{row.pk}@{site.rsplit('//', maxsplit=1)[-1]}",
        f"DTSTAMP:{stamp}",
        f"SEQUENCE:{row.version}",
        f"DTSTART;VALUE=DATE:{row.due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{row.due + DAY:%Y%m%d}",
        f"SUMMARY:{escaped(f'Срок: {clean(row.action.title)}')}",
        f"DESCRIPTION:{escaped(words)}",
        f"URL:{address}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    return text.translate(ESCAPES)


def folded(line: str) -> bytes:
    """Octets of a line in pieces of 75, never inside a character; the rest begins with a space."""
    return b"\r\n ".join(pieces(line)) + b"\r\n"


def pieces(line: str) -> Iterator[bytes]:
    piece = b""
    room = LONGEST
    for mark in line:
        octets = mark.encode()
        if len(piece) + len(octets) > room:
            yield piece
            piece, room = b"", LONGEST - 1
        piece += octets
    yield piece
