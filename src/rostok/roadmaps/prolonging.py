"""What prolonging a roadmap by a year means: which actions continue, when, what is still open.

Answers of the guided act are kept outside until they are confirmed; this file only reads.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from rostok.kernel.periods import Period, years_before
from rostok.kernel.ui.formats import date_words
from rostok.roadmaps.doers import Doers, doers_of
from rostok.roadmaps.models import Action, Occurrence, Roadmap
from rostok.roadmaps.terms import DATED, Span, Term, last_day_of, spans_of

RECURRING, WHOLE, SINGLE = "recurring", "whole", "single"
MOVE, LEAVE, CANCEL = "move", "leave", "cancel"
FIRST_MOVED = 60
PROLONGED = re.compile(r" \(продлено до [^)]*\)$")


@dataclass(frozen=True)
class Answers:
    """What was answered in the steps of the act; `unfinished` by the number of an occurrence."""

    kind: str = ""
    number: str = ""
    signed_on: date | None = None
    actions: frozenset[int] | None = None
    for_all: str = MOVE
    unfinished: Mapping[int, str] = field(default_factory=dict)
    targets: Mapping[str, Decimal] = field(default_factory=dict)

    def choice_for(self, occurrence: Occurrence) -> str:
        return self.unfinished.get(occurrence.pk) or self.for_all

    @property
    def act_words(self) -> str:
        signed = f" от {date_words(self.signed_on)}" if self.signed_on else ""
        return f"{self.kind}{signed} № {self.number}" if self.number else f"{self.kind}{signed}"


@dataclass(frozen=True)
class Continued:
    """An action that goes on, and when it falls due in the new period."""

    action: Action
    way: str
    spans: Sequence[Span]

    period: Period

    @property
    def term(self) -> str:
        """The printed term, as it reads from now on."""
        days = [f"до {date_words(span.due)}" for span in self.spans if span.due]
        if self.way == SINGLE:
            return ", ".join(days)
        if self.is_lengthened:
            return prolonged_term(self.action, self.period)
        return self.action.term or ", ".join(days[:1])

    @property
    def is_lengthened(self) -> bool:
        """Promised until a day, which moves with the end of the roadmap."""
        return self.way == WHOLE and self.action.ends is not None


@dataclass(frozen=True)
class Plan:
    """The roadmap with the answers laid over it."""

    roadmap: Roadmap
    answers: Answers

    @cached_property
    def period(self) -> Period:
        return period_after(self.roadmap)

    @property
    def year(self) -> int:
        return self.period.start.year

    @cached_property
    def actions(self) -> list[Action]:
        rows = self.roadmap.actions.in_force().select_related("key_activity__direction")
        return list(rows)

    def way_of(self, action: Action) -> str:
        return way_of(action, self.roadmap)

    @cached_property
    def chosen(self) -> frozenset[int]:
        """Answered, else those offered: all but single days."""
        if self.answers.actions is not None:
            return self.answers.actions
        return frozenset(one.pk for one in self.actions if self.way_of(one) != SINGLE)

    @cached_property
    def continued(self) -> list[Continued]:
        return [
            Continued(action, way, spans_after(action, way, self.period), self.period)
            for action in self.actions
            if action.pk in self.chosen
            for way in [self.way_of(action)]
        ]

    @property
    def pairs(self) -> list[tuple[Action, Span]]:
        return [(one.action, span) for one in self.continued for span in one.spans]

    @cached_property
    def doers(self) -> Doers:
        """Who goes on with what continues, at the territory and below."""
        held = [one.action for one in self.continued if one.spans]
        return doers_of(held, self.roadmap.system.today)

    @cached_property
    def unfinished(self) -> list[Occurrence]:
        """What is open at the territory itself and due before the new period."""
        rows = Occurrence.objects.own().unfinished().filter(roadmap=self.roadmap)
        return list(rows.filter(year__lt=self.year).with_actions())

    def with_choice(self, choice: str) -> list[Occurrence]:
        return [one for one in self.unfinished if self.answers.choice_for(one) == choice]


def prolonged_term(action: Action, period: Period) -> str:
    """«В течение 2023, 2024 гг. (продлено до 31 декабря 2025 г.)»."""
    last = date_words(last_day_of(period))
    return f"{PROLONGED.sub('', action.term)} (продлено до {last})".lstrip()


def period_after(roadmap: Roadmap) -> Period:
    """The year that follows the roadmap's last day."""
    if roadmap.end is None:
        raise ValueError("A roadmap has an end")
    return Period(roadmap.end, years_before(roadmap.end, -1))


def way_of(action: Action, roadmap: Roadmap) -> str:
    """Recurring by itself, promised for the whole period, or once."""
    if action.term_kind not in DATED:
        return WHOLE if action.term_kind == "none" else RECURRING
    last = last_day_of(roadmap.period)
    if action.starts is None or action.term_kind == "date":
        return SINGLE
    lasts = action.ends is None or (action.ends >= last and action.starts.year < action.ends.year)
    return WHOLE if lasts else SINGLE


def spans_after(action: Action, way: str, period: Period) -> list[Span]:
    """When an action falls due in the new period; a stage that is over does not hold it back."""
    term = action.term_read
    if way == WHOLE and term.kind in DATED:
        term = replace(term, start=period.start, end=last_day_of(period))
    if way == SINGLE:
        term = moved_to_year(term, period.start.year)
    return [span for span in spans_of(term, period) if is_within(span, period)]


def moved_to_year(term: Term, year: int) -> Term:
    """The same days of another year."""
    first = term.start or term.end
    ahead = year - first.year if first else 0
    start, end = (one and years_before(one, -ahead) for one in (term.start, term.end))
    return replace(term, start=start, end=end)


def is_within(span: Span, period: Period) -> bool:
    return span.due is None or span.due in period


def moved_day(day: date | None, period: Period) -> date | None:
    """The same day of the new period."""
    if day is None:
        return None
    moved = years_before(day, day.year - period.start.year)
    return moved if moved in period else last_day_of(period)
