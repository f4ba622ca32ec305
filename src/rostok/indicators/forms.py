from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class TargetForm(forms.Form):
    value = forms.DecimalField(
        label=_("Целевое значение"), max_digits=14, decimal_places=4, localize=True
    )
    ground = forms.CharField(
        label=_("Основание"),
        max_length=300,
        help_text=_("Приказ, протокол или соглашение, которым установлено значение."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].widget.attrs["inputmode"] = "decimal"
