"""Two years of one unit: how each number changed, and by what."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from rostok.indicators.asking import Question, question_about
from rostok.indicators.catalogue import indicators_of
from rostok.indicators.comparing.change import (
    FOR_THOSE_WITH_NAMES,
    NO_MEMBERS,
    NOT_ASKED,
    OTHER_KIND,
    OTHER_SOURCE,
    Change,
)
from rostok.indicators.comparing.live import KINDS, LiveSets
from rostok.indicators.comparing.method import by_method_of, method_of
from rostok.indicators.comparing.splitting import SPLITS, Sets, Split, all_by_method, within_base
from rostok.indicators.curtain import Curtain, curtain_for
from rostok.indicators.models import IndicatorValue
from rostok.indicators.pack import ContextIndicator, Indicator
from rostok.indicators.reported.book import REPORTED
from rostok.kernel.access import Actor
from rostok.orgs.models import OrgUnit, System

NO_VALUE = "За один из этих годов значения нет."
NOT_SPLIT = "Это не доля и не количество: на части изменение не раскладывается."
STALE = (
    "После расчёта панели данные изменились: из чего сложилось изменение, станет видно, когда"
    " панель обновится."
)
Values = dict[str, IndicatorValue]


@dataclass(frozen=True)
class YearsRow(Change):
    """One indicator in two years. `split` is None where `note` says why."""

    indicator: ContextIndicator
    earlier: IndicatorValue | None
    later: IndicatorValue | None
    split: Split | None = None
    note: str = ""

    @property
    def measured_in(self) -> str:
        return self.indicator.unit

    @property
    def better(self) -> str | None:
        return self.indicator.better

    @property
    def number(self) -> str:
        return self.indicator.printed_number or "" if isinstance(self.indicator, Indicator) else ""

    @property
    def is_hidden(self) -> bool:
        return any(value is not None and value.is_hidden for value in (self.earlier, self.later))

    def words(self, value: IndicatorValue | None) -> str:
        return value.state_words if value is not None and value.is_hidden else super().words(value)


class TwoYears:
    """A unit in an earlier and a later year, as an actor may see it.

    Values are those of the dashboard; members are asked now, a statement for each set.
    """

    def __init__(
        self, actor: Actor, system: System, unit: OrgUnit, earlier: int, later: int
    ) -> None:
        self.system = system
        self.unit = unit
        self.years = (earlier, later)
        self.curtain: Curtain = curtain_for(actor, system)
        self.live = LiveSets(unit.pk)

    @cached_property
    def values(self) -> tuple[Values, Values]:
        """Code → what is shown of it, in each year."""
        rows = IndicatorValue.objects.filter(
            system=self.system, unit=self.unit, year__in=self.years
        )
        shown = [self.curtain.shown(value) for value in rows]
        first, second = (
            {one.code: one for one in shown if one.year == year} for year in self.years
        )
        return first, second

    @cached_property
    def passports(self) -> tuple[dict[str, ContextIndicator], dict[str, ContextIndicator]]:
        first, second = (
            {one.code: one for one in indicators_of(self.system, year)} for year in self.years
        )
        return first, second

    def rows(self) -> Iterator[YearsRow]:
        """Each indicator of the later year, then those that only the earlier one has."""
        before, after = self.passports
        return (self.row(code) for code in dict.fromkeys([*after, *before]))

    def row(self, code: str) -> YearsRow:
        before, after = (one.get(code) for one in self.passports)
        earlier, later = (one.get(code) for one in self.values)
        shown = after or before
        if shown is None:
            raise LookupError(code)
        row = YearsRow(shown, earlier, later)
        if row.is_hidden:
            return row
        if before is None or after is None or not (shows(earlier) and shows(later)):
            return replace(row, note=NO_VALUE)
        if self.curtain.guards(code, self.unit.pk):
            return replace(row, note=FOR_THOSE_WITH_NAMES)
        split, note = self.split(row, *self.questions(code))
        return replace(row, split=split, note=note)

    def questions(self, code: str) -> tuple[Question, Question]:
        first, second = (
            question_about(self.system, passports[code], year)
            for passports, year in zip(self.passports, self.years, strict=True)
        )
        return first, second

    def split(self, row: YearsRow, then: Question, now: Question) -> tuple[Split | None, str]:
        """The terms of one indicator, or why there are none."""
        if then.indicator.unit != now.indicator.unit:
            return None, OTHER_KIND
        if row.whole is not None and source_of(row.earlier) != source_of(row.later):
            return all_by_method(row.whole), OTHER_SOURCE
        if source_of(row.later) == REPORTED:
            return None, NO_MEMBERS
        kinds = KINDS.get(then.formula.kind), KINDS.get(now.formula.kind)
        if row.whole is None or None in kinds:
            return None, NOT_SPLIT
        return self.split_by_members(row, then, now)

    def split_by_members(
        self, row: YearsRow, then: Question, now: Question
    ) -> tuple[Split | None, str]:
        earlier, later = self.live.of(then), self.live.of(now)
        if earlier is None or later is None:
            return None, STALE
        if not (comes_to(row.earlier, then, earlier) and comes_to(row.later, now, later)):
            return None, STALE
        by_method = self.by_method(then, now, earlier)
        kind = KINDS[now.formula.kind]
        if row.whole is not None and (by_method is None or KINDS[then.formula.kind] != kind):
            return all_by_method(row.whole), NOT_ASKED
        return SPLITS[kind](earlier, by_method or earlier, later), ""

    def by_method(self, then: Question, now: Question, earlier: Sets) -> Sets | None:
        """The earlier year by the later year's method; the very same sets where it is the same."""
        if method_of(then) == method_of(now):
            return earlier
        found = self.live.of(by_method_of(then, now))
        return None if found is None else within_base(found)


def shows(value: IndicatorValue | None) -> bool:
    return value is not None and value.value is not None


def source_of(value: IndicatorValue | None) -> str:
    return value.source if value else ""


def comes_to(value: IndicatorValue | None, question: Question, sets: Sets) -> bool:
    """Whether today's members come to the stored value, so that their terms add up to it."""
    return value is not None and sets.value(KINDS[question.formula.kind]) == value.value
