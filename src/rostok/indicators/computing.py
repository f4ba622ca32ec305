"""Values of a system's indicators for a year, as rows ready to be stored or printed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from rostok.indicators.asking import Question, question_about, tree_day
from rostok.indicators.catalogue import indicators_of
from rostok.indicators.engine import is_countable, outcomes
from rostok.indicators.models import IndicatorValue, ReportedTotal, ValueState
from rostok.indicators.numbers import Outcome, state_of
from rostok.indicators.pack import ContextIndicator
from rostok.indicators.reported.book import COMPUTED, NONE, REPORTED, ReportBook
from rostok.indicators.reported.totals import Total
from rostok.indicators.targets import TargetBook, target_book
from rostok.indicators.tree import Tree, tree_of
from rostok.kernel import clock
from rostok.orgs.models import OrgUnit, System

NOTHING = Outcome(None, None, None)
NO_TOTAL = Total(NOTHING, own=False, parts=None, sent=0, due=0, unapproved=0)


class Standing(NamedTuple):
    """The official value of a unit, and beside it what is reported, where anything is."""

    value: IndicatorValue
    reported: ReportedTotal | None


@dataclass(frozen=True)
class Sheet:
    """All that one computation of a system and a year needs besides the questions."""

    system: System
    tree: Tree
    book: TargetBook
    moment: datetime
    reports: dict[int, ReportBook] = field(default_factory=dict)

    @classmethod
    def of(cls, system: System, year: int, on: date | None = None) -> "Sheet":
        tree = tree_of(system.root, tree_day(system, year, on))
        return cls(system, tree, target_book(system, tree), clock.now())

    def reports_of(self, year: int) -> ReportBook:
        """What was reported in a year, read once."""
        if year not in self.reports:
            self.reports[year] = ReportBook.of(self.system, year)
        return self.reports[year]

    def values(
        self, indicator: ContextIndicator, year: int, on: date | None = None
    ) -> Iterator[IndicatorValue]:
        """Unsaved values of an indicator for the year: territories and counted organisations."""
        return (standing.value for standing in self.standings(indicator, year, on))

    def standings(
        self, indicator: ContextIndicator, year: int, on: date | None = None
    ) -> Iterator[Standing]:
        """The same with what is reported beside, each unsaved."""
        question = question_about(self.system, indicator, year, on)
        answer = Answer.to(self, question, self.tree)
        shown = self.tree.shown_on(question.on, question.limits["org_kinds"])
        for node in self.tree.nodes:
            outcome = answer.computed.get(node.id, NOTHING)
            is_told = outcome.numerator or outcome.denominator or node.id in answer.totals
            if node.id in shown or is_told:
                yield answer.standing(node.id)


@dataclass(frozen=True)
class Answer:
    """One question answered for every unit of a tree, by facts and by reports."""

    sheet: Sheet
    question: Question
    computed: dict[int, Outcome]
    totals: dict[int, Total]
    source: str
    is_known: bool
    is_countable: bool

    @classmethod
    def to(cls, sheet: Sheet, question: Question, tree: Tree) -> "Answer":
        found = None if question.is_future else outcomes(question, tree)
        return cls.with_counts(sheet, question, tree, found or {})

    @classmethod
    def with_counts(
        cls, sheet: Sheet, question: Question, tree: Tree, computed: dict[int, Outcome]
    ) -> "Answer":
        """With what is computed given, where only the reports have moved."""
        reports = sheet.reports_of(question.year)
        totals = reports.totals(question.indicator, tree)
        known = reports.knows(question.indicator.code)
        source, countable = reports.source_of(question), is_countable(question.formula)
        return cls(sheet, question, computed, totals, source, known, countable)

    def is_given(self, unit: int) -> bool:
        """Whether the unit, or anything below it, has reported."""
        return self.totals.get(unit, NO_TOTAL).is_given

    def standing(self, unit: int) -> Standing:
        return Standing(self.value(unit), self.reported(unit))

    def value(self, unit: int) -> IndicatorValue:
        question, total = self.question, self.totals.get(unit, NO_TOTAL)
        outcome = self.official(unit)
        target = self.sheet.book.target_for(question.indicator, question.year, unit)
        return IndicatorValue(
            system=self.sheet.system,
            code=question.indicator.code,
            year=question.year,
            unit_id=unit,
            numerator=outcome.numerator,
            denominator=outcome.denominator,
            value=outcome.value,
            target=target,
            state=self.state(outcome, target, total),
            source=self.source,
            units_sent=total.sent if self.is_known else None,
            units_due=total.due if self.is_known else None,
            base_date=question.on,
            pack_version=question.version,
            computed_at=self.sheet.moment,
        )

    def official(self, unit: int) -> Outcome:
        """By the official source; a base that can be counted stands until somebody reports.

        Before its period begins nothing is known.
        """
        if self.question.is_future:
            return NOTHING
        computed = self.computed.get(unit, NOTHING)
        if self.source == COMPUTED:
            return computed
        total = self.totals.get(unit, NO_TOTAL)
        if total.is_given:
            return total.outcome
        return NOTHING if self.is_countable else computed

    def state(self, outcome: Outcome, target: Decimal | None, total: Total) -> ValueState:
        question = self.question
        if question.is_future:
            return ValueState.NO_DATA
        if self.source == NONE or (self.source == REPORTED and not self.is_known):
            return ValueState.NO_SOURCE
        if self.source == REPORTED and not total.is_given:
            return ValueState.NO_DATA
        if self.source == COMPUTED and not self.is_countable:
            return ValueState.NO_SOURCE
        return state_of(outcome.value, target, question.indicator.better or "up", question.limits)

    def reported(self, unit: int) -> ReportedTotal | None:
        """What stands beside: None where nothing is asked or said of the unit."""
        total = self.totals.get(unit)
        if total is None:
            return None
        computed = self.computed.get(unit, NOTHING) if self.is_countable else NOTHING
        parts = total.parts or NOTHING
        return ReportedTotal(
            system=self.sheet.system,
            code=self.question.indicator.code,
            year=self.question.year,
            unit_id=unit,
            numerator=total.outcome.numerator,
            denominator=total.outcome.denominator,
            value=total.outcome.value,
            own=total.own,
            disagrees=total.disagrees,
            parts_numerator=parts.numerator,
            parts_denominator=parts.denominator,
            parts_value=parts.value,
            units_sent=total.sent,
            units_due=total.due,
            units_unapproved=total.unapproved,
            computed_numerator=computed.numerator,
            computed_denominator=computed.denominator,
            computed_value=computed.value,
        )


def computed_values(
    system: System, year: int, *, on: date | None = None, codes: Iterable[str] | None = None
) -> Iterator[IndicatorValue]:
    """Unsaved values of all indicators (or of `codes`) for a year; `on` moves the base date."""
    return (standing.value for standing in standings_of(system, year, on=on, codes=codes))


def standings_of(
    system: System, year: int, *, on: date | None = None, codes: Iterable[str] | None = None
) -> Iterator[Standing]:
    """Official values with what is reported beside them, all unsaved."""
    sheet = Sheet.of(system, year, on)
    wanted = set(codes) if codes is not None else None
    for indicator in indicators_of(system, year):
        if wanted is None or indicator.code in wanted:
            yield from sheet.standings(indicator, year, on)


def standing_now(system: System, indicator: ContextIndicator, year: int, unit: OrgUnit) -> Standing:
    """One unit's value from facts and reports as they are this moment, unsaved."""
    sheet = Sheet.of(system, year)
    sheet.reports[year] = ReportBook.of(system, year, [indicator.code])
    question = question_about(system, indicator, year)
    return Answer.to(sheet, question, sheet.tree.under(unit.pk)).standing(unit.pk)


def value_now(
    system: System, indicator: ContextIndicator, year: int, unit: OrgUnit
) -> IndicatorValue:
    """The official value alone of `standing_now`."""
    return standing_now(system, indicator, year, unit).value
