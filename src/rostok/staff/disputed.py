"""Parts of a person's record as columns of lists and files know them."""

from collections.abc import Iterable, Mapping
from typing import Any

from rostok.staff.about import (
    BIRTH_DATE,
    CATEGORIES,
    EDUCATION,
    NAME,
    PHONE,
    SINCE,
    SNILS,
    WORK,
)

DISPUTED = "оспаривается"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    NAME: ("last_name", "first_name", "patronymic", "gender"),
    BIRTH_DATE: ("birth_date",),
    PHONE: ("phone",),
    SNILS: ("snils", "snils_hash"),
    EDUCATION: ("education",),
    SINCE: ("pedagogical_since",),
    CATEGORIES: ("category", "category_from", "category_last_day"),
    WORK: (
        "post",
        "kind",
        "rate",
        "subjects",
        "start",
        "last_day",
        "absence",
        "absence_from",
        "absence_last_day",
    ),
}
PART_OF = {column: part for part, columns in COLUMNS.items() for column in columns}
WHOLE_ROW = {NAME, WORK}  # a row of a file says nothing without these


def parts_of(columns: Iterable[str]) -> set[str]:
    """The parts that a change of the columns touches."""
    return {PART_OF[column] for column in columns if column in PART_OF}


def without_disputed(record: dict[str, Any], parts: Iterable[str]) -> dict[str, Any]:
    """A row of a file without what is in dispute."""
    hidden = {column for part in parts for column in COLUMNS.get(part, ())}
    return {column: value for column, value in record.items() if column not in hidden}
