"""What units of the demo report: one late, one returned, one total that differs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils import timezone

from rostok.config.demo.chance import read_data
from rostok.config.demo.writing import insert
from rostok.indicators.catalogue import indicator_of
from rostok.indicators.models import (
    CellChange,
    CellComment,
    Collected,
    DataForm,
    FormState,
    ReportedValue,
)
from rostok.indicators.reported.shapes import (
    Figures,
    Shape,
    figures_of,
    figures_words,
    shape_of,
)
from rostok.indicators.services.collecting import units_to_ask
from rostok.orgs.models import OrgClosure, OrgUnit, System
from rostok.staff.models import EmploymentKind, PostCategory

FEWEST = 1
SPREAD = 7
REPORTER = "Ответственный за отчёт"
COUNTED = (PostCategory.TEACHING, PostCategory.MANAGEMENT)
STEP = Decimal("0.03")


@dataclass
class Years:
    """Forms and cells of one system, by year and unit."""

    system: System
    staff: Mapping[int, int]
    forms: dict[tuple[int, int], DataForm] = field(default_factory=dict)
    cells: list[ReportedValue] = field(default_factory=list)


def write_reports(systems: Mapping[str, System], units: Mapping[str, OrgUnit]) -> None:
    """Everything that was gathered; values are computed after it."""
    data = dict(read_data("reports"))
    staff = staff_below()
    stories = data.pop("stories")
    now_open = data.pop("open")
    for key, plan in data.items():
        years = Years(systems[key], staff)
        insert(Collected, collected_of(years.system, plan["indicators"]))
        make_forms(years, plan)
        for row in plan["indicators"]:
            years.cells += cells_of(years, row)
        told = [story for story in stories if story["system"] == key]
        tell(years, told, units)
        save(years, told, units)
    for order in now_open:
        open_now(systems[order["system"]], order)


def staff_below() -> dict[int, int]:
    """Unit → how many main employments of teaching staff and managers stand at it or below."""
    rows = (
        OrgClosure.objects.filter(
            descendant__employments__kind=EmploymentKind.MAIN,
            descendant__employments__end__isnull=True,
            descendant__employments__post__category__in=COUNTED,
        )
        .values_list("ancestor")
        .annotate(number=Count("descendant__employments"))
    )
    return dict(rows)


def collected_of(system: System, rows: list[dict[str, Any]]) -> Iterator[Collected]:
    for row in rows:
        for year in row.get("rates") or row["exact"]:
            yield Collected(system=system, code=row["code"], year=year, level=row["level"])


def make_forms(years: Years, plan: dict[str, Any]) -> None:
    """A form for each unit asked, and for the territories above them; all accepted so far."""
    month, day = map(int, plan["due"].split("-"))
    for row in plan["indicators"]:
        for year in row.get("rates") or row["exact"]:
            asked, above = units_to_ask(years.system, year, row["level"])
            due = date(year + 1, month, day)
            for unit in asked:
                years.forms[year, unit] = form_of(years.system, year, unit, due, obliged=True)
            for unit in above:
                form = form_of(years.system, year, unit, due, obliged=False)
                years.forms.setdefault((year, unit), form)


def form_of(system: System, year: int, unit: int, due: date, *, obliged: bool) -> DataForm:
    state = FormState.ACCEPTED if obliged else FormState.ASSIGNED
    sent = moment_of(due) if obliged else None
    return DataForm(
        system=system,
        year=year,
        unit_id=unit,
        due=due,
        obliged=obliged,
        state=state,
        sent_at=sent,
        sender_title=REPORTER if obliged else "",
    )


def moment_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def cells_of(years: Years, row: dict[str, Any]) -> Iterator[ReportedValue]:
    for year in row.get("rates") or row["exact"]:
        asked, _above = units_to_ask(years.system, year, row["level"])
        indicator = indicator_of(years.system, row["code"], year)
        is_pair = shape_of(indicator) == Shape.COUNTS
        for unit in asked:
            form = years.forms[year, unit]
            numerator, denominator = counts_of(years, row, year, unit)
            yield ReportedValue(
                form=form,
                code=row["code"],
                numerator=numerator if is_pair else None,
                denominator=denominator if is_pair else None,
                value=None if is_pair else Decimal(numerator),
                source="отчёт организации",
                author_title=REPORTER,
                moment=form.sent_at or moment_of(date(year + 1, 1, 20)),
            )


def counts_of(years: Years, row: dict[str, Any], year: int, unit: int) -> tuple[int, int]:
    """Numbers that come to the rate of the year, each unit a little apart, the same every time."""
    if "exact" in row:
        numerator, denominator = row["exact"][year]
        return numerator, denominator
    base = max(round(years.staff.get(unit, 0) * row["base"]), FEWEST)
    apart = (unit % SPREAD - SPREAD // 2) * STEP
    rate = min(max(Decimal(str(row["rates"][year])) + apart, Decimal(0)), Decimal(1))
    return min(round(base * rate), base), base


def tell(years: Years, stories: list[dict[str, Any]], units: Mapping[str, OrgUnit]) -> None:
    """Who is late, who is still at it, what was returned."""
    for story in stories:
        asked = [form for (year, _unit), form in sorted_forms(years) if year == story["year"]]
        for place in story.get("late", []):
            unsend(asked[place % len(asked)], FormState.ASSIGNED)
        for place in story.get("working", []):
            unsend(asked[place % len(asked)], FormState.IN_WORK)
        if "comment" in story:
            years.forms[story["year"], units[story["unit"]].pk].state = FormState.RETURNED
        for code, (numerator, denominator) in story.get("total", {}).items():
            form = years.forms[story["year"], units[story["unit"]].pk]
            years.cells.append(total_cell(years, form, code, numerator, denominator))
    waiting = {id(form) for form in years.forms.values() if form.state == FormState.ASSIGNED}
    years.cells = [
        cell for cell in years.cells if id(cell.form) not in waiting or not cell.form.obliged
    ]


def sorted_forms(years: Years) -> list[tuple[tuple[int, int], DataForm]]:
    forms = [(key, form) for key, form in years.forms.items() if form.obliged]
    return sorted(forms, key=lambda pair: pair[0])


def unsend(form: DataForm, state: str) -> None:
    form.state, form.sent_at, form.sender_title = state, None, ""


def total_cell(years: Years, form: DataForm, code: str, tenths: int, whole: int) -> ReportedValue:
    """A total of the territory's own: so many tenths of its staff, whatever the parts sum up to."""
    base = years.staff.get(form.unit_id, whole)
    return ReportedValue(
        form=form,
        code=code,
        numerator=base * tenths // whole,
        denominator=base,
        source="сводный отчёт района",
        author_title="Соколова Елена Викторовна",
        moment=moment_of(date(form.year + 1, 2, 3)),
    )


def save(years: Years, stories: list[dict[str, Any]], units: Mapping[str, OrgUnit]) -> None:
    insert(DataForm, years.forms.values())
    for cell in years.cells:
        cell.form_id = cell.form.pk
    insert(ReportedValue, years.cells)
    titles = {(cell.code, cell.form.year): cell for cell in years.cells}
    passports = {key: indicator_of(years.system, *key) for key in titles}
    insert(
        CellChange,
        (
            CellChange(
                form=cell.form,
                code=cell.code,
                was=figures_words(passports[cell.code, cell.form.year], Figures()),
                now=figures_words(passports[cell.code, cell.form.year], figures_of(cell)),
                source=cell.source,
                author_title=cell.author_title,
                moment=cell.moment,
            )
            for cell in years.cells
        ),
    )
    insert(CellComment, comments_of(years, stories, units))


def comments_of(
    years: Years, stories: list[dict[str, Any]], units: Mapping[str, OrgUnit]
) -> Iterator[CellComment]:
    for story in stories:
        for code, text in story.get("comment", {}).items():
            yield CellComment(
                form=years.forms[story["year"], units[story["unit"]].pk],
                code=code,
                text=text,
                author_title=story["by"],
                moment=moment_of(date(story["year"] + 1, 2, 12)),
            )


def open_now(system: System, order: dict[str, Any]) -> None:
    """Forms that wait to be filled in today."""
    year, due = order["year"], date.fromisoformat(order["due"])
    insert(
        Collected,
        (
            Collected(system=system, code=code, year=year, level=order["level"])
            for code in order["codes"]
        ),
    )
    asked, above = units_to_ask(system, year, order["level"])
    insert(
        DataForm,
        (
            DataForm(system=system, year=year, unit_id=unit, due=due, obliged=unit in set(asked))
            for unit in [*asked, *above]
        ),
    )
