"""Lists of the coordinator: who agreed to what, and requests with their terms."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import within_units
from rostok.kernel.text import norm
from rostok.kernel.ui.cells import CellColumn
from rostok.orgs.models import OrgClosure, OrgUnit
from rostok.people.models import Person
from rostok.privacy.models import ConsentText, DataRequest, ErasureRun, RequestKind, RequestState
from rostok.privacy.purposes import purpose_choices, purposes, title_of

GIVEN, MISSING = "given", "missing"
OVERDUE, OPEN = "overdue", "open"


def within(rows: QuerySet[Any], place: OrgUnit) -> QuerySet[Any]:
    """People who work at the unit or below it."""
    below = OrgClosure.objects.filter(ancestor=place).values("descendant")
    return rows.filter(within_units(Person, below))


class ConsentTable(tables.Table):
    name = tables.Column(
        _("Фамилия, имя, отчество"),
        accessor="full_name",
        order_by=("norm", "pk"),
        linkify=("privacy:person", [tables.A("pk")]),
    )

    class Meta:
        attrs = {"class": "table"}
        empty_text = _("Под условия отбора никто не подходит")


def consent_columns() -> list[tuple[str, Any]]:
    """A column for each purpose."""
    return [
        (
            f"has_{code}",
            CellColumn(
                "{% if value %}{% state 'done' 'дано' %}{% else %}{% state 'waiting' 'нет' %}"
                "{% endif %}",
                verbose_name=purpose.title,
                accessor=f"has_{code}",
                order_by=(f"has_{code}", "norm"),
            ),
        )
        for code, purpose in purposes().items()
    ]


class ConsentFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Имя"), method="by_name")
    within = filters.ModelChoiceFilter(
        label=_("Организация, территория"),
        queryset=OrgUnit.objects.none(),
        method="by_place",
        empty_label=_("все"),
    )
    purpose = filters.ChoiceFilter(
        label=_("Согласие"), choices=purpose_choices, method="nothing", empty_label=_("любое")
    )
    state = filters.ChoiceFilter(
        label=_("Только"),
        choices=[(MISSING, _("у кого нет")), (GIVEN, _("у кого дано"))],
        method="by_state",
        empty_label=_("все"),
    )

    class Meta:
        model = Person
        fields: list[str] = []

    def __init__(self, *args: Any, places: QuerySet[OrgUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["within"].queryset = places

    def by_name(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(norm__contains=norm(value))

    def by_place(self, rows: QuerySet[Any], _name: str, value: OrgUnit) -> QuerySet[Any]:
        return within(rows, value)

    def by_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Of the purpose chosen; without one: who lacks any, who has all."""
        chosen = self.form.cleaned_data.get("purpose")
        codes = [chosen] if chosen else list(purposes())
        missing = Q()
        for code in codes:
            missing |= Q(**{f"has_{code}": False})
        return rows.filter(missing) if value == MISSING else rows.exclude(missing)

    def nothing(self, rows: QuerySet[Any], _name: str, _value: Any) -> QuerySet[Any]:
        return rows


class RequestTable(tables.Table):
    pk = tables.Column("№", linkify=True)
    person = tables.Column(_("Кто"), order_by=("person__norm", "pk"))
    kind = tables.Column(_("О чём"))
    received_on = tables.DateColumn(format="d.m.Y", verbose_name=_("Получено"))
    due_on = tables.DateColumn(format="d.m.Y", verbose_name=_("Ответить до"))
    state = CellColumn(
        "{% if record.is_overdue %}{% state 'overdue' %}{% else %}"
        "{% state record.look record.get_state_display %}{% endif %}",
        verbose_name=_("Состояние"),
    )
    taken_by = tables.Column(_("Кто отвечает"))

    class Meta:
        attrs = {"class": "table"}
        empty_text = _("Обращений нет")

    def value_state(self, record: DataRequest) -> str:
        return str(_("просрочено") if record.is_overdue else record.get_state_display())


class RequestFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Имя"), method="by_name")
    kind = filters.ChoiceFilter(label=_("О чём"), choices=RequestKind.choices, empty_label=_("все"))
    state = filters.ChoiceFilter(
        label=_("Состояние"),
        choices=[
            (OPEN, _("без ответа")),
            (OVERDUE, _("просрочено")),
            (RequestState.ANSWERED, RequestState.ANSWERED.label),
            (RequestState.REFUSED, RequestState.REFUSED.label),
        ],
        method="by_state",
        empty_label=_("все"),
    )

    class Meta:
        model = DataRequest
        fields: list[str] = []

    def by_name(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(person__norm__contains=norm(value))

    def by_state(self, rows: Any, _name: str, value: str) -> QuerySet[Any]:
        if value == OPEN:
            found: QuerySet[Any] = rows.open()
        elif value == OVERDUE:
            found = rows.overdue_on(clock.today())
        else:
            found = rows.filter(state=value)
        return found


class TextTable(tables.Table):
    purpose = tables.Column(_("Согласие"))
    unit = tables.Column(_("Чей текст"), default=_("общий"))
    version = tables.Column(_("Редакция"))
    start = tables.DateColumn(format="d.m.Y", verbose_name=_("Действует с"))
    given = tables.Column(_("Согласий"), attrs={"th": {"class": "num"}, "td": {"class": "num"}})

    class Meta:
        attrs = {"class": "table"}
        empty_text = _("Текстов нет")

    def render_purpose(self, record: ConsentText) -> str:
        return title_of(record.purpose)

    value_purpose = render_purpose


class ErasureTable(tables.Table):
    on = tables.DateColumn(format="d.m.Y", verbose_name=_("На дату"), linkify=True)
    what = tables.Column(_("Что"))
    unit = tables.Column(_("Территория"))
    reason = tables.Column(_("Основание"))
    people = tables.Column(
        _("Людей"), orderable=False, attrs={"th": {"class": "num"}, "td": {"class": "num"}}
    )
    state = tables.Column(_("Состояние"))
    actor_title = tables.Column(_("Составил(а)"))
    decided_by = tables.Column(_("Подтвердил(а)"))

    class Meta:
        model = ErasureRun
        fields: tuple[str, ...] = ()
        sequence = ("on", "what", "unit", "reason", "people", "state", "actor_title", "decided_by")
        attrs = {"class": "table"}
        empty_text = _("Отчётов ещё не было")
