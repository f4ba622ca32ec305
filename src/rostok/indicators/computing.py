"""Values of a system's indicators for a year, as rows ready to be stored or printed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from rostok.indicators.asking import Question, question_about
from rostok.indicators.catalogue import indicators_of
from rostok.indicators.engine import is_countable, outcomes
from rostok.indicators.formula import Reported
from rostok.indicators.models import IndicatorValue, ValueState
from rostok.indicators.numbers import Outcome, state_of
from rostok.indicators.pack import ContextIndicator
from rostok.indicators.targets import TargetBook, target_book
from rostok.indicators.tree import Tree, tree_of
from rostok.kernel import clock
from rostok.orgs.models import OrgUnit, System

NOTHING = Outcome(None, None, None)


@dataclass(frozen=True)
class Sheet:
    """All that one computation of a system needs besides the questions."""

    system: System
    tree: Tree
    book: TargetBook
    moment: datetime

    @classmethod
    def of(cls, system: System) -> "Sheet":
        tree = tree_of(system.root)
        return cls(system, tree, target_book(system, tree), clock.now())

    def values(
        self, indicator: ContextIndicator, year: int, on: date | None = None
    ) -> Iterator[IndicatorValue]:
        """Unsaved values of an indicator for the year: territories and counted organisations."""
        question = question_about(self.system, indicator, year, on)
        found = None if question.is_future else outcomes(question, self.tree)
        shown = self.tree.shown_on(question.on, question.limits["org_kinds"])
        for node in self.tree.nodes:
            outcome = (found or {}).get(node.id, NOTHING)
            if node.id in shown or outcome.numerator or outcome.denominator:
                yield self.value(question, node.id, outcome)

    def value(self, question: Question, unit: int, outcome: Outcome) -> IndicatorValue:
        indicator = question.indicator
        target = self.book.target_for(indicator, question.year, unit)
        return IndicatorValue(
            system=self.system,
            code=indicator.code,
            year=question.year,
            unit_id=unit,
            numerator=outcome.numerator,
            denominator=outcome.denominator,
            value=outcome.value,
            target=target,
            state=self.state(question, outcome, target),
            source=source_of(question),
            base_date=question.on,
            pack_version=question.version,
            computed_at=self.moment,
        )

    def state(self, question: Question, outcome: Outcome, target: Decimal | None) -> ValueState:
        if question.is_future:
            return ValueState.NO_DATA
        if not is_countable(question.formula):
            return ValueState.NO_SOURCE
        return state_of(outcome.value, target, question.indicator.better or "up", question.limits)


def source_of(question: Question) -> str:
    """Where the official value comes from; `none` until its measures are published or reported."""
    if is_countable(question.formula):
        return "computed"
    return "reported" if isinstance(question.formula, Reported) else "none"


def computed_values(
    system: System, year: int, *, on: date | None = None, codes: Iterable[str] | None = None
) -> Iterator[IndicatorValue]:
    """Unsaved values of all indicators (or of `codes`) for a year; `on` moves the base date."""
    sheet = Sheet.of(system)
    wanted = set(codes) if codes is not None else None
    for indicator in indicators_of(system, year):
        if wanted is None or indicator.code in wanted:
            yield from sheet.values(indicator, year, on)


def value_now(
    system: System, indicator: ContextIndicator, year: int, unit: OrgUnit
) -> IndicatorValue:
    """One unit's value from the facts as they are this moment, unsaved."""
    sheet = Sheet.of(system)
    question = question_about(system, indicator, year)
    found = None if question.is_future else outcomes(question, tree_of(unit))
    return sheet.value(question, unit.pk, (found or {}).get(unit.pk, NOTHING))
