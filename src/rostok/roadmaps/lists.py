"""Tables of roadmaps: page and export share them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from rostok.kernel.templatetags.ui import state
from rostok.kernel.ui.formats import date_words
from rostok.roadmaps.models import Occurrence, OccurrenceState, Proof

NO_DAY = "срок не назначен"


@dataclass(frozen=True)
class Group:
    """Rows under one heading; a title already said by the heading above is left out."""

    direction: str
    activity: str
    rows: list[Any]


class OccurrenceTable(tables.Table):
    """Needs `today`, by which terms are overdue. `tickable`: rows that may be ticked."""

    direction = tables.Column(_("Направление"), accessor="action__key_activity__direction")
    activity = tables.Column(
        _("Системообразующее мероприятие"), accessor="action__key_activity", orderable=False
    )
    action = tables.Column(_("Мероприятие"), empty_values=(), order_by=("action__title", "pk"))
    party = tables.Column(_("Ответственный субъект"), accessor="action__party", orderable=False)
    executor = tables.Column(_("Исполнитель"), empty_values=(), orderable=False)
    due = tables.Column(_("Срок"), empty_values=(), order_by=("due", "pk"))
    term = tables.Column(_("Срок по положению"), accessor="action__term", orderable=False)
    result = tables.Column(_("Результат"), accessor="action__result", orderable=False)
    state = tables.Column(
        _("Состояние"), accessor="pk", empty_values=(), order_by=("state", "due", "pk")
    )
    proof = tables.Column(_("Подтверждение"), empty_values=(), orderable=False)

    def __init__(
        self, *args: Any, today: date, tickable: Collection[int] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.tickable = tickable

    def groups(self) -> Iterator[Group]:
        """Rows in the order of the text under their headings; in another order no headings."""
        if self.order_by:
            yield Group("", "", list(self.paginated_rows))
            return
        direction = ""
        for activity, rows in groupby(self.paginated_rows, activity_of):
            above = str(activity.direction)
            said = "" if activity.title == activity.direction.title else str(activity)
            yield Group(above if above != direction else "", said, list(rows))
            direction = above

    def may_be_chosen(self, record: Occurrence) -> bool:
        return record.pk in self.tickable

    def render_action(self, record: Occurrence) -> str:
        link = format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.action.title)
        return tick(record) + link if self.may_be_chosen(record) else link

    def render_executor(self, record: Occurrence) -> str:
        return format_html_join(", ", "{}", ((one,) for one in executors_of(record))) or "—"

    def render_due(self, record: Occurrence) -> str:
        words = due_words(record)
        if not record.action.term:
            return words
        return format_html('{} <span class="muted small printed">{}</span>', words, printed(record))

    def render_state(self, record: Occurrence) -> str:
        return told_state(record, self.today) + copies_words(record)

    def render_proof(self, record: Occurrence) -> str:
        return proofs_words(shown_proofs(record)) or "—"

    def value_direction(self, record: Occurrence) -> str:
        return str(record.action.key_activity.direction)

    def value_activity(self, record: Occurrence) -> str:
        return str(record.action.key_activity)

    def value_action(self, record: Occurrence) -> str:
        return record.action.title

    def value_executor(self, record: Occurrence) -> str:
        return ", ".join(executors_of(record))

    def value_due(self, record: Occurrence) -> date | None:
        return record.due

    def value_state(self, record: Occurrence) -> str:
        return state_words(record, self.today)

    def value_proof(self, record: Occurrence) -> str:
        return "; ".join(proof_words(one) for one in shown_proofs(record))

    class Meta:
        template_name = "roadmaps/table.html"
        empty_text = _("Под условия отбора ничего не подходит")


class AcrossTable(OccurrenceTable):
    """Rows of many systems: where each is stands in a column, there are no headings."""

    place = tables.Column(_("Где"), accessor="unit", empty_values=(), order_by=("unit__norm", "pk"))

    def __init__(self, *args: Any, all_acceptable: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.all_acceptable = all_acceptable

    def may_be_chosen(self, record: Occurrence) -> bool:
        return self.all_acceptable

    def value_place(self, record: Occurrence) -> str:
        return str(record.unit)

    class Meta(OccurrenceTable.Meta):
        template_name = "kernel/table.html"
        sequence = ("action", "place", "executor", "due", "state", "proof")
        exclude = ("direction", "activity", "party", "term", "result")


def tick(record: Occurrence) -> SafeString:
    """A box of the form below the table, by which something is done with several at once."""
    return format_html(
        '<input type="checkbox" class="no-print" name="ids" value="{}" form="ticked"'
        ' aria-label="{} {}"> ',
        record.pk,
        _("Отметить:"),
        record,
    )


def activity_of(row: Any) -> Any:
    return row.record.action.key_activity


def shown_proofs(record: Occurrence) -> list[Proof]:
    """Those the reader may see, which the query brought along."""
    found: list[Proof] = getattr(record, "shown_proofs", [])
    return found


def proof_words(proof: Proof) -> str:
    """«Приказ о создании ММС от 25.08.2023 № 147», «справка.pdf»."""
    signed = f" от {proof.signed_on:%d.%m.%Y}" if proof.signed_on else ""
    number = f" № {proof.number}" if proof.number else ""
    return f"{proof.title}{signed}{number}"


def proofs_words(proofs: list[Proof]) -> str:
    """The first, and how many more."""
    if not proofs:
        return ""
    more = f" и ещё {len(proofs) - 1}" if len(proofs) > 1 else ""
    return proof_words(proofs[0]) + more


def printed(record: Occurrence) -> str:
    return f"по тексту: {record.action.term}"


def told_state(record: Occurrence, today: date) -> SafeString:
    return state(record.look_on(today), state_words(record, today))


def copies_words(record: Occurrence) -> SafeString:
    """How far those below have come, where the action was handed down."""
    handed, done = getattr(record, "copies_all", 0), getattr(record, "copies_done", 0)
    if not handed:
        return SafeString("")
    words = f"ниже принято {done or 0} из {handed}"
    return format_html(' <span class="muted small">{}</span>', words)


@dataclass(frozen=True)
class Told:
    """An occurrence as a page tells of it on a day."""

    occurrence: Occurrence
    look: str
    words: str
    due: str


def told(occurrence: Occurrence, today: date) -> Told:
    look, words = occurrence.look_on(today), state_words(occurrence, today)
    return Told(occurrence, look, words, due_words(occurrence))


def state_words(record: Occurrence, today: date) -> str:
    if record.is_overdue_on(today) and record.due is not None:
        came_back = "возвращено, " if record.state == OccurrenceState.RETURNED else ""
        return f"{came_back}просрочено, дней: {(today - record.due).days}"
    return str(OccurrenceState(record.state).label)


def due_words(record: Occurrence) -> str:
    """«до 25 августа 2023 г.»; «2024, срок не назначен»; the day of the text where it was moved."""
    if record.due is None:
        return f"{record.when}, {NO_DAY}"
    words = f"до {date_words(record.due)}"
    if record.is_slipped:
        words += f" (по тексту до {date_words(record.first_due)})"
    return words


def executors_of(record: Occurrence) -> list[str]:
    """The person named here and the executor of the text."""
    person = record.responsible.full_name if record.responsible else ""
    return [one for one in (person, record.action.executor) if one]
