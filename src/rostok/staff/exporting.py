"""An employment as a row of the import: its codes, values and words."""

from typing import Any

from rostok.kernel.tabular import Column
from rostok.staff.categories import ATTESTED
from rostok.staff.imports.columns import COLUMNS
from rostok.staff.models import Employment, QualificationCategory

# СНИЛС is kept as a hash only; the whole name and the other notes stand in columns of their own.
EXPORTED = (
    "organisation",
    "last_name",
    "first_name",
    "patronymic",
    "gender",
    "birth_date",
    "phone",
    "post",
    "kind",
    "rate",
    "subjects",
    "start",
    "last_day",
    "education",
    "pedagogical_since",
    "category",
    "category_from",
    "category_last_day",
    "absence",
    "absence_from",
    "absence_last_day",
)


def columns_for(*, sensitive: bool) -> list[Column]:
    """The columns of the file; birth dates and phones only for those who may see them."""
    by_code = {column.code: column for column in COLUMNS}
    columns = [by_code[code] for code in EXPORTED]
    return [column for column in columns if sensitive or not column.sensitive]


def record_of(row: Employment) -> dict[str, Any]:
    """A row of `queries.staff_for_export`; nothing stands where nothing is known."""
    seen: Any = row
    person = row.person
    card = getattr(person, "staff_card", None)
    category = shown_category(person)
    absence = next(iter(seen.absences_now), None)
    closed = getattr(person, "sensitive", None)
    return {
        "organisation": row.organisation.code,
        "last_name": person.last_name,
        "first_name": person.first_name,
        "patronymic": person.patronymic or None,
        "gender": person.gender or None,
        "birth_date": closed.birth_date if closed else None,
        "phone": (closed.phone or None) if closed else None,
        "post": row.post.title,
        "kind": row.kind,
        "rate": row.rate,
        "subjects": ", ".join(subject.title for subject in row.subjects.all()) or None,
        "start": row.start,
        "last_day": row.last_day,
        "education": (card.education or None) if card else None,
        "pedagogical_since": card.pedagogical_since if card else None,
        "category": category.level if category else None,
        "category_from": category.start if category else None,
        "category_last_day": category.last_day if category else None,
        "absence": absence.kind if absence else None,
        "absence_from": absence.start if absence else None,
        "absence_last_day": absence.last_day if absence else None,
    }


def shown_category(person: Any) -> QualificationCategory | None:
    """The category by attestation, else another one: a row has room for one."""
    held: list[QualificationCategory] = list(person.categories_now)
    attested = [one for one in held if one.level in ATTESTED]
    return next(iter(attested or held), None)
