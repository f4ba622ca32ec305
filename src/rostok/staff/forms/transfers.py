"""Forms of transfers between organisations."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rostok.kernel.text import norm
from rostok.orgs.models import OrgUnit
from rostok.staff.forms.staff import LastDayForm, rate_field
from rostok.staff.models import Post
from rostok.staff.transfers import places_like

SHOWN_PLACES = 6


class PlaceForm(forms.Form):
    post = forms.ModelChoiceField(
        label=_("Должность на новом месте"),
        queryset=Post.objects.order_by("category", "norm"),
        empty_label=_("— выберите —"),
    )
    rate = rate_field(3, required=False)
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
