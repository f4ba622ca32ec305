"""What confirming a file would do, row by row, and what stands in the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rostok.kernel import clock
from rostok.kernel.models import RowAction
from rostok.kernel.periods import Period, after_last_day
from rostok.kernel.tabular import Change
from rostok.people.queries import years_between
from rostok.staff.categories import ATTESTED, usual_end
from rostok.staff.imports.columns import COLUMNS, NO_CATEGORY
from rostok.staff.imports.entries import Entry
from rostok.staff.imports.known import Known
from rostok.staff.imports.matching import Group
from rostok.staff.models import Absence, Employment, EmploymentKind
from rostok.staff.services.rules import ELSEWHERE

TITLES = {column.code: column for column in COLUMNS}
PERSON = ("last_name", "first_name", "patronymic", "gender")
SENSITIVE = ("birth_date", "phone", "snils_hash")
CARD = ("education", "pedagogical_since")
SEPTEMBER = 9


@dataclass
class RowPlan:
    """The intent of one row. `employment` is the one on record that the row is about."""

    entry: Entry
    employment: Employment | None = None
    replaces: Employment | None = None
    changes: list[Change] = field(default_factory=list)
    category: tuple[str, date, date | None] | None = None
    absence: tuple[str, date, date | None] | None = None
    absence_end: tuple[Absence, date] | None = None

    def change(self, code: str, old: Any, new: Any) -> None:
        column = TITLES[code]
        self.changes.append(Change(code, column.title, column.show(old), column.show(new)))

    @property
    def changed(self) -> set[str]:
        return {change.column for change in self.changes}

    @property
    def action(self) -> RowAction:
        if self.employment is None and self.replaces is None:
            return RowAction.NEW
        return RowAction.CHANGED if self.changes else RowAction.UNCHANGED


@dataclass
class PersonPlan:
    """All rows of a person, and their own values that differ from the record."""

    known: Known | None
    rows: list[RowPlan]
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def entries(self) -> list[Entry]:
        return [row.entry for row in self.rows]


def plan_person(group: Group) -> PersonPlan:
    """The plan of a person; with a problem in any row none of their rows is written."""
    rows = [RowPlan(entry) for entry in sorted(group.entries, key=lambda e: (e.start, e.number))]
    plan = PersonPlan(group.known, rows)
    find_employments(plan)
    fill_subjects(plan)
    refuse_overlaps(plan)
    for row in rows:
        compare_person(plan, row)
        compare_employment(plan, row)
        compare_category(plan, row)
        compare_absence(plan, row)
    spread_problems(plan)
    return plan


def spread_problems(plan: PersonPlan) -> None:
    wrong = [entry for entry in plan.entries if entry.problems]
    for entry in plan.entries if wrong else ():
        if not entry.problems:
            text = f"У этого человека ошибка в строке {wrong[0].number}: исправьте её."
            entry.complain("person_in_error", text)


# Employments


def find_employments(plan: PersonPlan) -> None:
    """Tie rows to employments on record: equal ones first, then corrected and replaced ones."""
    free = list(plan.known.employments) if plan.known else []
    for meant in (is_same, is_corrected):
        for row in plan.rows:
            if row.employment is None:
                row.employment = next((one for one in free if meant(row.entry, one)), None)
                if row.employment is not None:
                    free.remove(row.employment)
    for row in plan.rows:
        if row.employment is None:
            row.replaces = next((one for one in free if is_replaced(row.entry, one)), None)
            if row.replaces is not None:
                free.remove(row.replaces)


def fill_subjects(plan: PersonPlan) -> None:
    """«Учитель физики» teaches physics, where nothing else is known."""
    for row in plan.rows:
        held = plan.known and row.employment and plan.known.subjects.get(row.employment.pk)
        if row.entry.subjects is None and row.entry.by_post and not held:
            row.entry.take_subjects_of_post()


def is_same(entry: Entry, one: Employment) -> bool:
    return is_here(entry, one) and one.start == entry.start and one.post_id == entry.titled.pk


def is_corrected(entry: Entry, one: Employment) -> bool:
    """The same post with another first day, or another post from the same day."""
    same_post = one.post_id == entry.titled.pk
    return is_here(entry, one) and (
        one.start == entry.start or (same_post and one.period.overlaps(entry.period))
    )


def is_replaced(entry: Entry, one: Employment) -> bool:
    """Moved to another post within the organisation: the old one ends where the new one starts."""
    return is_here(entry, one) and entry.is_main and one.end is None and one.start < entry.start


def is_here(entry: Entry, one: Employment) -> bool:
    return one.organisation_id == entry.placed.pk and one.kind == entry.kind


@dataclass(frozen=True)
class Work:
    """A main employment as it would stand: of a row, or on record and untouched."""

    period: Period
    entry: Entry | None
    one: Employment | None


def works_of(plan: PersonPlan) -> list[Work]:
    works = [
        Work(Period(row.entry.start, resulting_end(row)), row.entry, row.employment)
        for row in plan.rows
        if row.entry.is_main
    ]
    touched = {row.employment for row in plan.rows} | {row.replaces for row in plan.rows}
    works += [
        Work(one.period, None, one)
        for one in (plan.known.employments if plan.known else ())
        if one not in touched and one.kind == EmploymentKind.MAIN
    ]
    works += [
        Work(Period(row.replaces.start, row.entry.start), None, row.replaces)
        for row in plan.rows
        if row.replaces is not None
    ]
    return works


def resulting_end(row: RowPlan) -> date | None:
    """An empty cell keeps the end on record."""
    if row.entry.end is None and row.employment is not None:
        end: date | None = row.employment.end
        return end if end is None or end > row.entry.start else None
    return row.entry.end


def refuse_overlaps(plan: PersonPlan) -> None:
    """One main employment at a time, counted with what the file itself would change."""
    works = works_of(plan)
    for work in works:
        for other in works:
            if work.entry and other is not work and work.period.overlaps(other.period):
                work.entry.complain("second_main", overlap_phrase(plan, other), "start")
                break


def overlap_phrase(plan: PersonPlan, other: Work) -> str:
    if other.entry is not None:
        return f"Второе основное место работы на те же дни: строка {other.entry.number}."
    if other.one is None or (plan.known is not None and not plan.known.mine):
        return f"Человек {ELSEWHERE}."
    return (
        f"Основное место работы — {other.one.organisation} с {other.one.start:%d.%m.%Y}."
        " Сначала укажите там дату увольнения."
    )


def compare_employment(plan: PersonPlan, row: RowPlan) -> None:
    entry, one = row.entry, row.employment
    if row.replaces is not None:
        row.change("post", row.replaces.post.title, entry.titled.title)
        row.change("start", row.replaces.start, entry.start)
        return
    if one is None:
        return
    if one.post_id != entry.titled.pk:
        row.change("post", one.post.title, entry.titled.title)
    if one.start != entry.start:
        row.change("start", one.start, entry.start)
    if entry.end is not None and one.end != entry.end:
        row.change("last_day", one.last_day, entry.get("last_day"))
    if entry.get("rate") is not None and one.rate != entry.get("rate"):
        row.change("rate", one.rate, entry.get("rate"))
    held = plan.known.subjects.get(one.pk, frozenset()) if plan.known else frozenset()
    if entry.subjects is not None and held != entry.subjects:
        row.change("subjects", "", entry.get("subjects"))


# The person


def compare_person(plan: PersonPlan, row: RowPlan) -> None:
    """Own values of the person; empty cells change nothing, rows must not contradict each other."""
    if plan.known is not None and not plan.known.mine and plan.known.is_engaged(clock.today()):
        return
    for code in (*PERSON, *SENSITIVE, *CARD):
        new = row.entry.snils_hash if code == "snils_hash" else row.entry.get(code)
        if code == "pedagogical_since" and new is None:
            new = proposed_since(plan, row.entry)
        if new is None or new == "":
            continue
        if code in plan.values and plan.values[code] != new:
            place = "snils" if code == "snils_hash" else code
            row.entry.complain("contradiction", "В другой строке этого человека иначе.", place)
        elif plan.known is None or plan.known.value(code) != new:
            note_change(plan, row, code, new)


def proposed_since(plan: PersonPlan, entry: Entry) -> date | None:
    """1 September with as many full years to the day of the list; a known day that fits stands."""
    years, on = entry.get("experience"), entry.get("experience_on")
    if years is None or on is None:
        return None
    known = plan.known.value("pedagogical_since") if plan.known else None
    if known is not None and known <= on and years_between(known, on) == years:
        return None
    september = date(on.year, SEPTEMBER, 1)
    return date(on.year - years - (september > on), SEPTEMBER, 1)


def note_change(plan: PersonPlan, row: RowPlan, code: str, new: Any) -> None:
    if plan.known is not None and code not in plan.values:
        if code == "snils_hash":
            row.change("snils", None, row.entry.get("snils"))
        else:
            row.change(code, plan.known.value(code) or None, new)
    plan.values[code] = new


def compare_category(plan: PersonPlan, row: RowPlan) -> None:
    level, start = row.entry.get("category"), row.entry.get("category_from")
    if not level or level == NO_CATEGORY:
        return
    held = plan.known.categories if plan.known else []
    if not start:
        if any(one.level == level and clock.today() in one.period for one in held):
            return
        start = row.entry.get("category_from_if_unknown")
    if not start:
        text = (
            "Укажите, с какого дня категория: в файле или один день для всех на странице столбцов."
        )
        row.entry.complain("required", text, "category_from")
        return
    if any(one.level == level and one.start == start for one in held):
        return
    planned = {other.category[:2] for other in plan.rows if other.category}
    if (level, start) in planned:
        return
    end = after_last_day(row.entry.get("category_last_day")) or usual_end(level, start)
    row.category = (level, start, end)
    current = [one for one in held if one.level in ATTESTED and start in one.period]
    row.change("category", current[0].level if current else None, level)


def compare_absence(plan: PersonPlan, row: RowPlan) -> None:
    kind, start = row.entry.get("absence"), row.entry.get("absence_from")
    if not kind or not start:
        return
    end = after_last_day(row.entry.get("absence_last_day")) or row.entry.end
    held = absences_of(plan, row.employment)
    same = next((one for one in held if one.kind == kind and one.start == start), None)
    if same is not None:
        if end is not None and same.end != end:
            row.absence_end = (same, end)
            row.change("absence_last_day", same.last_day, Period(start, end).last_day)
        return
    last = resulting_end(row)
    if last is not None and (start >= last or (end is not None and end > last)):
        row.entry.complain("outside", "Отсутствие длится дольше работы.", "absence_last_day")
        return
    if any(one.period.overlaps(Period(start, end)) for one in held):
        row.entry.complain(
            "absence_overlaps", "На эти дни отсутствие уже записано.", "absence_from"
        )
        return
    row.absence = (kind, start, end)
    row.change("absence", None, kind)


def absences_of(plan: PersonPlan, employment: Employment | None) -> list[Absence]:
    if plan.known is None or employment is None:
        return []
    return plan.known.absences.get(employment.pk, [])


def target_of(plan: PersonPlan, row: RowPlan) -> Mapping[str, Any]:
    """What the preview rests on: when any of it has moved at «confirm», the preview is stale."""
    touched = [row.employment, row.replaces]
    return {
        "person": plan.known.person.pk if plan.known else None,
        "version": plan.known.person.version if plan.known else None,
        "employments": [[one.pk, one.version] if one else None for one in touched],
        "changes": sorted(row.changed),
    }
