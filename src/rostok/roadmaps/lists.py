"""Tables of roadmaps and their filters: page and export share them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from rostok.kernel.templatetags.ui import state
from rostok.kernel.text import norm
from rostok.kernel.ui.formats import date_words
from rostok.roadmaps.models import TO_DO_STATES, Direction, Occurrence, OccurrenceState

OVERDUE, UNDATED = "overdue", "undated"
STATE_CHOICES = [
    (OVERDUE, _("просрочено")),
    (UNDATED, _("срок не назначен")),
    *OccurrenceState.choices,
]
NO_DAY = "срок не назначен"


class OccurrenceTable(tables.Table):
    """Needs `today`, by which terms are overdue."""

    action = tables.Column(_("Мероприятие"), order_by=("action__title", "pk"))
    party = tables.Column(_("Ответственный субъект"), accessor="action__party", orderable=False)
    executor = tables.Column(_("Исполнитель"), accessor="action__executor", orderable=False)
    due = tables.Column(_("Срок"), empty_values=(), order_by=("due", "pk"))
    result = tables.Column(_("Результат"), accessor="action__result", orderable=False)
    state = tables.Column(_("Состояние"), order_by=("state", "due", "pk"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def render_action(self, record: Occurrence) -> str:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.action.title)

    def render_executor(self, record: Occurrence) -> str:
        return format_html_join(", ", "{}", ((one,) for one in executors_of(record))) or "—"

    def render_due(self, record: Occurrence) -> str:
        return due_words(record)

    def render_state(self, record: Occurrence) -> str:
        return state(record.look_on(self.today), state_words(record, self.today))

    def value_action(self, record: Occurrence) -> str:
        return record.action.title

    def value_executor(self, record: Occurrence) -> str:
        return ", ".join(executors_of(record))

    def value_due(self, record: Occurrence) -> date | None:
        return record.due

    def value_state(self, record: Occurrence) -> str:
        return state_words(record, self.today)

    class Meta:
        empty_text = _("Под условия отбора ничего не подходит")


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
        return f"просрочено, дней: {(today - record.due).days}"
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


class OccurrenceFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Слова мероприятия или результата"), method="search")
    direction = filters.ModelChoiceFilter(
        label=_("Направление"),
        queryset=Direction.objects.none(),
        field_name="action__key_activity__direction",
    )
    party = filters.ChoiceFilter(
        label=_("Ответственный субъект"), field_name="action__party", choices=[]
    )
    state = filters.ChoiceFilter(label=_("Состояние"), choices=STATE_CHOICES, method="in_state")

    def __init__(self, *args: Any, roadmap: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.filters["direction"].queryset = roadmap.directions.all()
        said = roadmap.actions.exclude(party="").order_by("party").values_list("party", flat=True)
        self.filters["party"].extra["choices"] = [(one, one) for one in said.distinct()]

    def search(self, rows: Any, _name: str, value: str) -> Any:
        for word in norm(value).split():
            rows = rows.filter(action__norm__contains=word)
        return rows

    def in_state(self, rows: Any, _name: str, value: str) -> Any:
        if value == OVERDUE:
            return rows.filter(state__in=TO_DO_STATES, due__lt=self.today)
        if value == UNDATED:
            return rows.filter(state__in=TO_DO_STATES, due__isnull=True)
        return rows.filter(state=value)

    class Meta:
        model = Occurrence
        fields: list[str] = []
