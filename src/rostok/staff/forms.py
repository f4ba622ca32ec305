"""Forms of staff. Last days are asked as people say them, inclusive."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rostok.kernel.text import norm
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
from rostok.staff.transfers import places_like

CHOOSE = ("", _("— выберите —"))
UNKNOWN = ("", _("не указано"))
HALF = Decimal("0.01")
SHOWN_PLACES = 6


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
    rate = forms.DecimalField(
        label=_("Ставка"), required=False, min_value=HALF, max_value=3, decimal_places=2
    )
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
    rate = forms.DecimalField(label=_("Ставка"), min_value=HALF, max_value=99, decimal_places=2)
    start = forms.DateField(label=_("Открыта с"))


class PlaceForm(forms.Form):
    post = forms.ModelChoiceField(
        label=_("Должность на новом месте"),
        queryset=Post.objects.order_by("category", "norm"),
        empty_label=_("— выберите —"),
    )
    rate = forms.DecimalField(
        label=_("Ставка"), required=False, min_value=HALF, max_value=3, decimal_places=2
    )
    start = forms.DateField(label=_("На новом месте с"))


class AskTransferForm(PlaceForm):
    organisation = forms.ModelChoiceField(
        label=_("Куда переводим"), queryset=OrgUnit.objects.none(), empty_label=_("— выберите —")
    )
    last_name = forms.CharField(label=_("Фамилия"), max_length=80)
    first_name = forms.CharField(label=_("Имя"), max_length=60)
    patronymic = forms.CharField(label=_("Отчество"), max_length=60, required=False)
    snils = forms.CharField(
        label=_("СНИЛС"),
        required=False,
        max_length=20,
        help_text=_("Надёжнее всего. Без него человека ищут по полному имени и дате рождения."),
    )
    birth_date = forms.DateField(label=_("Дата рождения"), required=False)
    note = forms.CharField(
        label=_("Пояснение для прежнего места работы"), max_length=500, required=False
    )
    field_order = (
        "organisation",
        "last_name",
        "first_name",
        "patronymic",
        "snils",
        "birth_date",
        "post",
        "rate",
        "start",
        "note",
    )

    def __init__(self, *args: Any, organisations: QuerySet[OrgUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["organisation"]
        chosen.queryset = organisations


class OfferTransferForm(LastDayForm):
    organisation = forms.CharField(
        label=_("Новая организация"),
        max_length=200,
        help_text=_("Краткое название или код: например, «Школа № 4»."),
    )
    last_day = forms.DateField(label=_("Последний день работы здесь"))
    note = forms.CharField(
        label=_("Пояснение для новой организации"), max_length=500, required=False
    )
    field_order = ("organisation", "last_day", "note")

    def __init__(self, *args: Any, near: OrgUnit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.near = near

    def clean_organisation(self) -> OrgUnit:
        """Refused: no such organisation in the region; several, which are then named."""
        words = norm(self.cleaned_data["organisation"])
        found: list[OrgUnit] = list(places_like(words, self.near)[:SHOWN_PLACES])
        exact = [unit for unit in found if words in {unit.norm, norm(unit.code)}]
        for alike in (exact, found):
            if len(alike) == 1:
                return alike[0]
        if not found:
            raise forms.ValidationError("Такой открытой организации в регионе нет.")
        named = "; ".join(f"{unit} (код {unit.code})" for unit in found)
        raise forms.ValidationError(f"Подходят несколько, укажите код: {named}.")


class AgreeTransferForm(forms.Form):
    last_day = forms.DateField(
        label=_("Последний день работы здесь"),
        help_text=_(
            "Со следующего дня или позже, как просили, человек работает на новом месте. Его роли"
            " здесь завершатся."
        ),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Причина"),
        max_length=500,
        help_text=_("Её прочтут в другой организации."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
