"""What another version of the regulation does to a living roadmap, before anything is done.

Texts are compared with texts, so that what an act has prolonged is not taken for a change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from rostok.kernel.ui.formats import date_words
from rostok.packs.models import PackVersion
from rostok.roadmaps.models import Action, Occurrence, OccurrenceState, Proof, Roadmap
from rostok.roadmaps.occurring import spans_within
from rostok.roadmaps.printed import Row, rows_of, said_of, words_of
from rostok.roadmaps.terms import Span, is_ahead

TITLES = {
    "title": "Мероприятие",
    "party": "Ответственный субъект",
    "executor": "Исполнитель",
    "term": "Срок",
    "result": "Результат",
    "note": "Примечание",
}
TERM = ("term_kind", "months", "starts", "ends")
FEW_DAYS = 4
Key = tuple[int, int, int]


@dataclass(frozen=True)
class WordChange:
    title: str
    old: str
    new: str


@dataclass(frozen=True)
class ChangedAction:
    action: Action
    row: Row
    words: Sequence[WordChange]
    is_term_changed: bool


@dataclass(frozen=True)
class Renewal:
    """What bringing a roadmap to a version means, by the codes of its actions."""

    roadmap: Roadmap
    version: PackVersion
    rows: dict[str, Row]
    added: Sequence[Row]
    changed: Sequence[ChangedAction]
    dropped: Sequence[Action]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.dropped)

    @property
    def retimed(self) -> list[Action]:
        return [one.action for one in self.changed if one.is_term_changed]


def renewal_of(roadmap: Roadmap, version: PackVersion) -> Renewal:
    """The text the roadmap was taken from against that of a version; own actions are left out."""
    old, new = rows_of(roadmap.pack_version), rows_of(version)
    rows = roadmap.actions.filter(own=False).select_related("key_activity__direction")
    actions = {action.code: action for action in rows}
    added = [row for code, row in new.items() if code not in actions or code not in old]
    compared = (
        changed_action(actions[code], old[code], new[code])
        for code in new
        if code in old and code in actions and actions[code].is_in_force
    )
    dropped = [one for code, one in actions.items() if code not in new and one.is_in_force]
    changed = [one for one in compared if one.words]
    return Renewal(roadmap, version, new, added, changed, dropped)


def changed_action(action: Action, old: Row, new: Row) -> ChangedAction:
    retimed = is_retimed(old, new)
    words = [*word_changes(old, new), *place_changes(old, new)]
    if retimed:
        days = [days_words(one.read(action.roadmap), action.roadmap) for one in (old, new)]
        words.append(WordChange("Дни срока", *days))
    return ChangedAction(action, new, words, retimed)


def word_changes(old: Row, new: Row) -> list[WordChange]:
    before, after = words_of(old.action), words_of(new.action)
    return [
        WordChange(title, before[name], after[name])
        for name, title in TITLES.items()
        if before[name] != after[name]
    ]


def place_changes(old: Row, new: Row) -> list[WordChange]:
    """Another heading over the row; a heading printed in other words is one too."""
    pairs = (
        ("Направление", old.direction.title, new.direction.title),
        ("Системообразующее мероприятие", old.activity.title, new.activity.title),
    )
    return [WordChange(*pair) for pair in pairs if pair[1] != pair[2]]


def is_retimed(old: Row, new: Row) -> bool:
    """The term reads otherwise: its own days or those of its stage."""
    before, after = words_of(old.action), words_of(new.action)
    stages = [
        (said["starts"], said["ends"]) for said in (said_of(old.direction), said_of(new.direction))
    ]
    return any(before[name] != after[name] for name in TERM) or stages[0] != stages[1]


def days_words(action: Action, roadmap: Roadmap) -> str:
    """«до 31 марта 2024 г., до 30 июня 2024 г. и ещё 6», from the running year on if it has any."""
    year = roadmap.system.today.year
    spans = spans_within(action, roadmap.period)
    spans = [one for one in spans if one.year >= year] or spans
    said = [f"до {date_words(one.due)}" if one.due else f"{one.year}, без дня" for one in spans]
    rest = len(said) - FEW_DAYS
    return ", ".join(said[:FEW_DAYS]) + (f" и ещё {rest}" if rest > 0 else "") or "—"


@dataclass(frozen=True)
class Remade:
    """Occurrences of re-timed actions: those nobody has touched go, the others stay."""

    gone: Sequence[Occurrence]
    kept: Sequence[Occurrence]


def remade_of(actions: Iterable[Action]) -> Remade:
    """A term touched anywhere, be it in a copy below, is kept everywhere."""
    proved = Exists(Proof.objects.filter(occurrence=OuterRef("pk")))
    rows = Occurrence.objects.standing().filter(action__in=list(actions))
    held = list(rows.annotate(proved=proved).with_actions())
    touched = {key_of(one) for one in held if is_touched(one)}
    gone = [one for one in held if key_of(one) not in touched]
    return Remade(gone, [one for one in held if key_of(one) in touched])


def key_of(one: Occurrence) -> Key:
    return one.action_id, one.year, one.number


def is_touched(one: Any) -> bool:
    """Somebody has worked on it: every service that changes an occurrence counts its version up."""
    return bool(one.state != OccurrenceState.PLANNED or one.version > 1 or one.proved)


def spans_anew(action: Action, remade: Remade, today: date) -> list[Span]:
    """When a re-timed action falls due now, beside what is kept.

    From today on, and in a year where an overdue term has gone also before: what was late does
    not vanish, and nothing is late from birth. A single day that is kept is not promised twice.
    """
    kept = [one for one in remade.kept if one.action_id == action.pk]
    if kept and action.term_kind == "date":
        return []
    years = {
        one.year for one in remade.gone if one.action_id == action.pk and one.is_overdue_on(today)
    }
    return [
        span
        for span in spans_within(action, action.roadmap.period)
        if (is_ahead(span, today) or span.year in years)
        and not any(overlap(span, one) for one in kept)
    ]


def overlap(span: Span, one: Occurrence) -> bool:
    first, last = days_of(span)
    begin, end = days_of(one)
    return first <= end and begin <= last


def days_of(one: Span | Occurrence) -> tuple[date, date]:
    """From the first to the last day; what waits for a day may fall on any of its year."""
    if one.due is None:
        return date(one.year, 1, 1), date(one.year, 12, 31)
    return one.start or one.due, one.due
