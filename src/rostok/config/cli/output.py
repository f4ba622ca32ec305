"""What a command answers, as a table for people or as one envelope for programs."""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

Row = dict[str, Any]

TITLES = {
    "accepted": "действует",
    "action": "мероприятие",
    "actions": "мероприятий",
    "clauses": "пунктов",
    "code": "код",
    "column": "столбец",
    "counted": "учтён",
    "denominator": "из",
    "due": "срок",
    "end": "по",
    "expires_at": "действует до",
    "fact": "факт",
    "file": "файл",
    "id": "№",
    "indicators": "показателей",
    "key": "ключ",
    "kind": "вид",
    "level": "уровень",
    "line": "строка",
    "message": "что не так",
    "name": "имя",
    "numerator": "число",
    "on": "на дату",
    "org": "территория, организация",
    "origin": "откуда",
    "pack": "положение",
    "parties": "субъектов",
    "path": "место",
    "printed_number": "№",
    "problems": "ошибок",
    "reason": "почему",
    "registry": "реестр",
    "responsible": "исполнитель",
    "roadmap": "мероприятий",
    "role": "роль",
    "root": "территория",
    "row": "строка",
    "source": "источник",
    "start": "с",
    "state": "состояние",
    "target": "план",
    "title": "название",
    "unit": "где",
    "username": "имя для входа",
    "value": "значение",
    "year": "год",
    "version": "редакция",
}
WIDEST = 60


@dataclass(frozen=True)
class Answer:
    """Rows with what they were asked for; `whole` is printed instead of the envelope.

    `lines` is the human form where a table of the rows is not it; `extra` joins the envelope.
    """

    rows: Sequence[Row] = ()
    system: str | None = None
    year: int | None = None
    on: date | None = None
    version: str | None = None
    lines: Sequence[str] | None = None
    columns: Sequence[str] | None = None
    extra: Row = field(default_factory=dict)
    whole: Row | None = None
    refused: bool = False

    def envelope(self) -> Row:
        if self.whole is not None:
            return self.whole
        return {
            "system": self.system,
            "year": self.year,
            "on": self.on,
            "version": self.version,
            "rows": list(self.rows),
            **self.extra,
        }

    def in_words(self) -> Iterable[str]:
        return self.lines if self.lines is not None else table(self.rows, self.columns)


def deliver(answer: Answer, *, as_json: bool) -> None:
    text = as_text(answer.envelope()) if as_json else "\n".join(answer.in_words())
    try:
        sys.stdout.write(f"{text}\n" if text else "")
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough; nothing more may go its way
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str, *, as_json: bool) -> None:
    """Refusals go to the error stream for people; a program reads them where it reads answers."""
    if as_json:
        sys.stdout.write(f"{as_text({'error': message})}\n")
    else:
        sys.stderr.write(f"{message}\n")


def as_text(data: Row) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, default=plain)


def plain(value: Any) -> Any:
    """Decimals as written, without an exponent; days and moments as ISO; the rest by its name."""
    if isinstance(value, datetime):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def table(rows: Sequence[Row], columns: Sequence[str] | None = None) -> list[str]:
    """Aligned columns under Russian titles; long texts are cut."""
    if not rows:
        return ["Ничего нет."]
    names = list(columns or rows[0])
    lines = [[TITLES.get(name, name) for name in names]]
    lines += [[shown(row.get(name)) for name in names] for row in rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(names))]
    numeric = [all(is_number(row.get(name)) for row in rows) for name in names]
    return [aligned(line, widths, numeric) for line in lines]


def aligned(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = [
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, numeric, strict=True)
    ]
    return "  ".join(padded).rstrip()


def is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | Decimal) and not isinstance(value, bool))


def shown(value: Any) -> str:
    """A cell for people: a decimal comma, a Russian date, «да» and «нет»."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    if isinstance(value, datetime):
        return f"{localtime(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    text = " ".join(str(value).split())
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"
