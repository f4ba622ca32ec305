"""What a list of occurrences is narrowed by: place in the roadmap, people, term, state."""

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rostok.kernel.periods import DAY
from rostok.kernel.text import norm
from rostok.people.models import Person
from rostok.roadmaps.models import (
    TO_DO_STATES,
    Direction,
    Occurrence,
    OccurrenceState,
)
from rostok.roadmaps.queries import AHEAD, OVERDUE, UNDATED
from rostok.roadmaps.terms import MONTHS, QUARTER_MONTHS, QUARTERS, month_end

STATE_CHOICES = [
    (OVERDUE, _("просрочено")),
    (AHEAD, _("впереди")),
    (UNDATED, _("срок не назначен")),
    *OccurrenceState.choices,
]
NOBODY = "none"
QUARTER = "q"
TERM_CHOICES = [
    *((f"{QUARTER}{number}", title) for number, title in enumerate(QUARTERS, start=1)),
    *((str(number), title) for number, title in enumerate(MONTHS, start=1)),
]


def in_state(value: str, today: date) -> Q:
    """The state as people ask for it; overdue and ahead are read from the term."""
    if value == OVERDUE:
        return Q(state__in=TO_DO_STATES, due__lt=today)
    if value == UNDATED:
        return Q(state__in=TO_DO_STATES, due__isnull=True)
    if value == AHEAD:
        return Q(state__in=TO_DO_STATES) & (Q(due__isnull=True) | Q(due__gte=today))
    return Q(state=value)


def days_of_term(year: int, value: str) -> tuple[date, date]:
    """The first and the last day of a month («3») or a quarter («q2») of a year."""
    if value.startswith(QUARTER):
        last = int(value.removeprefix(QUARTER)) * QUARTER_MONTHS
        return date(year, last - QUARTER_MONTHS + 1, 1), month_end(year, last)
    return date(year, int(value), 1), month_end(year, int(value))


class WordsFilter(filters.FilterSet):
    """What every list of occurrences is searched by; needs `today`."""

    q = filters.CharFilter(label=_("Слова мероприятия или результата"), method="search")
    state = filters.ChoiceFilter(label=_("Состояние"), choices=STATE_CHOICES, method="by_state")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def search(self, rows: Any, _name: str, value: str) -> Any:
        for word in norm(value).split():
            rows = rows.filter(action__norm__contains=word)
        return rows

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(in_state(value, self.today))

    class Meta:
        model = Occurrence
        fields: list[str] = []


class AcrossFilter(WordsFilter):
    """The filters of a list across systems."""

    year = filters.NumberFilter(label=_("Год"))


class OccurrenceFilter(WordsFilter):
    """The filters of one roadmap in a year."""

    year = filters.NumberFilter(method="in_year", widget=forms.HiddenInput)
    direction = filters.ModelChoiceFilter(
        label=_("Направление"),
        queryset=Direction.objects.none(),
        field_name="action__key_activity__direction",
    )
    party = filters.ChoiceFilter(
        label=_("Ответственный субъект"), field_name="action__party", choices=[]
    )
    person = filters.ChoiceFilter(label=_("Исполнитель"), choices=[], method="by_person")
    term = filters.ChoiceFilter(label=_("Срок"), choices=TERM_CHOICES, method="by_term")
    mine = filters.BooleanFilter(
        label=_("Только мои"), method="only_mine", widget=forms.CheckboxInput, initial=False
    )

    def __init__(self, *args: Any, roadmap: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.filters["year"].extra["initial"] = year
        self.filters["direction"].queryset = roadmap.directions.all()
        said = roadmap.actions.exclude(party="").order_by("party").values_list("party", flat=True)
        parties = [(one, one) for one in said.distinct()]
        self.filters["party"].extra["choices"] = parties
        if not parties:
            del self.filters["party"]
        named = Person.objects.filter(pk__in=self.queryset.order_by().values("responsible"))
        self.filters["person"].extra["choices"] = [
            (NOBODY, _("никто не назначен")),
            *((str(person.pk), person.full_name) for person in named.order_by("norm")),
        ]

    def in_year(self, rows: Any, _name: str, _value: Any) -> Any:
        """The year is in the address of the page, whose rows are of it already."""
        return rows

    def by_person(self, rows: Any, _name: str, value: str) -> Any:
        if value == NOBODY:
            return rows.filter(responsible__isnull=True)
        return rows.filter(responsible=int(value))

    def by_term(self, rows: Any, _name: str, value: str) -> Any:
        first, last = days_of_term(self.year, value)
        return rows.filter(due__gte=first, due__lt=last + DAY)

    def only_mine(self, rows: Any, _name: str, value: bool) -> Any:
        person = self.request.actor.person_id
        if not value:
            return rows
        return rows.filter(responsible=person) if person else rows.none()
