"""A dashboard as it stands, held in memory: values by the engine, members by the same sets.

Nothing is written here. Each statement is consistent in itself; where the data moved between the
count and the list, the indicator is asked again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from rostok.indicators.models import IndicatorValue
from rostok.indicators.pack import ContextIndicator, Indicator
from rostok.indicators.queries import (
    Membership,
    Outside,
    Question,
    ShareMembership,
    Tree,
    computed_values,
    indicators_of,
    is_context,
    memberships_of,
    method_of,
    question_about,
    tree_day,
    tree_of,
)
from rostok.kernel.errors import RuleViolation
from rostok.orgs.models import OrgUnit, System
from rostok.snapshots.counting import Counts, counts_of_sets, outcome_from
from rostok.snapshots.packing import MOST_PHRASES, NO_DAY, Marks, Roster, number_of_day

PERSON = "person"
REPORTED = "reported"
TRIES = 3
Progress = Callable[[int, int], None]
Values = dict[int, IndicatorValue]


@dataclass
class FrozenMarks:
    """One set of an indicator: its roster by content, and why each row counts or not."""

    part: int
    outside: bool
    phrases: tuple[str, ...]
    roster: str
    marks: Marks


@dataclass
class FrozenFigure:
    """An indicator with its values by unit and its members."""

    indicator: ContextIndicator
    question: Question
    values: Values
    marks: list[FrozenMarks] = field(default_factory=list)


@dataclass
class Frozen:
    """All that a snapshot is going to hold; rosters of equal content are held once."""

    system: System
    tree: Tree
    figures: list[FrozenFigure] = field(default_factory=list)
    rosters: dict[str, tuple[str, Roster]] = field(default_factory=dict)
    bases: dict[Any, str] = field(default_factory=dict)
    others: dict[Any, FrozenMarks] = field(default_factory=dict)

    def keep(self, kind: str, roster: Roster) -> str:
        """The key of a roster: the digest of its kind and content."""
        key = sha256(kind.encode() + b"\0" + roster.content()).hexdigest()
        self.rosters.setdefault(key, (kind, roster))
        return key

    def base(self, found: ShareMembership) -> str:
        """The key of the roster of a share's base, asked once for all its indicators."""
        if found.key not in self.bases:
            roster = Roster()
            for member, unit in found.base():
                roster.members.append(member)
                roster.units.append(unit)
            self.bases[found.key] = self.keep(found.kind, roster)
        return self.bases[found.key]

    def outside(self, found: Outside) -> FrozenMarks:
        """Who is outside a base, asked once for all its indicators."""
        if found.key not in self.others:
            self.others[found.key] = plain_marks(self, found)
        return self.others[found.key]

    def base_date(self) -> date:
        return max(figure.question.on for figure in self.figures)

    def people_by_unit(self) -> dict[int, int]:
        """Distinct persons of all bases, each at one place, with all below."""
        places: dict[int, int] = {}
        inside = {one.roster for figure in self.figures for one in figure.marks if not one.outside}
        for key in sorted(inside):
            kind, roster = self.rosters[key]
            if kind == PERSON:
                places.update(zip(roster.members, roster.units, strict=True))
        direct: dict[int, int] = {}
        for unit in places.values():
            direct[unit] = direct.get(unit, 0) + 1
        sums = self.tree.roll_up({unit: (number,) for unit, number in direct.items()}, 1)
        return {unit: counts[0] for unit, counts in sums.items()}


def say_nothing(_done: int, _total: int) -> None:
    """The progress of a freezing nobody waits for."""


def freeze(
    system: System,
    unit: OrgUnit,
    year: int,
    *,
    on: date | None = None,
    progress: Progress = say_nothing,
) -> Frozen:
    """Every indicator of a system for a year at a unit and all below it."""
    frozen = Frozen(read_once(system), tree_of(unit, tree_day(system, year, on)))
    indicators = indicators_of(frozen.system, year)
    values = values_of(frozen, year, on)
    for done, indicator in enumerate(indicators, start=1):
        figure = freeze_indicator(frozen, indicator, year, on, values[indicator.code])
        frozen.figures.append(figure)
        progress(done, len(indicators))
    return frozen


def read_once(system: System) -> System:
    """The system with its versions at hand: a regulation is long to read."""
    found: System = System.objects.with_versions().get(pk=system.pk)
    return found


def freeze_indicator(
    frozen: Frozen, indicator: ContextIndicator, year: int, on: date | None, values: Values
) -> FrozenFigure:
    """A reported value has no members to keep, even where some could be counted beside it.

    Refused when the lists keep changing while they are counted.
    """
    question = question_about(frozen.system, indicator, year, on)
    for attempt in range(TRIES):
        if attempt:
            frozen.bases.clear()
            values = values_of(frozen, year, on, [indicator.code])[indicator.code]
        figure = FrozenFigure(indicator, question, values)
        if not question.is_future and values[frozen.tree.root].source != REPORTED:
            add_members(frozen, figure)
        if not unequal_units(frozen, figure):
            return figure
    raise RuleViolation(
        "Пока делался срез, списки менялись, и числа разошлись с людьми. Повторите чуть позже."
    )


def values_of(
    frozen: Frozen, year: int, on: date | None, codes: list[str] | None = None
) -> dict[str, Values]:
    """Code → unit → the value as the dashboard would show it now."""
    found: dict[str, Values] = {}
    for value in computed_values(frozen.system, year, on=on, codes=codes):
        if value.unit_id in frozen.tree.by_id:
            found.setdefault(value.code, {})[value.unit_id] = value
    return found


def add_members(frozen: Frozen, figure: FrozenFigure) -> None:
    found = memberships_of(figure.question, frozen.tree.below)
    figure.marks = [frozen_marks(frozen, one) for one in found]


def frozen_marks(frozen: Frozen, found: Membership | ShareMembership | Outside) -> FrozenMarks:
    refuse_many_phrases(found.phrases)
    if isinstance(found, Outside):
        return frozen.outside(found)
    if isinstance(found, ShareMembership):
        return share_marks(frozen, found)
    return plain_marks(frozen, found)


def share_marks(frozen: Frozen, found: ShareMembership) -> FrozenMarks:
    """Each row of the base, with the last phrase where nothing is said of the member."""
    key = frozen.base(found)
    members = frozen.rosters[key][1].members
    said, unsaid = found.said(), len(found.phrases) - 1
    numbers = {member: (reason, number_of_day(day)) for member, (reason, day) in said.items()}
    pairs = [numbers.get(member, (unsaid, NO_DAY)) for member in members]
    marks = Marks()
    marks.reasons.extend(reason for reason, _day in pairs)
    marks.days.extend(day for _reason, day in pairs)
    return FrozenMarks(found.part, found.outside, found.phrases, key, marks)


def plain_marks(frozen: Frozen, found: Membership | Outside) -> FrozenMarks:
    """A member is kept once at each unit, by its first row."""
    roster, marks = Roster(), Marks()
    seen: set[tuple[int, int]] = set()
    for member, unit, reason, day in found:
        if (member, unit) not in seen:
            seen.add((member, unit))
            roster.members.append(member)
            roster.units.append(unit)
            marks.reasons.append(reason)
            marks.days.append(number_of_day(day))
    key = frozen.keep(found.kind, roster)
    return FrozenMarks(found.part, found.outside, found.phrases, key, marks)


def refuse_many_phrases(phrases: tuple[str, ...]) -> None:
    if len(phrases) > MOST_PHRASES:
        raise ValueError("A reason is kept in one byte")


def unequal_units(frozen: Frozen, figure: FrozenFigure) -> list[int]:
    """Units where the members do not come to the computed value."""
    return list(
        differing(
            figure.question.formula,
            frozen.tree,
            {unit: counts_of(value) for unit, value in figure.values.items() if is_counted(value)},
            [
                (one.part, frozen.rosters[one.roster][1], one.marks)
                for one in figure.marks
                if not one.outside
            ],
        )
    )


def is_counted(value: IndicatorValue) -> bool:
    return value.source == "computed" and value.numerator is not None


def counts_of(value: Any) -> Counts:
    return Counts(value.numerator, value.denominator, value.value)


def differing(
    formula: Any, tree: Tree, stored: dict[int, Counts], sets: list[tuple[int, Roster, Marks]]
) -> Iterator[int]:
    """Units whose stored counts and value are not what the members come to, digit by digit."""
    if not stored:
        return
    sums = tree.roll_up(counts_of_sets(formula, sets), len(formula.sets()))
    for unit, counts in stored.items():
        if outcome_from(formula, sums[unit]) != counts:
            yield unit


def number_of(indicator: ContextIndicator) -> str:
    return indicator.printed_number or "" if isinstance(indicator, Indicator) else ""


__all__ = ["Frozen", "FrozenFigure", "freeze", "is_context", "method_of"]
