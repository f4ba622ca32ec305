from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostok.orgs.models import OrgUnit


class NameForm(forms.Form):
    unit = forms.ModelChoiceField(
        queryset=OrgUnit.objects.none(),
        label=_("Организация, подразделение"),
        help_text=_("Та, что исполняет функции этого субъекта."),
    )
    start = forms.DateField(label=_("С какого дня"))
    ground = forms.CharField(
        label=_("Основание"), max_length=300, required=False, help_text=_("Например: приказ № 147.")
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["unit"]
        chosen.queryset = units


class ReleaseForm(forms.Form):
    last_day = forms.DateField(label=_("Последний день"))
