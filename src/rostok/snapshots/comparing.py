"""Two snapshots of one system side by side, and why each indicator changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rostok.indicators.pack import Indicators
from rostok.indicators.queries import (
    NO_MEMBERS,
    NOT_ASKED,
    OTHER_KIND,
    OTHER_SOURCE,
    SPLITS,
    Change,
    LiveSets,
    Question,
    Sets,
    Split,
    all_by_method,
    applied,
    question_about,
    within_base,
)
from rostok.snapshots.models import Snapshot, SnapshotFigure, SnapshotValue
from rostok.snapshots.sides import Side, kind_of

NOT_THERE = "В одном из срезов показателя нет."
UNDEFINED = "В одном из срезов значение не определено."


@dataclass(frozen=True)
class Compared(Change):
    """One indicator in two snapshots. `split` is None where `note` says why."""

    figure: SnapshotFigure
    earlier: SnapshotValue | None
    later: SnapshotValue | None
    split: Split | None
    note: str = ""

    @property
    def measured_in(self) -> str:
        return self.figure.measured_in

    @property
    def better(self) -> str:
        return self.figure.better


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
    live = LiveSets(before.unit)
    live_old, live_new = (live.of(question) if question else None for question in asked)
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
