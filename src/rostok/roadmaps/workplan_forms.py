"""Forms of a work plan."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostok.orgs.models import OrgUnit
from rostok.roadmaps.services.own import LONGEST_TITLE

DAY_AND_MONTH = re.compile(r"\d{1,2}\.\d{1,2}")


class PlanForm(forms.Form):
    unit = forms.ModelChoiceField(queryset=OrgUnit.objects.none(), label=_("Чей план"))
    year = forms.TypedChoiceField(label=_("Год"), coerce=int)

    def __init__(self, *args: Any, units: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].queryset = units
        fields["year"].choices = [(year, str(year)) for year in years]


class DaysForm(forms.Form):
    """Days of the plan's year: «15.03, 20.04» or in full."""

    days = forms.CharField(
        label=_("Дни"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Один или несколько, через запятую или с новой строки: 15.03, 20.04."),
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_days(self) -> list[date]:
        said = re.split(r"[,;\s]+", self.cleaned_data["days"].strip())
        return [self.day_of(one) for one in said if one]

    def day_of(self, said: str) -> date:
        full = f"{said}.{self.year}" if DAY_AND_MONTH.fullmatch(said) else said
        try:
            found = forms.DateField().to_python(full)
        except forms.ValidationError:
            found = None
        if found is None:
            raise forms.ValidationError(_("Не похоже на дату: %(said)s.") % {"said": said})
        return found


class LineForm(forms.Form):
    title = forms.CharField(
        label=_("Мероприятие"), max_length=LONGEST_TITLE, widget=forms.Textarea(attrs={"rows": 2})
    )
    due = forms.DateField(label=_("Срок"))
    executor = forms.CharField(label=_("Исполнитель"), max_length=200, required=False)
    result = forms.CharField(label=_("Результат"), max_length=500, required=False)


class ApproveForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    ground = forms.CharField(
        label=_("Основание утвердить самим"),
        max_length=300,
        required=False,
        help_text=_("Заполните, только если утвердить больше некому: это останется в журнале."),
    )


class ReturnPlanForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Что изменить"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
