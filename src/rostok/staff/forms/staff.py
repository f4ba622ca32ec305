"""Forms of staff. Last days are asked as people say them, inclusive."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rostok.orgs.models import OrgUnit
from rostok.people.models import Gender
from rostok.staff.models import (
    AbsenceKind,
    CategoryLevel,
    EducationLevel,
    EmploymentKind,
    Post,
    TeachingSubject,
)
from rostok.staff.reference import subject_book, subjects_in

CHOOSE = ("", _("— выберите —"))
UNKNOWN = ("", _("не указано"))
LEAST = Decimal("0.01")
BOUNDS = {
    "max_value": _("Не больше %(limit_value)s."),
    "min_value": _("Нужно число больше нуля."),
}


def rate_field(most: int, *, required: bool) -> forms.DecimalField:
    """Posts, in parts of one."""
    return forms.DecimalField(
        label=_("Ставка"),
        required=required,
        min_value=LEAST,
        max_value=most,
        decimal_places=2,
        error_messages=BOUNDS,
    )


class WorkForm(forms.Form):
    post = forms.ModelChoiceField(
        label=_("Должность"),
        queryset=Post.objects.order_by("category", "norm"),
        empty_label=_("— выберите —"),
        help_text=_("По номенклатуре должностей 2022 года."),
    )
    kind = forms.ChoiceField(
        label=_("Вид занятости"),
        choices=EmploymentKind.choices,
        help_text=_("По основному месту работы человека учитывают в показателях."),
    )
    rate = rate_field(3, required=False)
    subjects = forms.CharField(
        label=_("Предметы"),
        required=False,
        max_length=300,
        help_text=_("Через запятую: математика, физика."),
    )
    start = forms.DateField(label=_("Принят(а) с"))

    def clean_subjects(self) -> list[TeachingSubject]:
        found, unknown = subjects_in(self.cleaned_data["subjects"], subject_book())
        if unknown:
            named = ", ".join(f"«{word}»" for word in unknown)
            raise forms.ValidationError(f"Нет в перечне предметов: {named}.")
        return found


class NamesForm(forms.Form):
    last_name = forms.CharField(label=_("Фамилия"), max_length=80)
    first_name = forms.CharField(label=_("Имя"), max_length=60)
    patronymic = forms.CharField(
        label=_("Отчество"),
        max_length=60,
        required=False,
        help_text=_("Если отчества нет, оставьте пустым."),
    )
    gender = forms.ChoiceField(label=_("Пол"), choices=[UNKNOWN, *Gender.choices], required=False)


class EditPersonForm(NamesForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class SensitiveForm(forms.Form):
    birth_date = forms.DateField(
        label=_("Дата рождения"),
        required=False,
        help_text=_("По ней определяют молодых педагогов и отличают однофамильцев."),
    )
    snils = forms.CharField(
        label=_("СНИЛС"),
        required=False,
        max_length=20,
        help_text=_("Хранится только отпечаток номера, показать его нельзя."),
    )
    phone = forms.CharField(label=_("Телефон"), required=False, max_length=25)


class AddPersonForm(SensitiveForm, NamesForm, WorkForm):
    """Everything about a newcomer on one page, the person first."""

    field_order = (
        "last_name",
        "first_name",
        "patronymic",
        "gender",
        "birth_date",
        "snils",
        "phone",
        "post",
        "kind",
        "rate",
        "subjects",
        "start",
    )


class StartForm(WorkForm):
    organisation = forms.ModelChoiceField(
        label=_("Организация"),
        queryset=OrgUnit.objects.none(),
        empty_label=_("— выберите —"),
    )
    field_order = ("organisation", "post", "kind", "rate", "subjects", "start")

    def __init__(self, *args: Any, organisations: QuerySet[OrgUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["organisation"]
        chosen.queryset = organisations


class EditEmploymentForm(WorkForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class LastDayForm(forms.Form):
    last_day = forms.DateField(label=_("Последний день"))


class EndEmploymentForm(LastDayForm):
    last_day = forms.DateField(
        label=_("Последний день работы"),
        help_text=_("В этот день человек ещё работает; со следующего его нет в списке."),
    )


class AbsenceForm(forms.Form):
    kind = forms.ChoiceField(label=_("Вид"), choices=[CHOOSE, *AbsenceKind.choices])
    start = forms.DateField(label=_("Первый день"))
    last_day = forms.DateField(
        label=_("Последний день"), required=False, help_text=_("Если неизвестен, оставьте пустым.")
    )


class CategoryForm(forms.Form):
    level = forms.ChoiceField(label=_("Категория"), choices=[CHOOSE, *CategoryLevel.choices])
    start = forms.DateField(label=_("Установлена с"))
    last_day = forms.DateField(
        label=_("Последний день"),
        required=False,
        help_text=_(
            "Если пусто: установленная до 1 сентября 2023 года действует 5 лет, более поздняя —"
            " бессрочно."
        ),
    )


class CardForm(forms.Form):
    education = forms.ChoiceField(
        label=_("Образование"), choices=[UNKNOWN, *EducationLevel.choices], required=False
    )
    pedagogical_since = forms.DateField(
        label=_("Начало педагогической работы"),
        required=False,
        help_text=_("Первый день первой педагогической должности: по нему считается стаж."),
    )


class VacancyForm(forms.Form):
    post = forms.ModelChoiceField(
        label=_("Должность"),
        queryset=Post.objects.order_by("category", "norm"),
        empty_label=_("— выберите —"),
    )
    subject = forms.ModelChoiceField(
        label=_("Предмет"),
        queryset=TeachingSubject.objects.all(),
        required=False,
        empty_label=_("без предмета"),
    )
    rate = rate_field(99, required=True)
    start = forms.DateField(label=_("Открыта с"))
