"""Tables of indicators: the dashboard, territories, members. Pages and exports share them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from rostok.indicators.asking import Question
from rostok.indicators.members import COUNTED, OUTSIDE, Fact, MemberList, facts_of
from rostok.indicators.models import IndicatorValue
from rostok.indicators.queries import IndicatorRow, named_units
from rostok.indicators.small_groups import is_sensitive
from rostok.indicators.wording import target_words, value_words
from rostok.kernel.access import Actor
from rostok.kernel.measures import member_kinds
from rostok.kernel.refs import Ref, kinds, links
from rostok.kernel.ui.cells import CellColumn
from rostok.orgs.models import OrgUnit

CHUNK = 2000
COUNTED_WORDS = "учтён"
PERSON = "person"
NOT_NAMED = "работник организации другой территории"
NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}
LONG = {"td": {"class": "long"}}


class DashboardTable(tables.Table):
    number = tables.Column(_("№"), orderable=False)
    title = tables.Column(_("Показатель"), attrs=LONG, orderable=False)
    value = CellColumn(
        template_name="indicators/cells/value.html",
        verbose_name=_("Факт"),
        attrs=NUMBER,
        orderable=False,
    )
    target = tables.Column(_("План"), attrs=NUMBER, orderable=False)
    progress = CellColumn(
        template_name="indicators/cells/bullet.html",
        accessor="value",
        verbose_name=_("План и факт"),
        orderable=False,
        exclude_from_export=True,
    )
    trend = CellColumn(
        "{% spark_line record.points %} {{ record.change_words|default:'—' }}",
        accessor="points",
        verbose_name=_("Динамика"),
        orderable=False,
        exclude_from_export=True,
    )
    state = CellColumn(
        "{% state record.state record.state_words %}", verbose_name=_("Состояние"), orderable=False
    )

    def __init__(self, *args: Any, link: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.link = link

    def render_title(self, record: IndicatorRow) -> str:
        return format_html('<a href="{}">{}</a>', self.link(record.indicator.code), record.title)

    def render_number(self, record: IndicatorRow) -> str:
        return record.number or "–"

    def render_target(self, record: IndicatorRow) -> str:
        return record.target_words

    def value_number(self, record: IndicatorRow) -> str:
        return record.number

    def value_title(self, record: IndicatorRow) -> str:
        return record.title

    def value_value(self, record: IndicatorRow) -> Any:
        return record.value_words if record.is_hidden else record.value

    def value_target(self, record: IndicatorRow) -> Any:
        return record.target

    def value_state(self, record: IndicatorRow) -> str:
        return record.state_words

    class Meta:
        empty_text = _("В положении нет показателей")


class TerritoryTable(tables.Table):
    unit = tables.Column(_("Территория, организация"), order_by="unit__sort_key")
    numerator = tables.Column(_("Учтено"), attrs=NUMBER)
    denominator = tables.Column(_("Всего"), attrs=NUMBER)
    value = tables.Column(_("Факт"), attrs=NUMBER, empty_values=())
    target = tables.Column(_("План"), attrs=NUMBER)
    state = CellColumn(
        "{% state record.state record.state_words %}",
        verbose_name=_("Состояние"),
        order_by="state",
    )

    def __init__(self, *args: Any, indicator: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator

    def render_unit(self, record: IndicatorValue) -> str:
        address = f"?year={record.year}&unit={record.unit_id}"
        return format_html('<a href="{}">{}</a>', address, record.unit.short_title_then)

    def render_value(self, record: IndicatorValue) -> str:
        if record.is_hidden:
            return record.state_words
        return value_words(record.value, self.indicator.unit)

    def render_target(self, record: IndicatorValue) -> str:
        return target_words(record.target, self.indicator.unit, self.indicator.better)

    def value_unit(self, record: IndicatorValue) -> str:
        return record.unit.short_title_then

    def value_value(self, record: IndicatorValue) -> Any:
        return record.state_words if record.is_hidden else record.value

    def value_target(self, record: IndicatorValue) -> Any:
        return record.target

    def value_state(self, record: IndicatorValue) -> str:
        return record.state_words

    class Meta:
        empty_text = _("Ниже этой территории значений нет")


@dataclass(frozen=True)
class MemberRow:
    """A member as people read it: who, where, counted or not, why, by which fact's day.

    `person` is the number of a person who is named, for the note of who looked.
    """

    id: str
    kind: str
    title: str
    url: str
    unit: str
    unit_code: str
    counted: bool
    reason: str
    fact: str | None
    on: date | None
    person: int | None = None


class MemberRows:
    """The member list as a sequence that reads only the page asked for."""

    def __init__(self, actor: Actor, question: Question, found: MemberList, show: str) -> None:
        self.actor = actor
        self.question = question
        self.found = found if show == OUTSIDE else shown_members(actor, question, found)
        self.counted = show == COUNTED

    def __len__(self) -> int:
        if not hasattr(self, "_length"):
            self._length = self.found.rows.count()
        return self._length

    def __getitem__(self, part: Any) -> Any:
        if isinstance(part, slice):
            return self.described(list(self.found.rows[part]))
        return self.described([self.found.rows[part]])[0]

    def __iter__(self) -> Iterator[MemberRow]:
        for start in range(0, len(self), CHUNK):
            yield from self[start : start + CHUNK]

    def described(self, rows: list[Any]) -> list[MemberRow]:
        """Names, places, links and facts of a page's members, one query for each."""
        ids = {row[0] for row in rows}
        kind = member_kinds.get(self.found.kind)
        members = self.members_by_id(kinds.get(kind.ref_kind).model, ids)
        units = self.units_then.in_bulk({row[1] for row in rows})
        named = self.named(units)
        urls = links(self.actor, [Ref(kind.ref_kind, pk, "") for pk in ids])
        facts = facts_of(self.question, ids) if self.counted else {}
        nothing = Fact("", None)
        return [
            MemberRow(
                id=str(getattr(members.get(member), "uid", member)),
                kind=self.found.kind,
                title=title_of(members.get(member, "")) if unit in named else NOT_NAMED,
                url=urls.get((kind.ref_kind, member), ""),
                unit=title_of(units.get(unit, "")),
                unit_code=units[unit].code if unit in units else "",
                counted=self.counted,
                reason=COUNTED_WORDS if self.counted else self.found.phrase(reason),
                fact=facts.get(member, nothing).title or None,
                on=facts.get(member, nothing).on,
                person=member if self.found.kind == PERSON and unit in named else None,
            )
            for member, unit, reason, _sort in rows
        ]

    @property
    def units_then(self) -> Any:
        """Units with the names of the time that the list is of."""
        return OrgUnit.objects.with_names_on(self.question.tree_day)

    def members_by_id(self, model: Any, ids: Iterable[int]) -> dict[int, Any]:
        rows = self.units_then if model is OrgUnit else model._default_manager
        found: dict[int, Any] = rows.in_bulk(ids)
        return found

    def named(self, units: Iterable[int]) -> set[int]:
        """Units whose members are named; people of those handed over since are not."""
        if self.found.kind != PERSON:
            return set(units)
        return set(named_units(self.actor).filter(pk__in=units).values_list("pk", flat=True))


def title_of(row: Any) -> str:
    return row.short_title_then if isinstance(row, OrgUnit) else str(row)


def shown_members(actor: Actor, question: Question, found: MemberList) -> MemberList:
    """Of a sensitive number, those whom the actor sees by name; of another, nameless ones too."""
    if actor.unlimited or not is_sensitive(question.formula):
        return found
    return found.at(named_units(actor))


class MemberTable(tables.Table):
    title = CellColumn(
        "{% if record.url %}<a href='{{ record.url }}'>{{ record.title }}</a>"
        "{% else %}{{ record.title }}{% endif %}",
        verbose_name=_("Кто"),
        orderable=False,
    )
    unit = tables.Column(_("Организация"), orderable=False)
    counted = tables.BooleanColumn(verbose_name=_("Учтён"), orderable=False, visible=False)
    reason = tables.Column(_("Почему"), orderable=False)
    fact = tables.Column(_("Что засчитано"), orderable=False)
    on = tables.DateColumn(format="d.m.Y", verbose_name=_("С какого дня"), orderable=False)

    def value_title(self, record: MemberRow) -> str:
        return record.title

    def value_on(self, record: MemberRow) -> date | None:
        return record.on

    class Meta:
        empty_text = _("В этом списке никого нет")
