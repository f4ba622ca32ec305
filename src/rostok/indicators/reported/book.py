"""All that was reported and asked in a system and a year, in four queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rostok.indicators.asking import Question
from rostok.indicators.engine import is_countable
from rostok.indicators.formula import Reported
from rostok.indicators.models import Collected, DataForm, ReportedValue, SourceChoice
from rostok.indicators.models.reported import APPROVED_STATES
from rostok.indicators.pack import ContextIndicator
from rostok.indicators.reported.shapes import Figures, plain
from rostok.indicators.reported.totals import Cell, Total, totals_of
from rostok.indicators.tree import Tree
from rostok.orgs.models import System

COMPUTED, REPORTED, NONE = "computed", "reported", "none"
FIELDS = ("code", "form__unit", "numerator", "denominator", "value", "form__state")


@dataclass(frozen=True)
class ReportBook:
    """Cells by code and unit, units asked by code, sources chosen by code."""

    cells: Mapping[str, Mapping[int, Cell]] = field(default_factory=dict)
    due: Mapping[str, frozenset[int]] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, system: System, year: int, codes: Iterable[str] | None = None) -> "ReportBook":
        """The whole year, or some of its indicators."""
        narrow = {} if codes is None else {"code__in": list(codes)}
        values = ReportedValue.objects.filter(form__system=system, form__year=year, **narrow)
        cells: dict[str, dict[int, Cell]] = defaultdict(dict)
        for code, unit, numerator, denominator, value, state in values.values_list(*FIELDS):
            figures = Figures(numerator, denominator, plain(value))
            if not figures.is_empty:
                cells[code][unit] = Cell(figures, state in APPROVED_STATES)
        chosen = SourceChoice.objects.filter(system=system, year=year, **narrow)
        return cls(dict(cells), due_units(system, year, narrow), dict(chosen.values_list(*CHOICE)))

    def knows(self, code: str) -> bool:
        """Whether the indicator is collected or anybody has reported it."""
        return code in self.due or code in self.cells

    def totals(self, indicator: ContextIndicator, tree: Tree) -> dict[int, Total]:
        code = indicator.code
        if not self.knows(code):
            return {}
        return totals_of(indicator, tree, self.cells.get(code, {}), self.due.get(code))

    def source_of(self, question: Question) -> str:
        """The official source: as chosen, else computed where it can be, else reported."""
        code = question.indicator.code
        if code in self.choices:
            return self.choices[code]
        if is_countable(question.formula):
            return COMPUTED
        is_reported = isinstance(question.formula, Reported) or self.knows(code)
        return REPORTED if is_reported else NONE


CHOICE = ("code", "source")


def due_units(system: System, year: int, narrow: dict[str, list[str]]) -> dict[str, frozenset[int]]:
    """Code → the units of its level that hold a form they must send."""
    asked = dict(
        Collected.objects.filter(system=system, year=year, **narrow).values_list("code", "level")
    )
    if not asked:
        return {}
    forms = DataForm.objects.filter(system=system, year=year, obliged=True)
    by_level: dict[str, set[int]] = defaultdict(set)
    for unit, kind in forms.values_list("unit", "unit__kind"):
        by_level[kind].add(unit)
    return {code: frozenset(by_level[level]) for code, level in asked.items()}
