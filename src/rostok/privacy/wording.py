"""Records about a person as they are read: dates in words, yes and no, dashes for nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from rostok.kernel.ui.formats import date_words, short_decimal_words
from rostok.privacy.about import Record


def words_of(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{date_words(local)}, {local:%H:%M}"
    if isinstance(value, Decimal):
        return short_decimal_words(value, 2)
    return date_words(value) if isinstance(value, date) else str(value)


def shown(records: Sequence[Record]) -> list[list[tuple[str, str]]]:
    """Records as pairs of a label and words; empty fields are left out."""
    found = [
        [(label, words_of(value)) for label, value in record.items() if value not in (None, "")]
        for record in records
    ]
    return [record for record in found if record]
