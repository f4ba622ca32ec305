"""The list of staff and the list of those without access: page and export share them."""

from datetime import date
from functools import cached_property
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.periods import years_before
from rostok.kernel.text import norm
from rostok.orgs.models import OrgClosure, OrgUnit
from rostok.people.queries import years_between
from rostok.privacy.queries import is_disputed
from rostok.staff.about import BIRTH_DATE, CATEGORIES, NAME, SINCE, WORK
from rostok.staff.disputed import DISPUTED
from rostok.staff.models import (
    CategoryLevel,
    Employment,
    EmploymentKind,
    Post,
    PostCategory,
    TeachingSubject,
)
from rostok.staff.queries import limits_for

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}
YOUNG, LEAVE, UNCONFIRMED = "young", "leave", "unconfirmed"
MARKS = [
    (YOUNG, _("молодые педагоги")),
    (LEAVE, _("в длительном отпуске")),
    (UNCONFIRMED, _("педагоги без действующей категории")),
]


class StaffTable(tables.Table):
    name = tables.Column(
        _("Фамилия, имя, отчество"),
        accessor="person__full_name",
        order_by=("person__norm", "pk"),
        linkify=lambda record: record.get_absolute_url() if record.is_here else None,
    )
    organisation = tables.Column(
        _("Организация"), order_by=("organisation__sort_key", "person__norm")
    )
    post = tables.Column(_("Должность"), order_by=("post__norm", "person__norm"))
    subjects = tables.Column(_("Предметы"), accessor="subjects", orderable=False)
    category = tables.Column(_("Категория"), order_by=("-category", "person__norm"))
    experience = tables.Column(
        _("Стаж, лет"),
        accessor="person__staff_card__pedagogical_since",
        order_by="-person__staff_card__pedagogical_since",
        attrs=NUMBER,
    )
    age = tables.Column(_("Возраст"), accessor="birth_date", order_by="-birth_date", attrs=NUMBER)

    class Meta:
        attrs = {"class": "table"}
        empty_text = _("Под условия отбора никто не подходит")

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        self.day = day
        super().__init__(*args, **kwargs)

    def render_name(self, record: Employment, value: str) -> str:
        disputed = is_disputed(record.person, NAME)
        return f"{value} ({DISPUTED})" if disputed else value

    def value_name(self, record: Employment, value: str) -> str:
        """A file does not carry what is in dispute."""
        return DISPUTED if is_disputed(record.person, NAME) else value

    def render_organisation(self, value: OrgUnit) -> str:
        return value.short_title_then

    value_organisation = render_organisation

    def render_post(self, record: Employment, value: Post) -> str:
        """The post with what is unusual about the work."""
        notes = []
        if is_disputed(record.person, WORK):
            return DISPUTED
        if record.kind != EmploymentKind.MAIN:
            notes.append(str(record.get_kind_display()))
        if getattr(record, "on_leave", False):
            notes.append(str(_("в длительном отпуске")))
        return f"{value} ({', '.join(notes)})" if notes else str(value)

    value_post = render_post

    def render_subjects(self, value: Any) -> str:
        return ", ".join(subject.title for subject in value.all()) or "—"

    value_subjects = render_subjects

    def render_category(self, record: Employment, value: str) -> str:
        if is_disputed(record.person, CATEGORIES):
            return DISPUTED
        return str(CategoryLevel(value).label)

    value_category = render_category

    def render_experience(self, record: Employment, value: date) -> int | str:
        disputed = is_disputed(record.person, SINCE)
        return DISPUTED if disputed else years_between(value, self.day)

    value_experience = render_experience

    def render_age(self, record: Employment, value: date) -> int | str:
        disputed = is_disputed(record.person, BIRTH_DATE)
        return DISPUTED if disputed else years_between(value, self.day)

    value_age = render_age


class StaffFilter(filters.FilterSet):
    """Always bound: without a choice the day is today and everybody is shown."""

    q = filters.CharFilter(label=_("Имя"), method="by_name")
    within = filters.ModelChoiceFilter(
        label=_("Территория"),
        queryset=OrgUnit.objects.none(),
        method="by_place",
        empty_label=_("все"),
    )
    organisation = filters.CharFilter(label=_("Организация"), method="by_organisation")
    post_category = filters.ChoiceFilter(
        label=_("Кто"),
        choices=PostCategory.choices,
        field_name="post__category",
        empty_label=_("все"),
    )
    post = filters.ModelChoiceFilter(
        label=_("Должность"), queryset=Post.objects.all(), empty_label=_("все")
    )
    subject = filters.ModelChoiceFilter(
        label=_("Предмет"),
        queryset=TeachingSubject.objects.all(),
        method="by_subject",
        empty_label=_("все"),
    )
    category = filters.ChoiceFilter(
        label=_("Квалификационная категория"),
        choices=[
            (CategoryLevel.HIGHEST, CategoryLevel.HIGHEST.label),
            (CategoryLevel.FIRST, CategoryLevel.FIRST.label),
        ],
        empty_label=_("любая"),
    )
    mark = filters.ChoiceFilter(
        label=_("Только"), choices=MARKS, method="by_mark", empty_label=_("все")
    )
    on = filters.DateFilter(
        label=_("На дату"),
        method="nothing",
        widget=forms.DateInput,
        help_text=_("Пусто — на сегодня"),
    )

    class Meta:
        model = Employment
        fields: list[str] = []

    def __init__(
        self, *args: Any, territories: QuerySet[OrgUnit], day: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.filters["within"].queryset = territories

    @cached_property
    def place(self) -> OrgUnit | None:
        place: OrgUnit | None = self.form.cleaned_data.get("within")
        return place

    def by_name(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(person__norm__contains=norm(value))

    def by_place(self, rows: QuerySet[Any], _name: str, value: OrgUnit) -> QuerySet[Any]:
        below = OrgClosure.objects.filter(ancestor=value).values("descendant")
        return rows.filter(organisation__in=below)

    def by_organisation(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """By the name of now or a former one, as the list of a past day shows it, or the code."""
        named = OrgUnit.objects.named_like(norm(value))
        return rows.filter(organisation__in=named.values("pk"))

    def by_subject(self, rows: QuerySet[Any], _name: str, value: TeachingSubject) -> QuerySet[Any]:
        through = Employment.subjects.through.objects
        return rows.filter(Exists(through.filter(employment=OuterRef("pk"), teachingsubject=value)))

    def by_mark(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        if value == LEAVE:
            return rows.filter(on_leave=True)
        teachers = rows.filter(kind=EmploymentKind.MAIN, post__category=PostCategory.TEACHING)
        if value == UNCONFIRMED:
            return teachers.filter(category__isnull=True)
        return teachers.filter(self.is_young())

    def is_young(self) -> Q:
        """By the limits of the place chosen, else by the shared ones."""
        limits = limits_for(self.place, self.day)
        below = int(limits["young_age_below"]) + bool(limits.get("young_age_inclusive"))
        return Q(
            person__sensitive__birth_date__gt=years_before(self.day, below),
            person__staff_card__pedagogical_since__gt=years_before(
                self.day, int(limits["young_years"])
            ),
        )

    def nothing(self, rows: QuerySet[Any], _name: str, _value: Any) -> QuerySet[Any]:
        return rows


class NoAccessTable(tables.Table):
    name = tables.Column(
        _("Фамилия, имя, отчество"),
        accessor="person__full_name",
        order_by=("person__norm", "pk"),
        linkify=True,
    )
    organisation = tables.Column(
        _("Организация"), order_by=("organisation__sort_key", "person__norm")
    )
    post = tables.Column(_("Должность"), order_by=("post__norm", "person__norm"))

    class Meta:
        attrs = {"class": "table"}
        empty_text = _("Доступ есть у всех")


class NoAccessFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Имя"), method="by_name")
    organisation = filters.CharFilter(label=_("Организация"), method="by_organisation")
    post_category = filters.ChoiceFilter(
        label=_("Кто"),
        choices=PostCategory.choices,
        field_name="post__category",
        empty_label=_("все"),
    )

    class Meta:
        model = Employment
        fields: list[str] = []

    by_name = StaffFilter.by_name
    by_organisation = StaffFilter.by_organisation


def day_of(value: str | None) -> date:
    """The day a list is asked for; what cannot be read is today, and the form says so."""
    try:
        return forms.DateField().clean(value) if value else clock.today()
    except forms.ValidationError:
        return clock.today()
