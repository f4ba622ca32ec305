"""Rows of a table of reported values against the cells there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rostok.indicators import permissions
from rostok.indicators.imports.columns import (
    CODE,
    NUMERATOR,
    UNIT,
    VALUE,
    YEAR,
    column_code,
    context_indicators,
    labels_of,
)
from rostok.indicators.imports.figures import dumped, figures_in, printed_note
from rostok.indicators.imports.totals import (
    Place,
    Sums,
    Total,
    Tree,
    is_total,
    placed,
    sums_below,
)
from rostok.indicators.models import DataForm, FormState, ReportedValue
from rostok.indicators.pack import ContextIndicator
from rostok.indicators.reported.shapes import (
    Figures,
    Shape,
    figures_of,
    figures_words,
    refuse_over_base,
    shape_of,
)
from rostok.indicators.services.cells import CLOSED
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import ImportBatch, RowAction
from rostok.kernel.tabular import Change, Context, ParsedRow, Problem, Verdict
from rostok.kernel.text import norm
from rostok.orgs.models import OrgUnit, System


@dataclass
class Records:
    """The units of a system that the actor reports for, and what stands in their cells."""

    system: System
    by_code: dict[str, OrgUnit] = field(default_factory=dict)
    by_name: dict[str, list[OrgUnit]] = field(default_factory=lambda: defaultdict(list))
    forms: dict[tuple[int, int], DataForm] = field(default_factory=dict)
    cells: dict[tuple[int, int, str], ReportedValue] = field(default_factory=dict)
    codes: dict[Place, set[str]] = field(default_factory=lambda: defaultdict(set))

    @cached_property
    def tree(self) -> Tree:
        units = {unit.pk: unit for unit in self.by_code.values()}
        return Tree(self.system.root_id, units)

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
            self.codes[cell.form.unit_id, cell.form.year].add(cell.code)

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


@dataclass
class Comparison:
    """One file against the records; `lines` are its good rows and totals by unit and year."""

    records: Records
    context: Context
    indicators: list[ContextIndicator]
    lines: dict[Place, ParsedRow] = field(default_factory=dict)

    @cached_property
    def labels(self) -> dict[str, str]:
        return labels_of(self.indicators)

    def verdicts(self, rows: list[ParsedRow]) -> list[Verdict]:
        self.records.read({self.year_of(row) for row in rows if self.year_of(row)})
        totals = [row for row in rows if is_total(row) and self.has_numbers(row)]
        told = {row.number for row in totals}
        plain = [row for row in rows if row.number not in told]
        units = {row.number: self.records.unit_of(row) for row in plain}
        twice = self.repeated(plain, units)
        found = [self.verdict(row, units[row.number], twice) for row in plain]
        known = {number: unit.pk for number, unit in units.items() if isinstance(unit, OrgUnit)}
        return found + self.totals(placed(self.records.tree, totals, known, self.records.by_code))

    def totals(self, totals: list[Total]) -> list[Verdict]:
        """A verdict for every line «Итого», compared with what its parts come to."""
        at: dict[Place, list[Total]] = defaultdict(list)
        for total in totals:
            if total.territory is not None:
                at[total.territory.pk, self.year_of(total.row)].append(total)
        lone = {place: found[0].row for place, found in at.items() if len(found) == 1}
        sums = sums_below(self.records.tree, {**lone, **self.lines}, self.indicators)
        return [self.judged_total(total, at, sums) for total in totals]

    def judged_total(self, total: Total, at: Mapping[Place, list[Total]], sums: Sums) -> Verdict:
        row, unit = total.row, total.territory
        if unit is None:
            return Verdict(row.number, RowAction.UNCHANGED, "Итого: сверяем, но не записываем")
        place = unit.pk, self.year_of(row)
        if len(at[place]) > 1:
            words = ", ".join(str(one.row.number) for one in at[place])
            problem = Problem(
                "total_twice", f"Итог по «{unit}» стоит дважды: строки {words}.", UNIT
            )
            return Verdict(row.number, RowAction.ERROR, f"Итого, {unit}", problems=[problem])
        if place in self.lines:
            title = f"Итого, {unit}: её строка уже есть в файле, итог не записываем"
            return Verdict(row.number, RowAction.UNCHANGED, title)
        below = {
            one.code: sums[*place, one.code]
            for one in self.indicators
            if (*place, one.code) in sums
        }
        return self.total_verdict(row, unit, below)

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
            self.lines[unit.pk, self.year_of(row)] = row
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
        is_new = not self.records.codes[unit.pk, year]
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
            notes = printed_note(one, row, figures, self.labels[one.code])
            if figures != was and (given is None or one.code in given):
                words = figures_words(one, was), figures_words(one, figures)
                changes.append(Change(column_code(one, VALUE), self.labels[one.code], *words))
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

    def total_verdict(self, row: ParsedRow, unit: OrgUnit, sums: Mapping[str, Figures]) -> Verdict:
        """Kept as the territory's own total only where the sum of its parts disagrees."""
        known = self.records.codes[unit.pk, self.year_of(row)]
        wrong = {
            one.code
            for one in self.indicators
            if one.code in sums and differs(one, row, sums[one.code])
        }
        unsummed = {one.code for one in self.indicators if one.code not in sums}
        verdict = self.judged(row, unit, given=wrong | known | unsummed)
        verdict.changes = [
            *verdict.changes,
            *(
                Change(
                    column_code(one, VALUE),
                    f"{self.labels[one.code]}: итог не сходится с суммой строк, примем как есть",
                    f"сумма {figures_words(one, sums[one.code])}",
                    f"итог {figures_words(one, figures_in(one, row, Figures()))}",
                )
                for one in self.indicators
                if one.code in wrong and one.code in verdict.target.get("cells", {})
            ),
        ]
        words = f"расходится: {len(wrong)}" if wrong else "сходится с суммой строк"
        verdict.title = f"Итого, {unit}: {words}"
        return verdict


def differs(one: ContextIndicator, row: ParsedRow, summed: Figures) -> bool:
    told = figures_in(one, row, Figures())
    if told.is_empty or shape_of(one) == Shape.YES_NO:
        return False
    return told != summed and not (told.numerator is None and told.value is None)


def compare(actor: Actor, batch: ImportBatch, rows: list[ParsedRow]) -> list[Verdict]:
    context = batch.context
    comparison = Comparison(Records.of(actor, context), context, context_indicators(context))
    return comparison.verdicts(rows)
