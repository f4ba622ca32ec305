"""Two snapshots of one system side by side, and why each indicator changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from rostok.indicators.models import ValueState
from rostok.indicators.pack import Indicators
from rostok.indicators.queries import (
    Below,
    Question,
    change_words,
    memberships_of,
    question_about,
    target_words,
    value_words,
)
from rostok.snapshots.models import Snapshot, SnapshotFigure, SnapshotValue
from rostok.snapshots.sides import KINDS, Side, kind_of
from rostok.snapshots.splitting import (
    SPLITS,
    Movement,
    Sets,
    Split,
    applied,
    rounded_together,
    within_base,
)

TERMS = ("entered", "left", "gained", "lost", "method_in", "method_out")
NO_MEMBERS = (
    "Значение сообщили организации: люди за ним не записаны, поэтому оно не раскладывается."
)
OTHER_SOURCE = "Сменился источник значения, всё изменение отнесено к методике."
OTHER_KIND = "Сменился вид показателя, сравнивать значения нельзя."
NOT_THERE = "В одном из срезов показателя нет."
UNDEFINED = "В одном из срезов значение не определено."
NOT_ASKED = "Прежний день нельзя пересчитать по новой методике: всё изменение отнесено к ней."


@dataclass(frozen=True)
class Compared:
    """One indicator in two snapshots. `split` is None where `note` says why."""

    figure: SnapshotFigure
    earlier: SnapshotValue | None
    later: SnapshotValue | None
    split: Split | None
    note: str = ""

    @property
    def unit_of_change(self) -> str:
        return "п. п." if self.figure.measured_in == "percent" else ""

    @property
    def whole_words(self) -> str:
        if self.earlier is None or self.later is None:
            return "—"
        if self.earlier.value is None or self.later.value is None:
            return "—"
        return change_words(self.later.value - self.earlier.value)

    @property
    def terms(self) -> list[str]:
        """The printed terms, people, facts and method: they add up to the printed change."""
        if self.split is None:
            return ["—"] * 3
        return [signed(term) for term in rounded_together(self.split.whole, self.split.terms)]

    @property
    def people_words(self) -> str:
        return self.terms[0]

    @property
    def facts_words(self) -> str:
        return self.terms[1]

    @property
    def method_words(self) -> str:
        return self.terms[2]

    @property
    def moved(self) -> Movement:
        return self.split.moved if self.split else Movement()

    def words(self, value: SnapshotValue | None) -> str:
        return value_words(value.value, self.figure.measured_in) if value else "—"

    @property
    def earlier_words(self) -> str:
        return self.words(self.earlier)

    @property
    def later_words(self) -> str:
        return self.words(self.later)

    @property
    def target_words(self) -> str:
        target = self.later.target if self.later else None
        return target_words(target, self.figure.measured_in, self.figure.better)

    @property
    def state_words(self) -> str:
        return str(ValueState(self.later.state).label) if self.later else ""

    @property
    def counts(self) -> dict[str, int]:
        return {term: len(getattr(self.moved, term)) for term in TERMS}


def signed(change: Any) -> str:
    words = change_words(change)
    return "0" if words == "без изменений" else words


def compare(earlier: Snapshot, later: Snapshot, unit: int) -> Iterator[Compared]:
    """Each indicator of the later snapshot, then those only the earlier one has."""
    before, after = Side(earlier, unit), Side(later, unit)
    codes = [*after.figures, *(code for code in before.figures if code not in after.figures)]
    for code in codes:
        yield compare_one(before, after, code)


def compare_one(before: Side, after: Side, code: str) -> Compared:
    old, new = before.figures.get(code), after.figures.get(code)
    values = before.values.get(code), after.values.get(code)
    shown = new or old
    if shown is None:
        raise LookupError(code)
    if old is None or new is None or None in values:
        return Compared(shown, *values, None, NOT_THERE)
    split, note = split_of(before, after, old, new)
    return Compared(shown, *values, split, note)


def split_of(
    before: Side, after: Side, old: SnapshotFigure, new: SnapshotFigure
) -> tuple[Split | None, str]:
    """The terms of one indicator, or why there are none."""
    then, now = before.values[old.code].value, after.values[new.code].value
    if then is None or now is None:
        return None, UNDEFINED
    if old.measured_in != new.measured_in:
        return None, OTHER_KIND
    if old.source != new.source:
        return all_by_method(now - then), OTHER_SOURCE
    earlier, later = before.sets(old), after.sets(new)
    by_method = earlier if old.method == new.method else by_new_method(before, old, new, earlier)
    if earlier is None or later is None:
        return None, NO_MEMBERS
    if by_method is None or kind_of(old) != kind_of(new):
        return all_by_method(now - then), NOT_ASKED
    return SPLITS[str(kind_of(new))](earlier, by_method, later), ""


def all_by_method(whole: Any) -> Split:
    zero = whole - whole
    return Split(whole=whole, method=whole, people=zero, facts=zero)


def by_new_method(
    before: Side, old: SnapshotFigure, new: SnapshotFigure, earlier: Sets | None
) -> Sets | None:
    """The earlier members as the later method sees them.

    Both methods are asked of the earlier day and of today's data; only where the two answers
    differ are the frozen members changed, so later corrections of data are no change of method.
    """
    if earlier is None:
        return None
    asked = [question_as_of(before.snapshot, old, figure) for figure in (old, new)]
    live_old, live_new = (live_sets(question, before.unit) for question in asked)
    if live_old is None or live_new is None:
        return None
    return within_base(applied(earlier, live_old, live_new))


def question_as_of(
    snapshot: Snapshot, day_of: SnapshotFigure, method_of: SnapshotFigure
) -> Question | None:
    """The day of one figure asked by the method of another; None where its passport is gone."""
    section = method_of.pack_version.read.find(Indicators)
    passport = section.by_code.get(method_of.code) if section else None
    if passport is None:
        return None
    question = question_about(snapshot.system, passport, snapshot.year, day_of.base_date)
    limits = {**question.limits, **method_of.method["limits"]}
    return replace(question, version=method_of.pack_version, limits=limits)


def live_sets(question: Question | None, unit: int) -> Sets | None:
    """The sets of a question as today's data answer it; None where it can't be asked."""
    if question is None:
        return None
    kind = KINDS.get(question.formula.kind)
    parts = {
        one.part: one
        for one in memberships_of(question, Below.on(unit, question.tree_day))
        if not one.outside
    }
    if kind is None or 0 not in parts:
        return None
    rows = list(parts[0])
    counted = frozenset(member for member, _unit, reason, _day in rows if reason == 0)
    if kind == "share":
        return Sets(counted, frozenset(row[0] for row in rows))
    if kind == "ratio":
        return Sets(counted, frozenset(row[0] for row in parts[1])) if 1 in parts else None
    return Sets(counted)
