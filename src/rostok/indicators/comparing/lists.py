"""Tables of two years and of several places. Pages and exports share them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from rostok.indicators.comparing.places import PlaceCell
from rostok.indicators.comparing.years import YearsRow
from rostok.kernel.ui.cells import CellColumn
from rostok.orgs.models import OrgUnit

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}


class YearsTable(tables.Table):
    number = tables.Column(_("№"), orderable=False)
    title = CellColumn(
        template_name="indicators/cells/changed.html",
        verbose_name=_("Показатель"),
        orderable=False,
    )
    whole = CellColumn(
        "<strong>{{ record.whole_words }}</strong>"
        "{% if record.unit_of_change and record.whole %}"
        " <span class='muted'>{{ record.unit_of_change }}</span>{% endif %}",
        verbose_name=_("Изменение"),
        attrs=NUMBER,
        orderable=False,
        empty_values=(),
    )
    people = tables.Column(_("Люди"), accessor="people_words", attrs=NUMBER, orderable=False)
    facts = tables.Column(_("Факты"), accessor="facts_words", attrs=NUMBER, orderable=False)
    method = tables.Column(_("Методика"), accessor="method_words", attrs=NUMBER, orderable=False)

    def __init__(
        self,
        *args: Any,
        years: tuple[int, int],
        behind: Callable[[YearsRow], list[tuple[Any, int, str]]],
        **kwargs: Any,
    ) -> None:
        ends = [
            (name, EndColumn(name, f"{year} год"))
            for name, year in zip(("earlier", "later"), years, strict=True)
        ]
        order = ("number", "title", "earlier", "later", "...")
        super().__init__(*args, extra_columns=ends, sequence=order, **kwargs)
        self.behind = behind

    def render_number(self, value: str) -> str:
        return value or "–"

    def render_title(self, record: YearsRow, column: Any) -> str:
        return str(column.render(Told(record, self.behind(record)), record.indicator.title))

    def value_title(self, record: YearsRow) -> str:
        return record.indicator.title

    def value_whole(self, record: YearsRow) -> Any:
        return record.whole

    def value_people(self, record: YearsRow) -> Any:
        return record.split and record.split.people

    def value_facts(self, record: YearsRow) -> Any:
        return record.split and record.split.facts

    def value_method(self, record: YearsRow) -> Any:
        return record.split and record.split.method

    class Meta:
        empty_text = _("В положении нет показателей")


@dataclass(frozen=True)
class Told:
    """A row of two years with who stands behind its terms."""

    row: YearsRow
    behind: list[tuple[Any, int, str]]


class EndColumn(tables.Column):
    """The value of one of two years; in a file unrounded, «скрыто» in words."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(title, accessor=name, attrs=NUMBER, orderable=False, empty_values=())

    def render(self, record: YearsRow, value: Any) -> str:
        return record.words(value)

    def value(self, record: YearsRow, value: Any) -> Any:
        if value is None:
            return None
        return record.words(value) if value.is_hidden else value.value


class PlacesTable(tables.Table):
    """Indicators as rows and units as columns, in the order that they were chosen."""

    number = tables.Column(_("№"), orderable=False)
    title = tables.Column(_("Показатель"), orderable=False)

    def __init__(self, *args: Any, units: Sequence[OrgUnit], **kwargs: Any) -> None:
        columns = [
            (f"unit_{place}", PlaceColumn(place, unit.short_title_then))
            for place, unit in enumerate(units)
        ]
        super().__init__(*args, extra_columns=columns, **kwargs)

    def render_number(self, value: str) -> str:
        return value or "–"

    class Meta:
        empty_text = _("В положении нет показателей")


class PlaceColumn(tables.Column):
    def __init__(self, place: int, title: str) -> None:
        accessor = f"cells__{place}"
        super().__init__(title, accessor=accessor, attrs=NUMBER, orderable=False)

    def render(self, value: PlaceCell) -> str:
        counts = value.counts_words
        more = format_html('<br><span class="muted">{}</span>', counts) if counts else ""
        return format_html("<strong>{}</strong>{}", value.words, more)

    def value(self, value: PlaceCell) -> object:
        return value.exported
