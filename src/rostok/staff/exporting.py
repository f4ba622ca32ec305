"""An employment as a row of the import: its codes, values and words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from rostok.kernel.bulk import parts
from rostok.kernel.export import CHUNK
from rostok.kernel.periods import DAY
from rostok.kernel.tabular import Column
from rostok.privacy.queries import people_in_dispute
from rostok.staff.categories import ATTESTED
from rostok.staff.disputed import WHOLE_ROW, without_disputed
from rostok.staff.imports.columns import COLUMNS
from rostok.staff.models import Absence, Employment, QualificationCategory

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
CARD = "person__staff_card__"
OWN = {
    "organisation": "organisation__code",
    "last_name": "person__last_name",
    "first_name": "person__first_name",
    "patronymic": "person__patronymic",
    "gender": "person__gender",
    "birth_date": "birth_date",
    "phone": "phone",
    "post": "post__title",
    "kind": "kind",
    "rate": "rate",
    "start": "start",
    "education": f"{CARD}education",
    "pedagogical_since": f"{CARD}pedagogical_since",
}
KEYS = ("pk", "person", "end")


def columns_for(*, sensitive: bool) -> list[Column]:
    """The columns of the file; birth dates and phones only for those who may see them."""
    by_code = {column.code: column for column in COLUMNS}
    columns = [by_code[code] for code in EXPORTED]
    return [column for column in columns if sensitive or not column.sensitive]


def records_of(work: QuerySet[Any], day: date) -> Iterator[dict[str, Any]]:
    """Rows of `queries.staff_for_export` by code of column, as plain values.

    Read by the portion, with as many queries for each, whatever the number of its rows. What is in
    dispute is left out.
    """
    found = work.prefetch_related(None).select_related(None).values(*KEYS, *OWN.values())
    for rows in parts(found.iterator(CHUNK), CHUNK):
        beside = Beside(day, rows)
        disputed = people_in_dispute({row["person"] for row in rows})
        for row in rows:
            hidden = disputed.get(row["person"], set())
            if not hidden & WHOLE_ROW:
                yield without_disputed(record_of(row, beside), hidden)


class Beside:
    """What hangs on the people and employments of one portion."""

    def __init__(self, day: date, rows: list[dict[str, Any]]) -> None:
        people, work = {row["person"] for row in rows}, [row["pk"] for row in rows]
        self.categories = categories_of(people, day)
        self.subjects = subjects_of(work)
        absences = Absence.objects.active_on(day).filter(employment__in=work).order_by("start")
        held = absences.values("employment", "kind", "start", "end")
        self.absences = {one["employment"]: one for one in held}


def categories_of(people: Iterable[int], day: date) -> dict[int, dict[str, Any]]:
    """The category by attestation, else another one: a row has room for one."""
    rows = QualificationCategory.objects.active_on(day).filter(person__in=people)
    found = rows.order_by("level", "start").values("person", "level", "start", "end")
    return {one["person"]: one for one in sorted(found, key=lambda one: one["level"] in ATTESTED)}


def subjects_of(work: Iterable[int]) -> dict[int, str]:
    """Titles in one line, by employment."""
    rows: Any = Employment.subjects.through._default_manager.filter(employment__in=work)
    in_order = rows.order_by("teachingsubject__norm")
    titles: dict[int, list[str]] = defaultdict(list)
    for pk, title in in_order.values_list("employment", "teachingsubject__title"):
        titles[pk].append(title)
    return {pk: ", ".join(held) for pk, held in titles.items()}


def record_of(row: dict[str, Any], beside: Beside) -> dict[str, Any]:
    """Values by code of column; nothing stands where nothing is known."""
    return {
        **{code: known(row[name]) for code, name in OWN.items()},
        "subjects": beside.subjects.get(row["pk"]),
        "last_day": last_day_of(row),
        **period_of("category", "level", beside.categories.get(row["person"])),
        **period_of("absence", "kind", beside.absences.get(row["pk"])),
    }


def known(value: Any) -> Any:
    return None if value == "" else value


def period_of(code: str, name: str, held: dict[str, Any] | None) -> dict[str, Any]:
    """A word with its days, under the three codes that stand for them."""
    if held is None:
        return {}
    return {
        code: held[name],
        f"{code}_from": held["start"],
        f"{code}_last_day": last_day_of(held),
    }


def last_day_of(held: dict[str, Any]) -> date | None:
    return held["end"] - DAY if held["end"] else None
