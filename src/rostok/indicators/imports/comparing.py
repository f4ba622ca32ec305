"""Rows of a table of reported values against the cells there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from rostok.indicators import permissions
from rostok.indicators.imports.columns import (
    CODE,
    DENOMINATOR,
    NUMERATOR,
    UNIT,
    VALUE,
    YEAR,
    column_code,
    context_indicators,
    labels_of,
    parts_of,
)
from rostok.indicators.models import DataForm, FormState, ReportedValue
from rostok.indicators.pack import ContextIndicator
from rostok.indicators.reported.shapes import (
    Figures,
    Shape,
    figures_of,
    figures_words,
    is_summed,
    outcome_of_cell,
    refuse_over_base,
    shape_of,
)
from rostok.indicators.services.cells import CLOSED
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import ImportBatch, RowAction
from rostok.kernel.tabular import Change, Context, ParsedRow, Problem, Verdict
from rostok.kernel.text import norm
from rostok.kernel.ui.formats import percent_words
from rostok.orgs.models import OrgUnit, System

TOTALS = ("итого", "всего", "в целом", "по муниципалитету", "по району")
NEAR = Decimal("0.1")


@dataclass
class Records:
    """The units of a system that the actor reports for, and what stands in their cells."""

    system: System
    by_code: dict[str, OrgUnit] = field(default_factory=dict)
    by_name: dict[str, list[OrgUnit]] = field(default_factory=lambda: defaultdict(list))
    forms: dict[tuple[int, int], DataForm] = field(default_factory=dict)
    cells: dict[tuple[int, int, str], ReportedValue] = field(default_factory=dict)

    @classmethod
    def of(cls, actor: Actor, context: Context) -> "Records":
        system = System.objects.with_versions().get(key=context["system"])
        found = cls(system)
        for unit in units_of_actor(actor, system):
            found.by_code[norm(unit.code)] = unit
            for name in {norm(unit.short_title), norm(unit.title)}:
                found.by_name[name].append(unit)
        return found

    def read(self, years: Iterable[int]) -> None:
        where = {"system": self.system, "year__in": set(years)}
        for form in DataForm.objects.filter(**where):
            self.forms[form.unit_id, form.year] = form
        rows = ReportedValue.objects.filter(
            form__system=self.system, form__year__in=set(years)
        ).select_related("form")
        for cell in rows:
            self.cells[cell.form.unit_id, cell.form.year, cell.code] = cell

    def unit_of(self, row: ParsedRow) -> OrgUnit | Problem:
        """By the code, else by the name; the problem where it is none or several."""
        code, name = (norm(str(row.values.get(key) or "")) for key in (CODE, UNIT))
        if code:
            known = self.by_code.get(code)
            return known or Problem("unknown_unit", "В вашей территории нет такого кода.", CODE)
        found = self.by_name.get(name, [])
        if not found and name in self.by_code:
            found = [self.by_code[name]]
        if len(found) == 1:
            return found[0]
        if found:
            return Problem("several_units", "Так называются несколько. Впишите код.", UNIT)
        return Problem(
            "unknown_unit",
            "Такой организации или территории нет среди тех, за кого вы отчитываетесь.",
            UNIT,
        )


def units_of_actor(actor: Actor, system: System) -> Any:
    units: Any = OrgUnit.objects.below(system.root_id)
    return units.visible_to(actor, permissions.REPORT)


def is_total(row: ParsedRow) -> bool:
    name = norm(str(row.values.get(UNIT) or row.values.get(CODE) or ""))
    return name.startswith(TOTALS)


@dataclass
class Comparison:
    """One file against the records."""

    records: Records
    context: Context
    indicators: list[ContextIndicator]
    sums: dict[tuple[int, str], Figures] = field(default_factory=dict)

    def verdicts(self, rows: list[ParsedRow]) -> list[Verdict]:
        self.records.read({self.year_of(row) for row in rows if self.year_of(row)})
        plain = [row for row in rows if not is_total(row)]
        units = {row.number: self.records.unit_of(row) for row in plain}
        twice = self.repeated(plain, units)
        found = [self.verdict(row, units[row.number], twice) for row in plain]
        totals = [row for row in rows if is_total(row)]
        return found + [self.total_verdict(row, several=len(totals) > 1) for row in totals]

    def year_of(self, row: ParsedRow) -> int:
        return int(row.values.get(YEAR) or self.context.get("year") or 0)

    def repeated(
        self, rows: list[ParsedRow], units: Mapping[int, OrgUnit | Problem]
    ) -> dict[tuple[int, int], list[int]]:
        """(unit, year) → the rows of units that stand in the file more than once."""
        at: dict[tuple[int, int], list[int]] = defaultdict(list)
        for row in rows:
            unit = units[row.number]
            if isinstance(unit, OrgUnit):
                at[unit.pk, self.year_of(row)].append(row.number)
        return {key: numbers for key, numbers in at.items() if len(numbers) > 1}

    def verdict(
        self, row: ParsedRow, unit: OrgUnit | Problem, twice: Mapping[Any, list[int]]
    ) -> Verdict:
        title = str(row.values.get(UNIT) or row.values.get(CODE) or "")
        if not self.has_numbers(row):
            return Verdict(row.number, RowAction.UNCHANGED, f"{title}: чисел нет")
        if isinstance(unit, Problem):
            return Verdict(row.number, RowAction.ERROR, title, problems=[unit])
        verdict = self.judged(row, unit)
        numbers = twice.get((unit.pk, self.year_of(row)))
        if numbers:
            words = ", ".join(map(str, numbers))
            verdict.problems = [
                *verdict.problems,
                Problem("unit_twice", f"Организация стоит в файле дважды: строки {words}.", UNIT),
            ]
        if not verdict.problems and not row.problems:
            self.add(row)
        return verdict

    def has_numbers(self, row: ParsedRow) -> bool:
        """Notes under a table and rows not filled yet have none."""
        told = any(":" in code and value is not None for code, value in row.values.items())
        return told or any(":" in problem.column for problem in row.problems)

    def judged(self, row: ParsedRow, unit: OrgUnit, given: Any = None) -> Verdict:
        """What the row would write at the unit. `given` are indicators whose cells it may touch."""
        year = self.year_of(row)
        problems = self.problems_of_year(year)
        changes: list[Change] = []
        cells: dict[str, Any] = {}
        is_new = not any(key[:2] == (unit.pk, year) for key in self.records.cells)
        labels = labels_of(self.indicators)
        for one in self.indicators:
            old = self.records.cells.get((unit.pk, year, one.code))
            was = figures_of(old) if old else Figures()
            figures = figures_in(one, row, was)
            try:
                refuse_over_base(one, figures.numerator, figures.denominator)
            except RuleViolation as refusal:
                column = column_code(one, NUMERATOR)
                problems.append(Problem("over_base", refusal.message, column))
                continue
            notes = printed_note(one, row, figures, labels[one.code])
            if figures != was and (given is None or one.code in given):
                words = figures_words(one, was), figures_words(one, figures)
                changes.append(Change(column_code(one, VALUE), labels[one.code], *words))
                cells[one.code] = [*dumped(figures), old.version if old else 0]
                changes += notes
            elif old is None:
                changes += notes
        if cells:
            problems += self.problems_of_form(unit, year)
        action = RowAction.NEW if is_new else RowAction.CHANGED
        return Verdict(
            row.number,
            action if cells else RowAction.UNCHANGED,
            f"{unit}, {year}" if year else str(unit),
            {"unit": unit.pk, "year": year, "cells": cells},
            changes,
            problems,
        )

    def problems_of_year(self, year: int) -> list[Problem]:
        if not year:
            return [Problem("no_year", "За какой год? Добавьте столбец «Год».", YEAR)]
        if year > self.records.system.today.year:
            return [Problem("future", "Этот год ещё не наступил.", YEAR)]
        return []

    def problems_of_form(self, unit: OrgUnit, year: int) -> list[Problem]:
        """A sent form is not overwritten; the same numbers in it are no problem."""
        form = self.records.forms.get((unit.pk, year))
        if form is None or form.is_open:
            return []
        return [Problem("form_closed", CLOSED[FormState(form.state)], UNIT)]

    def add(self, row: ParsedRow) -> None:
        """The row's numbers to the sums of the file."""
        year = self.year_of(row)
        for one in self.indicators:
            figures = figures_in(one, row, Figures())
            if figures.is_empty or not is_summed(one):
                continue
            self.sums[year, one.code] = added(self.sums.get((year, one.code)), figures)

    def total_verdict(self, row: ParsedRow, *, several: bool) -> Verdict:
        """The line «Итого»: kept as the territory's own total only where the sum disagrees."""
        if several:
            problem = Problem("total_twice", "Строка «Итого» стоит в файле дважды.", UNIT)
            return Verdict(row.number, RowAction.ERROR, "Итого", problems=[problem])
        unit, year = self.territory(), self.year_of(row)
        if unit is None:
            return Verdict(row.number, RowAction.UNCHANGED, "Итого: сверяем, но не записываем")
        known = {
            code for unit_id, at, code in self.records.cells if (unit_id, at) == (unit.pk, year)
        }
        wrong = {
            one.code: self.sums[year, one.code]
            for one in self.indicators
            if (year, one.code) in self.sums and self.differs(one, row)
        }
        verdict = self.judged(row, unit, given=set(wrong) | known | self.unsummed(row))
        labels = labels_of(self.indicators)
        verdict.changes = [
            *verdict.changes,
            *(
                Change(
                    column_code(one, VALUE),
                    f"{labels[one.code]}: итог не сходится с суммой строк, примем как есть",
                    f"сумма {figures_words(one, wrong[one.code])}",
                    f"итог {figures_words(one, figures_in(one, row, Figures()))}",
                )
                for one in self.indicators
                if one.code in wrong and one.code in verdict.target.get("cells", {})
            ),
        ]
        words = f"расходится: {len(wrong)}" if wrong else "сходится с суммой строк"
        verdict.title = f"Итого, {unit}: {words}"
        return verdict

    def differs(self, one: ContextIndicator, row: ParsedRow) -> bool:
        told = figures_in(one, row, Figures())
        summed = self.sums[self.year_of(row), one.code]
        if told.is_empty or shape_of(one) == Shape.YES_NO:
            return False
        return told != summed and not (told.numerator is None and told.value is None)

    def unsummed(self, row: ParsedRow) -> set[str]:
        """What the total states and no row of the file does."""
        year = self.year_of(row)
        return {one.code for one in self.indicators if (year, one.code) not in self.sums}

    def territory(self) -> OrgUnit | None:
        """Whose total the line is: the system's root, if the actor reports for it."""
        return self.records.by_code.get(norm(self.records.system.root.code))


def figures_in(one: ContextIndicator, row: ParsedRow, was: Figures) -> Figures:
    """The numbers of the row over those there were: a blank cell changes nothing."""
    given = {part: row.values.get(column_code(one, part)) for part in parts_of(one)}
    numerator, denominator = given.get(NUMERATOR), given.get(DENOMINATOR)
    if shape_of(one) != Shape.COUNTS:
        return Figures(value=was.value if given[VALUE] is None else given[VALUE])
    if numerator is None and denominator is None:
        known = was.numerator is not None or was.denominator is not None
        keeps = known or given[VALUE] is None
        return was if keeps else Figures(value=given[VALUE])
    return Figures(
        was.numerator if numerator is None else numerator,
        was.denominator if denominator is None else denominator,
    )


def printed_note(
    one: ContextIndicator, row: ParsedRow, figures: Figures, label: str
) -> list[Change]:
    """A printed percent that its own counts contradict: shown, the counts are kept."""
    printed = row.values.get(column_code(one, VALUE))
    if shape_of(one) != Shape.COUNTS or one.unit != "percent" or printed is None:
        return []
    value = outcome_of_cell(one, figures).value
    if figures.value is not None or value is None or abs(value - printed) <= NEAR:
        return []
    return [
        Change(
            column_code(one, VALUE),
            f"{label}: процент не сходится с числами, примем числа",
            f"напечатано {percent_words(printed)}",
            f"по числам {percent_words(value)}",
        )
    ]


def added(left: Figures | None, right: Figures) -> Figures:
    if left is None:
        return right
    return Figures(
        plus(left.numerator, right.numerator),
        plus(left.denominator, right.denominator),
        plus(left.value, right.value),
    )


def plus(left: Any, right: Any) -> Any:
    return right if left is None else left if right is None else left + right


def dumped(figures: Figures) -> list[Any]:
    value = None if figures.value is None else f"{figures.value:f}"
    return [figures.numerator, figures.denominator, value]


def compare(actor: Actor, batch: ImportBatch, rows: list[ParsedRow]) -> list[Verdict]:
    context = batch.context
    comparison = Comparison(Records.of(actor, context), context, context_indicators(context))
    return comparison.verdicts(rows)


__all__ = ["compare"]
